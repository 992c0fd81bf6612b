#include "filesort/input.h"

#include <unistd.h>

#include <string>

#include <gtest/gtest.h>

#include "filesort/bad_input.h"
#include "filesort/header_skipper.h"
#include "os/io.h"
#include "os/pipe.h"

namespace muster::filesort {
namespace {

/// A pipe, and the path by which an Input opens its read end.
class PipeInput {
 public:
  void write(std::string_view bytes) const {
    os::write_all(pipe_.write_end.get(), bytes, "cannot write");
  }
  void close() { pipe_.write_end.reset(); }
  [[nodiscard]] std::string path() const {
    return "/proc/self/fd/" + std::to_string(pipe_.read_end.get());
  }

 private:
  os::Pipe pipe_ = os::make_pipe();
};

TEST(Input, GivesARecordAsSoonAsItIsWhole) {
  PipeInput pipe;
  Input input(pipe.path(), '\n', "cannot read");
  EXPECT_TRUE(input.would_wait());
  pipe.write("one\ntw");
  EXPECT_FALSE(input.would_wait());
  EXPECT_EQ(input.next(), "one\n");
  EXPECT_TRUE(input.would_wait());
  pipe.write("o\n");
  EXPECT_EQ(input.next(), "two\n");
  pipe.close();
  EXPECT_FALSE(input.would_wait());
  EXPECT_EQ(input.next(), "");
  EXPECT_EQ(input.next(), "");
}

TEST(Input, SuppliesTheDelimiterThatTheLastRecordLacks) {
  PipeInput pipe;
  Input input(pipe.path(), '\0', "cannot read");
  pipe.write(std::string_view("a\0b", 3));
  EXPECT_EQ(input.next(), std::string_view("a\0", 2));
  pipe.close();
  EXPECT_EQ(input.next(), std::string_view("b\0", 2));
  EXPECT_EQ(input.next(), "");
}

TEST(Input, SaysHowMuchOfALastRecordOfFixedSizeThereIs) {
  PipeInput pipe;
  pipe.write("12345678123");
  pipe.close();
  Input input(pipe.path(), record::Framing::of_size(8), "cannot read");
  EXPECT_EQ(input.next(), "12345678");
  try {
    (void)input.next();
    FAIL() << "takes a torn record";
  } catch (const BadInput& error) {
    const auto* const torn = std::get_if<TornRecord>(&error.cause());
    ASSERT_TRUE(torn != nullptr);
    EXPECT_EQ(torn->bytes, 3U);
    EXPECT_EQ(torn->record_bytes, 8U);
  }
}

/// A large record comes alone, and its memory can be taken without those that follow.
TEST(Input, GivesTheMemoryOfALargeRecordUp) {
  const std::string large(Input::large_record_bytes + 1000, 'x');
  char name[] = "/tmp/muster-input-XXXXXX";
  const os::Fd file(::mkstemp(name));
  os::write_all(file.get(), "small\n" + large + "\nafter\nlast", "cannot write");
  Input input(name, '\n', "cannot read");
  ::unlink(name);
  EXPECT_EQ(input.next(), "small\n");
  const auto record = input.next();
  ASSERT_EQ(record.size(), large.size() + 1);
  const os::Mapping memory = input.take_memory();
  EXPECT_EQ(std::string_view(memory.data(), large.size()), large);
  EXPECT_EQ(input.next(), "after\n");
  EXPECT_EQ(input.next(), "last\n");
  EXPECT_EQ(input.next(), "");
}

TEST(HeaderSkipper, TakesTheHeaderOfTheFirstInputHoweverItArrives) {
  std::string taken;
  Header header{2, false, [&](std::string_view records) { taken += records; }};
  PipeInput empty;
  empty.close();
  HeaderSkipper nothing(empty.path(), '\n', "cannot read", header);
  EXPECT_EQ(nothing.next(), "");

  PipeInput first;
  HeaderSkipper skipper(first.path(), '\n', "cannot read", header);
  first.write("head\n");
  first.write("er\nrecord\n");
  EXPECT_EQ(skipper.next(), "record\n");
  EXPECT_EQ(taken, "head\ner\n");

  PipeInput same;
  HeaderSkipper second(same.path(), '\n', "cannot read", header);
  same.write("head\ner\n");
  same.close();
  EXPECT_EQ(second.next(), "");
  EXPECT_EQ(taken, "head\ner\n");
}

TEST(HeaderSkipper, RefusesAnotherHeaderUnlessItMayDiffer) {
  for (const bool may_differ : {false, true}) {
    Header header{1, may_differ, [](std::string_view) {}};
    PipeInput pipes[2];
    pipes[0].write("a\n1\n");
    pipes[1].write("b\n2\n");
    HeaderSkipper first(pipes[0].path(), '\n', "cannot read", header);
    EXPECT_EQ(first.next(), "1\n");
    HeaderSkipper second(pipes[1].path(), '\n', "cannot read", header);
    if (may_differ) {
      EXPECT_EQ(second.next(), "2\n");
      continue;
    }
    try {
      (void)second.next();
      FAIL() << "takes another header";
    } catch (const BadInput& error) {
      const auto* const other = std::get_if<OtherHeader>(&error.cause());
      ASSERT_TRUE(other != nullptr);
      EXPECT_EQ(other->path, pipes[1].path());
      EXPECT_EQ(other->first_path, pipes[0].path());
    }
  }
}

}  // namespace
}  // namespace muster::filesort
