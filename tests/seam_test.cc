// Every loop that reads or writes, while calls are interrupted, short, or fail.

#include "seam.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "channel/channel.h"
#include "deliver/writer.h"
#include "filesort/filesort.h"
#include "filesort/input.h"
#include "os/child.h"
#include "os/io.h"
#include "os/message.h"
#include "os/pipe.h"
#include "os/run_processes.h"
#include "plan/plan.h"
#include "record/each.h"
#include "scheduler/roster.h"
#include "spill/backlog.h"
#include "spill/run_file.h"

namespace muster {
namespace {

/// Text with a record of each length, so that short calls end everywhere.
std::string lines() {
  std::string text;
  for (std::size_t i = 0; i < 300; ++i) text += std::string(i, char('a' + i % 26)) + '\n';
  return text;
}

/// How many bytes a call gives or takes, and whether every second one is interrupted.
class Seam : public testing::TestWithParam<std::pair<std::size_t, bool>> {
 protected:
  [[nodiscard]] static std::size_t bytes() { return GetParam().first; }
  [[nodiscard]] static bool interrupted() { return GetParam().second; }

  static os::Fd memory_file() { return os::Fd(::memfd_create("seam", MFD_CLOEXEC)); }
  static std::string content(const os::Fd& file) {
    std::string text(static_cast<std::size_t>(::lseek(file.get(), 0, SEEK_END)), '\0');
    EXPECT_EQ(os::pread_full(file, text, 0, "cannot read"), text.size());
    return text;
  }
};

TEST_P(Seam, FilesAreWrittenAndReadWhole) {
  const std::string text = lines();
  const os::Fd file = memory_file();
  std::string got(text.size() + 10, '\0');
  std::string got_at(100, '\0');
  {
    const seam::Trouble trouble(bytes(), interrupted());
    os::write_all(file.get(), text, "cannot write");
    ::lseek(file.get(), 0, SEEK_SET);
    got.resize(os::read_full(file, got, "cannot read"));
    EXPECT_EQ(os::pread_full(file, got_at, 50, "cannot read"), got_at.size());
    ::lseek(file.get(), 0, SEEK_SET);
    EXPECT_EQ(os::read_to_end(file), text);
    EXPECT_GE(trouble.calls, 3);
  }
  EXPECT_EQ(got, text);
  EXPECT_EQ(got_at, text.substr(50, 100));
}

TEST_P(Seam, NonBlockingPipesAreWaitedFor) {
  const std::string text = lines() + lines() + lines();  // more than a pipe of one page holds
  const os::Pipe pipe = os::make_pipe();
  os::enlarge_pipe(pipe.write_end, 4096);
  os::set_nonblocking(pipe.read_end);
  os::set_nonblocking(pipe.write_end);
  const seam::Trouble trouble(bytes(), false);
  int error = -1;
  std::string got(text.size(), '\0');
  std::size_t got_bytes = 0;
  std::thread reader([&] { got_bytes = os::read_full(pipe.read_end, got, "cannot read"); });
  error = os::try_write_all(pipe.write_end.get(), text);
  reader.join();
  EXPECT_EQ(error, 0);
  EXPECT_EQ(got_bytes, text.size());
  EXPECT_EQ(got, text);
}

TEST_P(Seam, MessagesArriveWhole) {
  const os::Pipe pipe = os::make_pipe();
  const seam::Trouble trouble(bytes(), interrupted());
  ASSERT_TRUE(channel::send(pipe.write_end.get(), channel::Message(7, std::uint64_t{42})));
  const auto message = channel::receive(pipe.read_end);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->body<std::uint64_t>(), 42U);
}

TEST_P(Seam, MessagesToThePersonArriveWhole) {
  const std::string line = "muster: " + std::string(1000, 'x') + '\n';
  const os::Pipe pipe = os::make_pipe();
  const os::Fd kept(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3));
  ::dup2(pipe.write_end.get(), STDERR_FILENO);
  {
    const seam::Trouble trouble(bytes(), interrupted());
    os::write_message(line);
  }
  ::dup2(kept.get(), STDERR_FILENO);
  std::string got(line.size(), '\0');
  EXPECT_EQ(os::read_full(pipe.read_end, got, "cannot read"), line.size());
  EXPECT_EQ(got, line);
}

TEST_P(Seam, ProcessesAreFoundByTheirEnvironment) {
  const char* const argv[] = {"sleep", "1000", nullptr};
  const char* const environment[] = {"MUSTER_TEST_RUN=seam", "PATH=/bin:/usr/bin", nullptr};
  const pid_t pid = os::start_program("sleep", argv, environment, {}).pid;
  const seam::Trouble trouble(std::max(bytes(), std::size_t{16}), interrupted());
  const os::MarkedProcesses marked("MUSTER_TEST_RUN", "seam", {});
  EXPECT_TRUE(marked.kill_all(std::chrono::seconds(10)).empty());
  int status = 0;
  EXPECT_EQ(::waitpid(pid, &status, 0), pid);
  EXPECT_TRUE(WIFSIGNALED(status));
}

