#include "os/process_status.h"

#include <unistd.h>

#include <string>

#include <gtest/gtest.h>

#include "os/file.h"
#include "os/io.h"

namespace muster::os {
namespace {

/// As the kernel writes it: all fields of proc(5) up to the 52nd.
std::string stat_text(const std::string& name, const std::string& state, int threads,
                      const std::string& virtual_size, const std::string& env_end) {
  std::string text = "4711 (" + name + ") " + state + " 12 34 56";
  for (int field = 7; field <= 52; ++field) {
    text += ' ';
    if (field == 20)
      text += std::to_string(threads);
    else if (field == 22)
      text += "987654";
    else if (field == 23)
      text += virtual_size;
    else if (field == 50)
      text += "1000";
    else if (field == 51)
      text += env_end;
    else
      text += '1';
  }
  return text + '\n';
}

std::string live(const std::string& name) {
  return stat_text(name, "S", 1, "4096", "2000");
}

TEST(ProcessStatus, HasTheNumbersAndTheName) {
  const auto status = parse_process_status(live("cat"));
  ASSERT_TRUE(status);
  EXPECT_EQ(status->parent, 12);
  EXPECT_EQ(status->group, 34);
  EXPECT_EQ(status->session, 56);
  EXPECT_EQ(status->start_time, "987654");
  EXPECT_EQ(status->command, "cat");
  EXPECT_FALSE(status->has_empty_environment);
}

TEST(ProcessStatus, IsNotMisledByAnyName) {
  for (const std::string name : {"a b", ") Z 1 1 1", "((", "))", "", "x) (y", "\n"}) {
    const auto status = parse_process_status(live(name));
    ASSERT_TRUE(status) << name;
    EXPECT_EQ(status->command, name);
    EXPECT_EQ(status->parent, 12) << name;
  }
}

TEST(ProcessStatus, IsNothingForAProcessThatHasEnded) {
  EXPECT_FALSE(parse_process_status(stat_text("cat", "Z", 1, "0", "0")));
  EXPECT_FALSE(parse_process_status(stat_text("cat", "X", 1, "4096", "2000")));
  EXPECT_FALSE(parse_process_status(stat_text("kthreadd", "S", 1, "0", "0")));
}

TEST(ProcessStatus, IsThereWhileAnyThreadRuns) {
  EXPECT_TRUE(parse_process_status(stat_text("cat", "Z", 2, "0", "0")));
}

TEST(ProcessStatus, TellsAnEmptyEnvironmentFromOneThatIsNotThereYet) {
  const auto empty = parse_process_status(stat_text("env", "S", 1, "4096", "1000"));
  ASSERT_TRUE(empty);
  EXPECT_TRUE(empty->has_empty_environment);
  const std::string text = live("env");
  std::string in_exec = text;
  in_exec.replace(in_exec.find("1000 2000"), 9, "0 0");
  ASSERT_TRUE(parse_process_status(in_exec));
  EXPECT_FALSE(parse_process_status(in_exec)->has_empty_environment);
}

TEST(ProcessStatus, IsNothingForTextThatIsCutShort) {
  const std::string text = stat_text("cat", "S", 1, "4096", "2000");
  const std::size_t last_field_needed = text.rfind(" 2000");
  for (std::size_t bytes = 0; bytes <= last_field_needed; ++bytes)
    EXPECT_FALSE(parse_process_status(text.substr(0, bytes))) << bytes;
}

TEST(ProcessStatus, OfThisProcessIsWhatTheSystemSays) {
  const auto status =
      parse_process_status(read_to_end(open_for_reading("/proc/self/stat")).value());
  ASSERT_TRUE(status);
  EXPECT_EQ(status->group, ::getpgrp());
  EXPECT_EQ(status->session, ::getsid(0));
}

}  // namespace
}  // namespace muster::os
