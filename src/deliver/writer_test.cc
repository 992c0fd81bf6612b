#include "deliver/writer.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <functional>
#include <system_error>

#include <gtest/gtest.h>

#include "order/origin.h"
#include "os/fd.h"
#include "os/io.h"
#include "os/pipe.h"

namespace muster::deliver {
namespace {

constexpr auto bytes = key::KeyKind::bytes;

/// What `write` makes a writer write.
std::string written(Format format, const std::function<void(Writer&)>& write,
                    std::uint64_t top = record::every, const Tags* tags = nullptr) {
  const os::Fd file(::memfd_create("writer", MFD_CLOEXEC));
  Writer writer(file.get(), format, '\n', bytes, top, tags);
  write(writer);
  writer.finish();
  ::lseek(file.get(), 0, SEEK_SET);
  std::string text = os::read_to_end(file).value();
  EXPECT_EQ(writer.bytes(), text.size());
  return text;
}

std::string with_origin(std::uint64_t source, const std::string& record) {
  const order::Origin origin{source, 0};
  return std::string(reinterpret_cast<const char*>(&origin), sizeof origin) + record + '\n';
}

TEST(Writer, WritesRecordsAsTheyCame) {
  EXPECT_EQ(written(Format::records,
                    [](Writer& writer) {
                      writer.write("b\na\n");
                      writer.write(1, "c\n");
                    }),
            "b\na\nc\n");
}

TEST(Writer, WritesAListOnOneLine) {
  EXPECT_EQ(written(Format::list,
                    [](Writer& writer) {
                      writer.write("3\n7\n");
                      writer.write("12\n");
                    }),
            "[3, 7, 12]\n");
  EXPECT_EQ(written(Format::list, [](Writer&) {}), "[]\n");
}

TEST(Writer, DropsWhatComesAfterTheTop) {
  const auto write = [](Writer& writer) {
    EXPECT_FALSE(writer.is_complete());
    writer.write("a\nb\n");
    writer.write("c\nd\n");
    EXPECT_TRUE(writer.is_complete());
  };
  EXPECT_EQ(written(Format::records, write, 3), "a\nb\nc\n");
  EXPECT_EQ(written(Format::list, write, 3), "[a, b, c]\n");
}

TEST(Writer, DoesNotCountTheHeader) {
  const auto write = [](Writer& writer) {
    writer.write_header("name\n");
    writer.write("a\nb\n");
  };
  EXPECT_EQ(written(Format::records, write, 1), "name\na\n");
}

TEST(Writer, CountsWhatItWrites) {
  const os::Fd file(::memfd_create("writer", MFD_CLOEXEC));
  Writer writer(file.get(), Format::records, '\n', bytes, 4, nullptr, /*counts=*/true);
  writer.write_header("name\n");
  writer.write("a\nb\n");
  writer.add(1, "c\n");
  EXPECT_EQ(writer.records(), 3U);
  writer.write("d\ne\n");
  EXPECT_EQ(writer.records(), 4U);
}

TEST(Writer, PutsTheTagOfItsWorkerBeforeEachRecord) {
  Tags tags;
  tags.set(0, "one");
  tags.set(1, "two");
  const auto write = [](Writer& writer) {
    writer.write_header("name\n");
    writer.write(0, "a\nb\n");
    writer.write_with_origins(with_origin(1, "c") + with_origin(0, "d"));
  };
  EXPECT_EQ(written(Format::records, write, record::every, &tags),
            "name\none\ta\none\tb\ntwo\tc\none\td\n");
}

TEST(Writer, KeepsWhatIsAddedUntilItIsFlushed) {
  const os::Fd file(::memfd_create("writer", MFD_CLOEXEC));
  Writer writer(file.get(), Format::records, '\n');
  writer.add(0, "a\n");
  writer.add(1, "b\n");
  EXPECT_EQ(::lseek(file.get(), 0, SEEK_END), 0);
  writer.flush();
  EXPECT_EQ(::lseek(file.get(), 0, SEEK_END), 4);
}

TEST(Writer, WritesManyAddedRecordsBeforeTheyAreFlushed) {
  const os::Fd file(::memfd_create("writer", MFD_CLOEXEC));
  Writer writer(file.get(), Format::records, '\n');
  for (int i = 0; i < 100; ++i) writer.add(0, std::string(9999, 'x') + '\n');
  EXPECT_GT(::lseek(file.get(), 0, SEEK_END), 500'000);
}

TEST(Writer, SaysThatTheReaderHasGone) {
  (void)std::signal(SIGPIPE, SIG_IGN);
  os::Pipe pipe = os::make_pipe();
  pipe.read_end.reset();
  Writer writer(pipe.write_end.get(), Format::records, '\n');
  try {
    writer.write("a\n");
    FAIL() << "nobody can have read it";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code().value(), EPIPE);
  }
}

}  // namespace
}  // namespace muster::deliver