TEST_P(Seam, RunsOnDiskComeBackAsTheyWere) {
  const std::string text = lines();
  const seam::Trouble trouble(bytes(), interrupted());
  spill::Folder folder("/tmp");
  const order::Comparison comparison{order::Order{}};
  spill::RunWriter writer(folder, {{comparison, '\n', false}, 1000});
  writer.write(text);
  const spill::Run run = writer.finish();
  spill::RunReader reader(run.file);
  EXPECT_EQ(reader.next(), text);
  EXPECT_EQ(reader.next(), "");
}

TEST_P(Seam, BacklogsGiveBackWhatTheySpilled) {
  const std::string text = lines();
  const seam::Trouble trouble(bytes(), interrupted());
  spill::Backlog backlog(record::Framing('\n'), {1024, "/tmp", 1});
  backlog.push(0, text);
  std::string got;
  backlog.drain(0, [&](std::string_view records) { got += records; });
  EXPECT_EQ(got, text);
}

TEST_P(Seam, InputsGiveWholeRecords) {
  const std::string text = lines();
  const os::Fd file = memory_file();
  os::write_all(file.get(), text.substr(0, text.size() - 1), "cannot write");
  const seam::Trouble trouble(bytes(), interrupted());
  filesort::Input input("/proc/self/fd/" + std::to_string(file.get()), '\n', "cannot read");
  std::string got;
  for (auto records = input.next(); !records.empty(); records = input.next()) {
    EXPECT_EQ(records.back(), '\n');
    got += records;
  }
  EXPECT_EQ(got, text);
}

TEST_P(Seam, FilesAreSortedWhole) {
  const std::string text = lines();
  const os::Fd input = memory_file();
  const os::Fd output = memory_file();
  os::write_all(input.get(), text, "cannot write");
  plan::Sort plan;
  plan.inputs = {"/proc/self/fd/" + std::to_string(input.get())};
  const os::Fd kept(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3));
  ::dup2(output.get(), STDOUT_FILENO);
  std::optional<filesort::Disorder> disorder;
  {
    const seam::Trouble trouble(bytes(), interrupted());
    filesort::sort(plan);
    disorder = filesort::find_disorder(plan);
  }
  ::dup2(kept.get(), STDOUT_FILENO);
  std::vector<std::string> records;
  record::for_each(text, '\n', [&](std::string_view record) { records.emplace_back(record); });
  ASSERT_TRUE(disorder);
  EXPECT_EQ(disorder->text, records[disorder->record - 1]);
  EXPECT_LT(disorder->text, records[disorder->record - 2]);
  std::sort(records.begin(), records.end());
  std::string sorted;
  for (const std::string& record : records) sorted += record + '\n';
  EXPECT_EQ(content(output), sorted);
}

TEST_P(Seam, OutputsAreWrittenWhole) {
  const std::string text = lines();
  const os::Fd file = memory_file();
  {
    const seam::Trouble trouble(bytes(), interrupted());
    deliver::Writer writer(file.get(), deliver::Format::records, '\n');
    writer.write(text);
    writer.finish();
    EXPECT_EQ(writer.bytes(), text.size());
  }
  EXPECT_EQ(content(file), text);
}

INSTANTIATE_TEST_SUITE_P(Calls, Seam,
                         testing::Values(std::pair{std::size_t{1}, false},
                                         std::pair{std::size_t{1}, true},
                                         std::pair{std::size_t{7}, true},
                                         std::pair{std::size_t{4096}, true}));

TEST(SeamErrors, AnErrorInAnyCallIsReportedAsItIs) {
  const os::Fd file(::memfd_create("seam", MFD_CLOEXEC));
  const std::string text = lines();
  int failing = 0;
  for (bool is_clean = false; !is_clean; ++failing) {
    ASSERT_LT(failing, 100'000);
    seam::Trouble trouble;
    trouble.bytes_max = 500;
    trouble.error = EIO;
    trouble.failing = failing;
    const int error = os::try_write_all(file.get(), text);
    is_clean = trouble.calls <= failing;
    EXPECT_EQ(error, is_clean ? 0 : EIO);
  }
  EXPECT_GT(failing, 50);
}

TEST(SeamErrors, AnInterruptedReadOfTheRosterLosesNoGroup) {
  os::Pipe pipe = os::make_pipe();
  const os::Fd read_end(::fcntl(pipe.read_end.get(), F_DUPFD_CLOEXEC, 3));
  scheduler::RosterWriter roster(std::move(pipe));
  const seam::Trouble trouble(sizeof(pid_t), true);
  for (const pid_t group : {100, 200, 300}) roster.add(group);
  roster.remove(200);
  EXPECT_EQ(scheduler::read_roster(read_end), (std::set<pid_t>{100, 300}));
}

TEST(SeamErrors, AFileOfTheKernelThatCannotBeReadIsNotTakenForEmpty) {
  std::array<char, 64> buffer{};
  seam::Trouble trouble;
  trouble.error = EIO;
  EXPECT_FALSE(os::read_small_file("/proc/self/comm", buffer));
}

}  // namespace
}  // namespace muster
