// The library against the program that MUSTER names, in hosts that are not kind to it.

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "muster/muster.hpp"

namespace {

using std::chrono::milliseconds;

std::size_t open_descriptors() {
  const auto numbers = std::filesystem::directory_iterator("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(numbers), end(numbers)));
}

/// Nothing is left of what a test starts.
class Library : public testing::Test {
 protected:
  void TearDown() override {
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
    EXPECT_EQ(open_descriptors(), descriptors_);
  }

 private:
  std::size_t descriptors_ = open_descriptors();
};

muster::Plan lines(std::vector<std::string> of) {
  muster::Plan plan;
  plan.option("-n");
  for (std::string& line : of) plan.line(std::move(line));
  return plan;
}

TEST_F(Library, RecordsComeInOrder) {
  const muster::Result result = muster::run(lines({"seq 8 10", "seq 3"}));
  EXPECT_EQ(result.bytes(), "1\n2\n3\n8\n9\n10\n");
  EXPECT_EQ(result.records(), 6U);
  std::vector<std::string_view> found;
  for (const std::string_view line : result.lines()) found.push_back(line);
  EXPECT_EQ(found, (std::vector<std::string_view>{"1", "2", "3", "8", "9", "10"}));
  EXPECT_EQ(::pwrite(result.fd(), "x", 1, 0), -1);  // it is sealed
}

TEST_F(Library, ValuesAreAView) {
  muster::Plan plan;
  plan.option("--records=u16").command({"printf", "{}"}).input("b\\0a\\0").input("c\\0");
  const muster::Result result = muster::run(plan);
  const auto values = result.values<std::uint16_t>();
  EXPECT_EQ(std::vector<int>(values.begin(), values.end()), (std::vector<int>{'a', 'b', 'c'}));
  EXPECT_THROW((void)result.values<std::uint32_t>(), std::length_error);
}

TEST_F(Library, NoRecordsAreAResult) {
  const muster::Result result = muster::run(lines({"true"}));
  EXPECT_TRUE(result.bytes().empty());
  EXPECT_EQ(result.lines().begin(), result.lines().end());
}

TEST_F(Library, AFailureHasEverythingThatIsKnownOfIt) {
  muster::Plan plan = lines({"echo out", "echo 'oops \\377'; printf 'oops\\377\\n' >&2; exit 7"});
  plan.option("--partial");
  try {
    (void)muster::run(plan);
    FAIL() << "it has not failed";
  } catch (const muster::WorkersFailed& failed) {
    ASSERT_EQ(failed.failures().size(), 1U);
    const muster::Failure& failure = failed.failures().front();
    EXPECT_EQ(failure.worker, 2);
    EXPECT_EQ(failure.attempt, 1);
    EXPECT_GT(failure.pid, 0);
    EXPECT_EQ(failure.cause, "exit_status");
    EXPECT_EQ(failure.exit_status, 7);
    EXPECT_EQ(failure.signal, -1);
    EXPECT_EQ(failure.error_lines, "oops\xff\n");
    ASSERT_NE(failed.result(), nullptr);
    EXPECT_EQ(failed.result()->bytes(), "out\n");
  }
}

TEST_F(Library, APlanThatMakesNoSenseIsRefused) {
  muster::Plan plan = lines({"true"});
  plan.option("--frob");
  try {
    (void)muster::run(plan);
    FAIL() << "it was not refused";
  } catch (const muster::Error& error) {
    EXPECT_EQ(error.code(), MUSTER_PLAN_REFUSED);
    EXPECT_NE(std::string(error.what()).find("--frob"), std::string::npos);
  }
}

TEST_F(Library, HelpersThatAreNoneAreFoundOut) {
  const std::string before = ::getenv("MUSTER");
  for (const char* const helper : {"/bin/true", "/bin/false", "/missing", "/dev/null"}) {
    ::setenv("MUSTER", helper, 1);
    try {
      (void)muster::run(lines({"true"}));
      ADD_FAILURE() << helper;
    } catch (const muster::Error& error) {
      EXPECT_EQ(error.code(), MUSTER_HELPER_FAILED) << error.what();
    }
  }
  ::setenv("MUSTER", before.c_str(), 1);
}

TEST_F(Library, ARunEndsWithItsOwner) {
  const auto start = std::chrono::steady_clock::now();
  { const muster::Run run(lines({"sleep 300"})); }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(100));
}

TEST_F(Library, ItsDescriptorIsReadableWhenItIsOver) {
  muster::Run run(lines({"sleep 0.2; echo a"}));
  EXPECT_FALSE(run.wait(milliseconds(1)));
  pollfd event{run.fd(), POLLIN, 0};
  EXPECT_EQ(::poll(&event, 1, 100000), 1);
  EXPECT_EQ(run.wait(milliseconds(0))->bytes(), "a\n");
  EXPECT_THROW((void)run.wait(), muster::Error);
}

TEST_F(Library, ARunIsCancelledAtAnyMoment) {
  for (int i = 0; i < 20; ++i) {
    muster::Run run(lines({"seq 20000"}));
    std::this_thread::sleep_for(milliseconds(i));
    run.cancel();
    try {
      EXPECT_EQ(run.wait().records(), 20000U);
    } catch (const muster::Cancelled&) {
    }
  }
}

TEST_F(Library, AResultOutlivesItsRun) {
  std::optional<muster::Result> result;
  {
    muster::Run run(lines({"echo a"}));
    result.emplace(run.wait());
  }
  EXPECT_EQ(result->bytes(), "a\n");
}

TEST_F(Library, ThreadsHaveRunsOfTheirOwn) {
  std::vector<std::thread> threads;
  for (int number = 0; number < 8; ++number)
    threads.emplace_back([number] {
      for (int i = 0; i < 5; ++i)
        EXPECT_EQ(muster::run(lines({"echo " + std::to_string(number)})).bytes(),
                  std::to_string(number) + "\n");
    });
  for (std::thread& thread : threads) thread.join();
}

TEST_F(Library, ChildrenOfTheHostAreLeftAlone) {
  const pid_t done = ::fork();
  if (done == 0) ::_exit(7);
  const pid_t sleeping = ::fork();
  if (sleeping == 0) {
    ::pause();
    ::_exit(0);
  }
  EXPECT_THROW((void)muster::run(lines({"false"})), muster::WorkersFailed);
  int status = 0;
  EXPECT_EQ(::waitpid(done, &status, 0), done);
  EXPECT_EQ(WEXITSTATUS(status), 7);
  EXPECT_EQ(::waitpid(sleeping, &status, WNOHANG), 0);
  ::kill(sleeping, SIGKILL);
  EXPECT_EQ(::waitpid(sleeping, &status, 0), sleeping);
}

TEST_F(Library, AHostMayIgnoreItsChildrenAndBlockItsSignals) {
  const auto before = ::signal(SIGCHLD, SIG_IGN);
  const auto term = ::signal(SIGTERM, SIG_IGN);
  sigset_t all;
  sigset_t mask;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_BLOCK, &all, &mask);
  EXPECT_EQ(muster::run(lines({"echo a"})).bytes(), "a\n");
  EXPECT_THROW((void)muster::run(lines({"exit 3"})), muster::WorkersFailed);
  { const muster::Run run(lines({"sleep 300"})); }
  sigset_t after;
  ::pthread_sigmask(SIG_SETMASK, &mask, &after);
  EXPECT_EQ(::sigismember(&after, SIGTERM), 1);
  ::signal(SIGTERM, term);
  ::signal(SIGCHLD, before);
}

