// Real processes, found by what /proc says of them; tests/fault has what they may do to hide.

#include "os/run_processes.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <string>

#include <gtest/gtest.h>

#include "os/child.h"
#include "os/io.h"
#include "os/pipe.h"

namespace muster::os {
namespace {

constexpr const char* variable = "MUSTER_TEST_RUN";
constexpr std::chrono::milliseconds patience{10'000};

/// A shell with a child and a process in a session of its own, all of them marked `id`.
class Tree {
 public:
  explicit Tree(const std::string& id) {
    const std::string mark = std::string(variable) + '=' + id;
    const char* const environment[] = {"PATH=/bin:/usr/bin", mark.c_str(), nullptr};
    const char* const argv[] = {"sh", "-c", "sleep 1000 & setsid sleep 1000 & echo started; wait",
                                nullptr};
    Pipe pipe = make_pipe();
    const std::array<int, 3> descriptors{STDIN_FILENO, pipe.write_end.get(), STDERR_FILENO};
    shell_ = start_program("sh", argv, environment, {descriptors}).pid;
    pipe.write_end.reset();
    std::array<char, 8> started{};
    EXPECT_EQ(read_full(pipe.read_end, started, "cannot read"), started.size());
    output_ = std::move(pipe.read_end);
  }
  ~Tree() {
    ::kill(-shell_, SIGKILL);
    (void)reap_all(std::chrono::steady_clock::now() + patience);
  }
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  /// All three hold the pipe: it ends with the last of them.
  void has_ended() { EXPECT_EQ(read_to_end(output_), ""); }
  [[nodiscard]] bool is_alive() const { return !has_something(output_); }

 private:
  pid_t shell_ = -1;
  Fd output_;
};

TEST(MarkedProcesses, AreFoundByTheirEnvironmentAndKilled) {
  Tree tree("run-1");
  const Tree other("run-2");
  EXPECT_TRUE(MarkedProcesses(variable, "run-1", {}).kill_all(patience).empty());
  tree.has_ended();
  EXPECT_TRUE(other.is_alive());
  EXPECT_TRUE(MarkedProcesses(variable, "run-2", {}).kill_all(patience).empty());
}

TEST(MarkedProcesses, OfARunInsideOfAnotherAreThoseOfBoth) {
  Tree tree("outer/inner");
  EXPECT_TRUE(MarkedProcesses(variable, "outer", {}).kill_all(patience).empty());
  tree.has_ended();
}

TEST(MarkedProcesses, AreSignalledAtOnce) {
  Tree tree("run-4");
  MarkedProcesses(variable, "run-4", {}).signal_all(SIGTERM);
  tree.has_ended();
}

TEST(Descendants, AreWhatThisProcessHasStarted) {
  Tree tree("run-5");
  EXPECT_FALSE(Descendants::are_several_children());
  EXPECT_TRUE(Descendants().kill_all(patience).empty());
  tree.has_ended();
}

TEST(Descendants, SeveralChildrenAreSeen) {
  const Tree one("run-6");
  const Tree two("run-7");
  EXPECT_TRUE(Descendants::are_several_children());
  EXPECT_TRUE(Descendants().kill_all(patience).empty());
}

}  // namespace
}  // namespace muster::os
