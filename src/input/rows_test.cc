#include "input/rows.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "os/pipe.h"
#include "os/test_folder.h"

namespace muster::input {
namespace {

Source list(std::vector<std::string> values, bool is_linked = false) {
  return {std::move(values), {}, is_linked};
}

/// All rows, a line each, columns between bars.
std::string all(Rows& rows) {
  std::string text;
  Row row;
  while (rows.next(row) == Next::given) text += fmt::format("{}\n", fmt::join(row, "|"));
  return text;
}

std::string all(Inputs inputs) {
  Rows rows(std::move(inputs));
  return all(rows);
}

class RowsOfFiles : public testing::Test {
 protected:
  Source file(const std::string& name, std::string_view text, bool is_linked = false) {
    const std::string path = folder_.path() + "/" + name;
    std::ofstream(path, std::ios::binary) << text;
    return {{}, path, is_linked};
  }

 private:
  os::TestFolder folder_;
};

TEST(Rows, AreAllCombinationsAndTheLastSourceVariesFastest) {
  EXPECT_EQ(all({.sources = {list({"a", "b"})}}), "a\nb\n");
  EXPECT_EQ(all({.sources = {list({"a", "b"}), list({"1", "2", "3"}), list({"x"})}}),
            "a|1|x\na|2|x\na|3|x\nb|1|x\nb|2|x\nb|3|x\n");
  EXPECT_EQ(all({.sources = {list({"a"}), list({"1", "2"}), list({"x", "y"})}}),
            "a|1|x\na|1|y\na|2|x\na|2|y\n");
}

TEST(Rows, OfLinkedSourcesGoTogetherAsLongAsTheShortest) {
  EXPECT_EQ(all({.sources = {list({"a", "b", "c"}), list({"1", "2"}, true)}}), "a|1\nb|2\n");
  EXPECT_EQ(all({.sources = {list({"a"}), list({"1", "2"}, true)}}), "a|1\n");
  EXPECT_EQ(all({.sources = {list({"a", "b"}), list({"x", "y"}), list({"1", "2", "3"}, true)}}),
            "a|x|1\na|y|2\nb|x|1\nb|y|2\n");
  EXPECT_EQ(all({.sources = {list({"1"}, true)}}), "1\n");
}

TEST(Rows, AreNoneWhenASourceIsEmpty) {
  EXPECT_EQ(all({.sources = {list({})}}), "");
  EXPECT_EQ(all({.sources = {list({"a"}), list({})}}), "");
  EXPECT_EQ(all({.sources = {list({}), list({"a"})}}), "");
  EXPECT_EQ(all({.sources = {list({"a"}), list({}, true)}}), "");
}

TEST(Rows, AreCountedBeforehandWhereThatIsPossible) {
  EXPECT_EQ(Rows({.sources = {list({"a", "b"}), list({"1", "2", "3"})}}).count(), 6U);
  EXPECT_EQ(Rows({.sources = {list({"a", "b", "c"}), list({"1", "2"}, true)}}).count(), 2U);
  EXPECT_EQ(Rows({.sources = {list({"a", "b", "c"})}, .rows_max = 2}).count(), 2U);
  EXPECT_EQ(Rows({.sources = {list({"n", "a"})}, .has_names = true}).count(), 1U);
}

TEST(Rows, HoldSeveralInputsIfAsked) {
  EXPECT_EQ(all({.sources = {list({"a", "b", "c"})}, .rows_max = 2}), "a|b\nc\n");
  EXPECT_EQ(all({.sources = {list({"a", "b"}), list({"1", "2"})}, .rows_max = 3}),
            "a|1|a|2|b|1\nb|2\n");
}

TEST(Rows, AreSplitIntoColumns) {
  EXPECT_EQ(all({.sources = {list({"a,b", "c", "", ",", "d,,e,"}), list({"1,2"})},
                 .column_separator = ","}),
            "a|b|1|2\nc|1|2\n|1|2\n||1|2\nd||e||1|2\n");
}

TEST(Rows, TakeNamesFromTheFirstInputOfEachSource) {
  Rows rows({.sources = {list({"f,g", "a,b"}), list({"h", "1", "2"})},
             .column_separator = ",",
             .has_names = true});
  EXPECT_EQ(rows.names(), (std::vector<std::string>{"f", "g", "h"}));
  EXPECT_EQ(all(rows), "a|b|1\na|b|2\n");
}

TEST_F(RowsOfFiles, AreTheirLines) {
  EXPECT_EQ(all({.sources = {file("f", "a\n\nb\r\nc")}}), "a\n\nb\r\nc\n");
  EXPECT_EQ(all({.sources = {file("f", "")}}), "");
  EXPECT_EQ(all({.sources = {file("f", "\n")}}), "\n");
  EXPECT_EQ(all({.sources = {file("f", std::string_view("a\nb\0\0c", 6))}, .ends_with_nul = true}),
            "a\nb\n\nc\n");
}

TEST_F(RowsOfFiles, MayBeLongerThanWhatIsReadAtATime) {
  std::string text;
  for (int i = 0; i < 20; ++i)
    text += std::string(static_cast<std::size_t>(i) * 10'000, 'x') + '\n';
  EXPECT_EQ(all({.sources = {file("f", text)}}), text);
}

TEST_F(RowsOfFiles, AreCountedOnceAllAreTaken) {
  for (const char* const text : {"a\nb\nc\n", "a\nb\nc"}) {
    Rows rows({.sources = {file("f", text), list({"1", "2"})}});
    EXPECT_EQ(rows.count(), std::nullopt);
    rows.take_all();
    EXPECT_EQ(rows.count(), 6U);
    EXPECT_EQ(all(rows), "a|1\na|2\nb|1\nb|2\nc|1\nc|2\n");
    EXPECT_EQ(rows.count(), 6U);
  }
  Rows streamed({.sources = {file("f", "a\nb\nc")}});
  (void)all(streamed);
  EXPECT_EQ(streamed.count(), 3U);
}

TEST_F(RowsOfFiles, AreNotEndless) {
  EXPECT_THROW(all({.sources = {{{}, "/dev/zero", false}}}), std::runtime_error);
}

TEST_F(RowsOfFiles, ContainNoNul) {
  EXPECT_THROW(all({.sources = {file("f", std::string_view("a\nb\0c", 5))}}), std::runtime_error);
}

TEST(RowsOfAPipe, ComeAsTheyAreWritten) {
  os::Pipe pipe = os::make_pipe();
  Rows rows(
      {.sources = {{{}, fmt::format("/dev/fd/{}", pipe.read_end.get()), false}, list({"1", "2"})}});
  Row row;
  EXPECT_EQ(rows.next(row), Next::later);
  const auto write = [&](std::string_view text) {
    ASSERT_EQ(::write(pipe.write_end.get(), text.data(), text.size()),
              static_cast<ssize_t>(text.size()));
  };
  write("a\nb");
  ASSERT_EQ(rows.next(row), Next::given);
  EXPECT_EQ(row, (Row{"a", "1"}));
  ASSERT_EQ(rows.next(row), Next::given);
  EXPECT_EQ(row, (Row{"a", "2"}));
  EXPECT_EQ(rows.next(row), Next::later);
  EXPECT_GE(rows.awaited()->get(), 0);
  write("c\n");
  ASSERT_EQ(rows.next(row), Next::given);
  EXPECT_EQ(row, (Row{"bc", "1"}));
  pipe.write_end.reset();
  ASSERT_EQ(rows.next(row), Next::given);
  EXPECT_EQ(rows.next(row), Next::none);
  EXPECT_EQ(rows.next(row), Next::none);
  EXPECT_EQ(rows.count(), 4U);
}

TEST(RowsOfAPipe, WaitForAllInputsOfARow) {
  os::Pipe pipe = os::make_pipe();
  Rows rows({.sources = {list({"x", "y", "z"}),
                         {{}, fmt::format("/dev/fd/{}", pipe.read_end.get()), true}},
             .rows_max = 2});
  ASSERT_EQ(::write(pipe.write_end.get(), "a\n", 2), 2);
  Row row;
  EXPECT_EQ(rows.next(row), Next::later);
  EXPECT_EQ(rows.next(row), Next::later);
  ASSERT_EQ(::write(pipe.write_end.get(), "b\nc", 3), 3);
  ASSERT_EQ(rows.next(row), Next::given);
  EXPECT_EQ(row, (Row{"x", "a", "y", "b"}));
  EXPECT_EQ(rows.next(row), Next::later);
  pipe.write_end.reset();
  ASSERT_EQ(rows.next(row), Next::given);
  EXPECT_EQ(row, (Row{"z", "c"}));
  EXPECT_EQ(rows.next(row), Next::none);
}

}  // namespace
}  // namespace muster::input
