#include "os/pressure.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "os/test_folder.h"

namespace muster::os {
namespace {

/// A tree of files in the place of / .
class Pressure : public testing::Test {
 protected:
  void put(const std::string& path, const std::string& text) const {
    std::filesystem::create_directories(std::filesystem::path(root_ + path).parent_path());
    std::ofstream(root_ + path) << text;
  }

  TestFolder folder_;
  const std::string& root_ = folder_.path();
};

TEST_F(Pressure, LoadIsTheMeanOfTheLastMinute) {
  put("/proc/loadavg", "3.25 0.32 0.17 1/204 8561\n");
  EXPECT_EQ(load(root_), 3.25);
}

TEST_F(Pressure, LoadIsWhatRunsNowIfThatIsMore) {
  put("/proc/loadavg", "0.50 0.32 0.17 8/204 8561\n");
  EXPECT_EQ(load(root_), 7) << "all but this process";
}

TEST_F(Pressure, LoadOfAnIdleMachineIsZero) {
  put("/proc/loadavg", "0.00 0.00 0.00 1/204 8561\n");
  EXPECT_EQ(load(root_), 0);
}

TEST_F(Pressure, MemoryStallIsTheTimeThatAllProcessesHaveLostTogether) {
  put("/proc/pressure/memory",
      "some avg10=50.00 avg60=1.00 avg300=0.00 total=5\n"
      "full avg10=12.50 avg60=2.00 avg300=0.00 total=3\n");
  EXPECT_EQ(memory_stall(root_), 12.5);
}

TEST_F(Pressure, IsZeroWhereTheKernelDoesNotSay) {
  EXPECT_EQ(load(root_), 0);
  EXPECT_EQ(memory_stall(root_), 0);
  put("/proc/loadavg", "");
  put("/proc/pressure/memory", "");
  EXPECT_EQ(load(root_), 0);
  EXPECT_EQ(memory_stall(root_), 0);
  put("/proc/loadavg", "what is this");
  put("/proc/pressure/memory", "some avg10=50.00 avg60=1.00 avg300=0.00 total=5\n");
  EXPECT_EQ(load(root_), 0);
  EXPECT_EQ(memory_stall(root_), 0) << "some wait, but never all of them";
}

TEST(PressureOfThisMachine, IsNotNegative) {
  EXPECT_GE(load(), 0);
  EXPECT_GE(memory_stall(), 0);
}

}  // namespace
}  // namespace muster::os