TEST_F(Library, AForkedChildOfTheHostKeepsNoRunAlive) {
  int status = 0;
  pid_t child = 0;
  {
    const muster::Run run(lines({"sleep 300"}));
    child = ::fork();
    if (child == 0) {
      ::pause();  // holds all that the host held
      ::_exit(0);
    }
  }
  ::kill(child, SIGKILL);
  EXPECT_EQ(::waitpid(child, &status, 0), child);
}

TEST_F(Library, AHostMayHaveFewDescriptors) {
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  rlimit few = before;
  few.rlim_cur = 32;
  ::setrlimit(RLIMIT_NOFILE, &few);
  EXPECT_EQ(muster::run(lines({"echo a"})).bytes(), "a\n");
  std::vector<int> taken;
  for (int number = 0; (number = ::open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0;)
    taken.push_back(number);
  try {
    (void)muster::run(lines({"echo a"}));
    ADD_FAILURE() << "there was no descriptor left";
  } catch (const muster::Error& error) {
    EXPECT_EQ(error.code(), MUSTER_SYSTEM_FAILED);
  }
  for (const int number : taken) ::close(number);
  ::setrlimit(RLIMIT_NOFILE, &before);
}

TEST_F(Library, NothingIsLeftWhenTheHostIsKilled) {
  const std::string mark = testing::TempDir() + "/library_pid";
  std::filesystem::remove(mark);
  const pid_t host = ::fork();
  if (host == 0) {
    const muster::Run run(lines({"echo $$ >" + mark + "; exec sleep 300"}));
    ::pause();
    ::_exit(0);
  }
  pid_t worker = 0;
  while (!(std::ifstream(mark) >> worker)) std::this_thread::sleep_for(milliseconds(5));
  ::kill(host, SIGKILL);
  int status = 0;
  EXPECT_EQ(::waitpid(host, &status, 0), host);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (::kill(worker, 0) == 0 && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(milliseconds(5));
  EXPECT_EQ(::kill(worker, 0), -1);
}

}  // namespace
