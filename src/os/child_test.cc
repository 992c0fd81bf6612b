#include "os/child.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <stdexcept>

#include <gtest/gtest.h>

#include "os/fd.h"
#include "os/io.h"
#include "os/pipe.h"

namespace muster::os {
namespace {

/// What a line of sh writes to its stdout.
struct Shell {
  Spawned child;
  Pipe pipe = make_pipe();

  explicit Shell(const char* line) {
    const char* const argv[] = {"sh", "-c", line, nullptr};
    const std::array<int, 3> descriptors{STDIN_FILENO, pipe.write_end.get(), STDERR_FILENO};
    child = start_program("sh", argv, environ, {descriptors});
    pipe.write_end.reset();
  }
};

/// Waits for the next child to end or stop.
ExitStatus next_end(Reap expected = Reap::ended) {
  ExitStatus status;
  Reap reap = Reap::nothing_new;
  ResourceUsage usage;
  while ((reap = reap_any(status, usage)) == Reap::nothing_new) ::usleep(1000);
  EXPECT_EQ(reap, expected);
  return status;
}

TEST(Child, EndsWithTheStatusOfTheProgram) {
  const Shell shell("echo out; exit 3");
  ASSERT_EQ(shell.child.error, 0);
  EXPECT_EQ(read_to_end(shell.pipe.read_end), "out\n");
  const ExitStatus status = next_end();
  EXPECT_EQ(status.pid, shell.child.pid);
  EXPECT_FALSE(status.by_signal);
  EXPECT_EQ(status.number, 3);
  EXPECT_FALSE(status.succeeded());
}

TEST(Child, SucceedsWithStatusZero) {
  const Shell shell("exit 0");
  EXPECT_TRUE(next_end().succeeded());
}

TEST(Child, EndsByASignal) {
  const Shell shell("kill -KILL $$");
  const ExitStatus status = next_end();
  EXPECT_TRUE(status.by_signal);
  EXPECT_EQ(status.number, SIGKILL);
  EXPECT_FALSE(status.succeeded());
}

TEST(Child, IsReapedWithWhatItHasUsed) {
  ResourceUsage usage;
  const Shell shell("i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); done");
  ExitStatus status;
  while (reap_any(status, usage) == Reap::nothing_new) ::usleep(1000);
  EXPECT_GT(usage.user + usage.system, std::chrono::microseconds(0));
  EXPECT_GT(usage.resident_bytes_max, 100'000U);
  EXPECT_LT(usage.resident_bytes_max, 10'000'000'000U);
}

TEST(Child, ThatIsStoppedIsNotReaped) {
  const Shell shell("kill -STOP $$; exit 5");
  EXPECT_EQ(next_end(Reap::stopped).number, SIGSTOP);
  ::kill(shell.child.pid, SIGCONT);
  EXPECT_EQ(next_end(Reap::continued).pid, shell.child.pid);
  EXPECT_EQ(next_end().number, 5);
}

TEST(Child, OfAProgramThatIsMissingIsAnErrorAndNoChild) {
  const char* const argv[] = {"/nonexistent/program", nullptr};
  const Spawned spawned = start_program(argv[0], argv, environ, {});
  EXPECT_EQ(spawned.error, ENOENT);
  EXPECT_EQ(spawned.pid, -1);
  ExitStatus status;
  ResourceUsage usage;
  EXPECT_EQ(reap_any(status, usage), Reap::no_children);
}

TEST(Child, LeadsAGroupAndHasDefaultSignals) {
  (void)std::signal(SIGPIPE, SIG_IGN);
  const Shell shell("cut -d' ' -f5 /proc/$$/stat; kill -PIPE $$; echo alive");
  EXPECT_EQ(read_to_end(shell.pipe.read_end), std::to_string(shell.child.pid) + "\n");
  EXPECT_EQ(next_end().number, SIGPIPE);
}

TEST(Child, OfAFunctionHasItsResultAsStatus) {
  ASSERT_EQ(start_function([] { return 7; }, {}).error, 0);
  EXPECT_EQ(next_end().number, 7);
}

TEST(Child, OfAFunctionThatThrowsEndsWith125) {
  ASSERT_EQ(start_function([]() -> int { throw std::runtime_error("x"); }, {}).error, 0);
  EXPECT_EQ(next_end().number, 125);
}

TEST(Child, OfAFunctionHasNoOtherDescriptors) {
  const Pipe other = make_pipe();
  const std::array<int, 3> descriptors{STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO};
  const int number = other.write_end.get();
  ASSERT_EQ(
      start_function([&] { return ::fcntl(number, F_GETFD) < 0 ? 0 : 1; }, {descriptors}).error, 0);
  EXPECT_EQ(next_end().number, 0);
}

TEST(Child, AreAllReapedBeforeADeadlineOrNot) {
  using Clock = std::chrono::steady_clock;
  const Shell quick("exit 0");
  const Shell slow("exec sleep 1000");
  EXPECT_FALSE(reap_all(Clock::now() + std::chrono::milliseconds(50)));
  ::kill(slow.child.pid, SIGKILL);
  EXPECT_TRUE(reap_all(Clock::now() + std::chrono::seconds(60)));
}

}  // namespace
}  // namespace muster::os
