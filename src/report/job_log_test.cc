#include "report/job_log.h"

#include <chrono>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "os/test_folder.h"
#include "report/logged_jobs.h"

namespace muster::report {
namespace {

using std::chrono::milliseconds;

std::string contents(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

os::ExitStatus exit_of(int status) {
  return {42, false, status};
}

class JobLogTest : public testing::Test {
 protected:
  JobLog log(std::optional<std::uint64_t> bytes_kept = {}) {
    return {path_, bytes_kept, [](std::uint32_t job) { return "job\t" + std::to_string(job); }};
  }
  /// The lines after the header, without times.
  std::string lines() {
    const std::string text = contents(path_);
    EXPECT_TRUE(text.starts_with(job_log_header));
    return std::regex_replace(text.substr(job_log_header.size()),
                              std::regex(R"((:\t)\d+\.\d{3}\t +\d+\.\d{3})"), "$1T");
  }
  event::Stamp at(int ms) { return {start_ + milliseconds(ms), event::Role::init, 0, 1}; }

  os::TestFolder folder_;
  std::string path_ = folder_.path() + "/log";
  event::Time start_ = event::Clock::now();
};

TEST_F(JobLogTest, HasALineForEachJobThatIsOver) {
  JobLog log = this->log();
  log.on(at(0), event::JobStarted{0, 0, 42, 0});
  log.on(at(1), event::JobStarted{1, 0, 43, 0});
  log.on(at(2), event::PipeRead{1, 5, "a\nbc\n"});
  log.on(at(5), event::JobExited{1, 0, exit_of(3), {}});
  EXPECT_EQ(lines(), "");
  log.on(at(5), event::JobFailed{1, 0, 43, event::EndedBadly{exit_of(3)}, false});
  EXPECT_EQ(lines(), "2\t:\tT\t0\t5\t3\t0\tjob\\t1\n");
  log.on(at(6), event::JobExited{0, 0, exit_of(0), {}});
  log.on(at(6), event::JobSucceeded{0, 0});
  EXPECT_EQ(lines(), "2\t:\tT\t0\t5\t3\t0\tjob\\t1\n1\t:\tT\t0\t0\t0\t0\tjob\\t0\n");
}

TEST_F(JobLogTest, HasTheTimesOfTheProcess) {
  JobLog log = this->log();
  const double now =
      std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  log.on(at(0), event::JobStarted{0, 0, 42, 0});
  log.on(at(2500), event::JobExited{0, 0, exit_of(0), {}});
  log.on(at(9000), event::JobSucceeded{0, 0});
  std::istringstream line(contents(path_).substr(job_log_header.size()));
  std::string seq, host;
  double start = 0, seconds = 0;
  line >> seq >> host >> start >> seconds;
  EXPECT_NEAR(start, now, 1);
  EXPECT_EQ(seconds, 2.5);
}

TEST_F(JobLogTest, HasNoneForATryThatIsRepeatedOrAJobThatWasEndedWithTheRun) {
  JobLog log = this->log();
  log.on(at(0), event::JobStarted{0, 0, 42, 0});
  log.on(at(0), event::JobExited{0, 0, exit_of(1), {}});
  log.on(at(0), event::JobFailed{0, 0, 42, event::EndedBadly{exit_of(1)}, true});
  log.on(at(0), event::JobStarted{1, 0, 43, 0});
  log.on(at(0), event::JobExited{1, 0, {43, true, 15}, {}});
  log.on(at(0), event::JobFailed{2, 0, 0, event::CannotStart{EAGAIN}, false});
  EXPECT_EQ(lines(), "");
}

TEST_F(JobLogTest, HasWhatGnuParallelHasForOtherEnds) {
  JobLog log = this->log();
  const os::ExitStatus killed{42, true, 9};
  log.on(at(0), event::JobStarted{0, 0, 42, 0});
  log.on(at(0), event::JobExited{0, 0, killed, {}});
  log.on(at(0), event::JobFailed{0, 0, 42, event::EndedBadly{killed}, false});
  log.on(at(0), event::JobStarted{1, 0, 42, 0});
  log.on(at(0), event::JobExited{1, 0, killed, {}});
  log.on(at(0), event::JobFailed{1, 0, 42, event::TimedOut{}, false});
  log.on(at(0), event::JobFailed{2, 0, 0, event::CannotRun{ENOENT}, false});
  log.on(at(0), event::JobFailed{3, 0, 0, event::CannotRun{EACCES}, false});
  log.on(at(0), event::JobStarted{4, 0, 42, 0});
  log.on(at(0), event::JobFailed{4, 0, 42, event::RecordTooLong{1}, false});
  EXPECT_EQ(lines(),
            "1\t:\tT\t0\t0\t0\t9\tjob\\t0\n2\t:\tT\t0\t0\t-1\t9\tjob\\t1\n"
            "3\t:\tT\t0\t0\t127\t0\tjob\\t2\n4\t:\tT\t0\t0\t126\t0\tjob\\t3\n"
            "5\t:\tT\t0\t0\t-1\t0\tjob\\t4\n");
}

TEST_F(JobLogTest, KeepsTheWholeLinesOfAnEarlierRun) {
  const std::string whole =
      std::string(job_log_header) + "1\t:\t1.000\t     1.000\t0\t0\t0\t0\tx\n";
  std::ofstream(path_) << whole << "2\t:\t1.0";
  const LoggedJobs logged = LoggedJobs::read(path_);
  EXPECT_EQ(logged.bytes(), whole.size());
  JobLog log = this->log(logged.bytes());
  log.on(at(0), event::JobStarted{1, 0, 42, 0});
  log.on(at(0), event::JobSucceeded{1, 0});
  EXPECT_EQ(lines(), "1\t:\tT\t0\t0\t0\t0\tx\n2\t:\tT\t0\t0\t0\t0\tjob\\t1\n");
}

TEST_F(JobLogTest, HasAHeaderWhereTheEarlierRunWasKilledBeforeIt) {
  std::ofstream(path_) << "Seq\tHo";
  const JobLog log = this->log(LoggedJobs::read(path_).bytes());
  EXPECT_EQ(lines(), "");
}

TEST(LoggedCommand, IsOneLineFromWhichItCanBeToldBack) {
  EXPECT_EQ(logged_command("echo 'a\tb\nc\r\\d\x01\x7f' \xc3\xa4"),
            "echo 'a\\tb\\nc\\r\\\\d\\x01\\x7f' \xc3\xa4");
}

TEST(LoggedJobs, AreFoundByTheirNumberAndTheLastLineCounts) {
  const LoggedJobs jobs(std::string(job_log_header) +
                        "3\t:\t1\t1\t0\t0\t1\t0\tc\n"
                        "1\t:\t1\t1\t0\t0\t0\t9\ta\n3\t:\t1\t1\t0\t0\t0\t0\tc\n");
  EXPECT_EQ(jobs.count(), 2U);
  EXPECT_EQ(jobs.find(1), nullptr);
  ASSERT_NE(jobs.find(0), nullptr);
  EXPECT_FALSE(jobs.find(0)->has_succeeded);
  ASSERT_NE(jobs.find(2), nullptr);
  EXPECT_TRUE(jobs.find(2)->has_succeeded);
  EXPECT_TRUE(jobs.find(2)->had("c"));
  EXPECT_FALSE(jobs.find(2)->had("d"));
}

TEST(LoggedJobs, KnowTheCommandsOfGnuParallelToo) {
  using namespace std::string_literals;
  const LoggedJobs jobs(std::string(job_log_header) +
                        "1\t:\t1\t1\t0\t0\t0\t0\techo 'a\tb\0c\\n'\n"s +
                        "2\t:\t1\t1\t0\t0\t0\t0\t" + logged_command("echo 'a\tb\nc\\n'") + "\n");
  EXPECT_TRUE(jobs.find(0)->had("echo 'a\tb\nc\\n'"));
  EXPECT_TRUE(jobs.find(1)->had("echo 'a\tb\nc\\n'"));
}

TEST(LoggedJobs, AreNotReadFromAnythingElse) {
  EXPECT_EQ(LoggedJobs("").count(), 0U);
  EXPECT_EQ(LoggedJobs("no end of a line").bytes(), 0U);
  EXPECT_THROW(LoggedJobs("hello\n"), std::runtime_error);
  EXPECT_THROW(LoggedJobs("0\t:\t1\t1\t0\t0\t0\t0\tc\n"), std::runtime_error);
  EXPECT_THROW(LoggedJobs("1\t:\t1\t1\t0\t0\tx\t0\tc\n"), std::runtime_error);
}

}  // namespace
}  // namespace muster::report
