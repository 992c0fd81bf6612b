#include "report/results.h"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <optional>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "os/test_folder.h"
#include "report/json.h"

namespace muster::report {
namespace {

class ResultsTest : public testing::Test {
 protected:
  /// Of a file of the results; nothing if there is none.
  std::optional<std::string> contents(const std::string& name) {
    std::ifstream file(path_ + "/" + name);
    if (!file) return std::nullopt;
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  static event::Stamp now() { return {event::Clock::now(), event::Role::init, 0, 1}; }
  static std::string command(std::uint32_t) { return "say \"x\"\n\xff"; }

  os::TestFolder folder_;
  std::string path_ = folder_.path() + "/results";
};

TEST_F(ResultsTest, AreThereOnceAJobIsOver) {
  Results results(path_, command);
  results.on(now(), event::JobStarted{6, 0, 42, 0});
  results.on(now(), event::PipeRead{6, 2, "a\n"});
  results.on(now(), event::StderrRead{6, "e"});
  results.on(now(), event::PipeRead{6, 2, "b\n"});
  EXPECT_FALSE(contents("000007/stdout"));
  results.on(now(), event::JobExited{6, 0, {42, false, 0}, {}});
  results.on(now(), event::JobSucceeded{6, 0});
  EXPECT_EQ(contents("000007/stdout"), "a\nb\n");
  EXPECT_EQ(result_path(path_, 6), path_ + "/000007/stdout");
  EXPECT_EQ(contents("000007/stderr"), "e");
  const std::string status = contents("000007/status.json").value_or("");
  EXPECT_TRUE(status.starts_with(R"({"worker": 7, "command": "say \"x\"\u000a\udcff", "try": 1, )"
                                 R"("succeeded": true, "status": 0, "signal": null, )"))
      << status;
}

TEST_F(ResultsTest, OfATryTakeThePlaceOfThoseOfTheTryBefore) {
  Results results(path_, command);
  for (std::uint32_t attempt = 0; attempt < 2; ++attempt) {
    results.on(now(), event::JobStarted{0, attempt, 42, 0});
    results.on(now(), event::PipeRead{0, 1, attempt == 0 ? "first" : "2"});
    results.on(now(), event::JobExited{0, attempt, {42, true, 9}, {}});
    results.on(now(), event::JobFailed{0, attempt, 42, event::TimedOut{}, attempt == 0});
    EXPECT_EQ(contents("000001/stdout"), attempt == 0 ? "first" : "2");
  }
  const std::string status = contents("000001/status.json").value_or("");
  EXPECT_NE(status.find(R"("try": 2, "succeeded": false, "status": null, "signal": 9)"),
            std::string::npos)
      << status;
}

TEST_F(ResultsTest, OfAJobThatWasEndedWithTheRunAreNoResults) {
  {
    Results results(path_, command);
    results.on(now(), event::JobStarted{0, 0, 42, 0});
    results.on(now(), event::PipeRead{0, 1, "a"});
  }
  EXPECT_EQ(::rmdir(path_.c_str()), 0) << "something is left";
}

TEST_F(ResultsTest, ThatCannotBeWrittenAreAnErrorOnce) {
  Results results(path_, command);
  ASSERT_EQ(::rmdir(path_.c_str()), 0);
  EXPECT_THROW(results.on(now(), event::JobStarted{0, 0, 42, 0}), std::system_error);
  results.on(now(), event::JobStarted{1, 0, 42, 0});
}

TEST(Json, StringsHoldAnyBytes) {
  EXPECT_EQ(json_string("a\"\\\n\x7f"), R"("a\"\\\u000a\u007f")");
  EXPECT_EQ(json_string("\xc3\xa4\xe4\xb8\xad\xf0\x9f\x98\x80"),
            "\"\xc3\xa4\xe4\xb8\xad\xf0\x9f\x98\x80\"");
  EXPECT_EQ(json_string("\xc0\x80\xed\xa0\x80\xe4\xb8"),
            R"("\udcc0\udc80\udced\udca0\udc80\udce4\udcb8")");
}

}  // namespace
}  // namespace muster::report
