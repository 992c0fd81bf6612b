#include "report/status.h"

#include <string>

#include <gtest/gtest.h>

#include "os/io.h"
#include "os/pipe.h"

namespace muster::report {
namespace {

TEST(StatusStream, KeepsWhatItsReaderDoesNotTake) {
  os::Pipe pipe = os::make_pipe();
  StatusStream stream(std::move(pipe.write_end));
  const std::string line(1000, 'x');
  for (int i = 0; i < 500; ++i) stream.write(line);  // more than a pipe holds
  EXPECT_TRUE(stream.due());
  EXPECT_EQ(stream.lost(), 0U);
  std::string read(500 * 1001, '\0');
  std::size_t size = 0;
  while (size < read.size()) {
    size += os::read_next(pipe.read_end, {read.data() + size, read.size() - size}, "read");
    stream.flush();
  }
  EXPECT_FALSE(stream.due());
  EXPECT_EQ(read.substr(1001 * 499), line + '\n');
}

TEST(StatusStream, LosesWhatIsMoreThanItKeepsAndCountsIt) {
  os::Pipe pipe = os::make_pipe();
  StatusStream stream(std::move(pipe.write_end));
  const std::string line(1U << 17U, 'x');
  for (int i = 0; i < 20; ++i) stream.write(line);
  EXPECT_GT(stream.lost(), 10U);
  EXPECT_LT(stream.lost(), 14U);
}

TEST(StatusStream, AReaderThatHasGoneIsNoFailure) {
  os::Pipe pipe = os::make_pipe();
  StatusStream stream(std::move(pipe.write_end));
  pipe.read_end.reset();
  stream.write("a");  // a SIGPIPE would end the test
  stream.write("b");
  EXPECT_EQ(stream.lost(), 1U);
  EXPECT_FALSE(stream.due());
  stream.end("c");
  EXPECT_TRUE(stream.has_ended());
}

TEST(Status, AFailureHasItsLastTrysLastWords) {
  os::Pipe pipe = os::make_pipe();
  StatusStream stream(std::move(pipe.write_end));
  Status status(
      stream, /*tells_jobs=*/false, [](std::uint32_t) { return "false \xff"; },
      [](const event::Event&) { return "said"; });
  const event::Log log({&status});
  log.emit(event::JobStarted{2, 0, 10});
  log.emit(event::StderrRead{2, "first\n"});
  log.emit(event::JobFailed{2, 0, 10, event::TimedOut{}, /*will_be_retried=*/true});
  log.emit(event::JobStarted{2, 1, 11});
  log.emit(event::StderrRead{2, "second\nthi"});
  log.emit(event::StderrRead{2, "rd"});
  log.emit(event::JobFailed{2, 1, 11, event::RecordTorn{3}});
  log.emit(event::RunEnding{event::RunEnding::Why::jobs_failed});
  status.finish({1, 0});
  EXPECT_EQ(
      os::read_to_end(pipe.read_end),
      R"({"event": "failed", "worker": 3, "try": 2, "pid": 11, "cause": "record_torn", "bytes": 3, )"
      R"("command": "false \udcff", "text": "said", "stderr": ["second", "third"]})"
      "\n"
      R"({"event": "end", "exit_status": 1, "signal": null, "reason": "jobs_failed", )"
      R"("failures": 1, "records": null, "bytes": null, "lost": 0})"
      "\n");
}

}  // namespace
}  // namespace muster::report
