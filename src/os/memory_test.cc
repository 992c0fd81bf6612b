#include "os/memory.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "os/test_folder.h"

namespace muster::os {
namespace {

constexpr std::size_t MiB = std::size_t{1} << 20U;

/// A tree of files in the place of / .
class Memory : public testing::Test {
 protected:
  void SetUp() override {
    put("/proc/meminfo", "MemTotal: 2097152 kB\nMemFree: 1 kB\nMemAvailable:    1048576 kB\n");
  }

  void put(const std::string& path, const std::string& text) const {
    std::filesystem::create_directories(std::filesystem::path(root_ + path).parent_path());
    std::ofstream(root_ + path) << text;
  }
  void limit(const std::string& group, const std::string& limit, std::size_t used,
             std::size_t cache) const {
    const std::string folder = "/sys/fs/cgroup" + group;
    put(folder + "/memory.max", limit + '\n');
    put(folder + "/memory.current", std::to_string(used) + '\n');
    put(folder + "/memory.stat", "anon 1\ninactive_file " + std::to_string(cache) + "\nslab 3\n");
  }
  [[nodiscard]] std::size_t available() const { return available_memory_bytes(root_); }

  TestFolder folder_;
  const std::string& root_ = folder_.path();
};

TEST_F(Memory, IsWhatTheKernelCallsAvailable) {
  EXPECT_EQ(available(), 1024 * MiB);
}

TEST_F(Memory, IsNoMoreThanTheGroupsLimitLeaves) {
  put("/proc/self/cgroup", "0::/a/b\n");
  limit("/a/b", std::to_string(100 * MiB), 30 * MiB, 0);
  EXPECT_EQ(available(), 70 * MiB);
}

TEST_F(Memory, CachesOfAGroupGiveWay) {
  put("/proc/self/cgroup", "0::/a/b\n");
  limit("/a/b", std::to_string(100 * MiB), 90 * MiB, 50 * MiB);
  EXPECT_EQ(available(), 60 * MiB);
}

TEST_F(Memory, LimitsOfGroupsAboveCount) {
  put("/proc/self/cgroup", "0::/a/b\n");
  limit("/a/b", "max", 30 * MiB, 0);
  limit("/a", std::to_string(200 * MiB), 190 * MiB, 0);
  EXPECT_EQ(available(), 10 * MiB);
}

TEST_F(Memory, AGroupWithoutALimitIsNone) {
  put("/proc/self/cgroup", "0::/\n");
  limit("", "max", 30 * MiB, 0);
  EXPECT_EQ(available(), 1024 * MiB);
}

TEST_F(Memory, AGroupThatHasUsedItUpLeavesNothing) {
  put("/proc/self/cgroup", "0::/a\n");
  limit("/a", std::to_string(10 * MiB), 11 * MiB, 0);
  EXPECT_EQ(available(), 0U);
}

TEST_F(Memory, GroupsOfVersion1AreKnown) {
  put("/proc/self/cgroup", "12:cpu,cpuacct:/x\n7:memory:/box\n0::/\n");
  const std::string folder = "/sys/fs/cgroup/memory/box";
  put(folder + "/memory.limit_in_bytes", std::to_string(64 * MiB));
  put(folder + "/memory.usage_in_bytes", std::to_string(24 * MiB));
  put(folder + "/memory.stat", "total_inactive_file " + std::to_string(4 * MiB) + "\n");
  EXPECT_EQ(available(), 44 * MiB);
}

TEST_F(Memory, WithoutProcItIsWhatIsFree) {
  std::filesystem::remove_all(root_ + "/proc");
  EXPECT_GT(available(), 0U);
}

TEST(ResidentBytes, GrowWithWhatIsTouchedAndAreNoneOfAProcessThatHasEnded) {
  const std::uint64_t before = resident_bytes(::getpid());
  EXPECT_GT(before, 0U);
  const std::string touched(64 * MiB, 'x');
  EXPECT_GT(resident_bytes(::getpid()), before + 32 * MiB);
  EXPECT_EQ(resident_bytes(0), 0U);
  EXPECT_EQ(touched.back(), 'x');
}

}  // namespace
}  // namespace muster::os
