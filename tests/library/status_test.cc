#include "status.h"

#include <random>
#include <string>

#include <gtest/gtest.h>

namespace muster::lib {
namespace {

const std::string hello = R"({"event": "hello", "protocol": 1, "muster": "0.1.0"})"
                          "\n";
const std::string end =
    R"({"event": "end", "exit_status": 1, "signal": null, "reason": "jobs_failed",)"
    R"( "records": 1, "bytes": 2, "new": true})"
    "\n";
const std::string failed =
    R"({"event": "failed", "worker": 1, "try": 2, "pid": null, "cause": "signal",)"
    R"( "signal": 9, "command": "a\n\udcff\u0001é", "stderr": ["b", "c"]})"
    "\n";

TEST(LibraryStatus, IsReadAsItWasWritten) {
  const Status status = parse_status(hello + failed + "{\"event\": \"later\"}\n" + end);
  EXPECT_EQ(status.exit_status, 1);
  EXPECT_EQ(status.signal, std::nullopt);
  EXPECT_EQ(status.records, 1);
  EXPECT_TRUE(status.was_run);
  ASSERT_EQ(status.failures.size(), 1U);
  const Failure& failure = status.failures.front();
  EXPECT_EQ(failure.attempt, 2);
  EXPECT_EQ(failure.pid, -1);
  EXPECT_EQ(failure.command, "a\n\xff\x01é");
  EXPECT_EQ(failure.error_lines, "b\nc\n");
}

TEST(LibraryStatus, WhatIsCutOrOfAnotherVersionIsRefused) {
  const std::string whole = hello + failed + end;
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_THROW(parse_status(whole.substr(0, size)), BadStatus) << size;
  EXPECT_THROW(parse_status(whole + hello), BadStatus);
  EXPECT_THROW(parse_status("{\"event\": \"hello\", \"protocol\": 2}\n" + end), BadStatus);
  EXPECT_THROW(parse_status(end), BadStatus);
}

TEST(LibraryStatus, WhateverComesIsReadOrRefused) {
  const std::string whole = hello + failed + end;
  const std::string bytes("0{}[]\":,\n\\\0\xff-eun", 16);
  std::mt19937 random(7);
  int read = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string damaged = whole;
    for (unsigned changes = random() % 4; changes > 0; --changes)
      damaged[random() % damaged.size()] = bytes[random() % bytes.size()];
    try {
      (void)parse_status(damaged);
      ++read;
    } catch (const BadStatus&) {
    }
  }
  EXPECT_GT(read, 4000);  // those without a change
  EXPECT_LT(read, 20000);
}

}  // namespace
}  // namespace muster::lib
