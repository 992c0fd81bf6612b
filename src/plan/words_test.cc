#include "plan/words.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "os/io.h"
#include "os/pipe.h"
#include "plan/archive.h"

namespace muster::plan {
namespace {

using namespace std::string_literals;

const std::string two_words = "muster-plan 1 2\0-n\0a\nb\0"s;

TEST(Words, AreReadAsTheyWereWritten) {
  EXPECT_EQ(parse_words(two_words), (std::vector<std::string>{"-n", "a\nb"}));
  EXPECT_EQ(parse_words("muster-plan 1 1\0\0"s), std::vector<std::string>{""});
  EXPECT_TRUE(parse_words("muster-plan 1 0\0"s).empty());
}

TEST(Words, AreReadFromADescriptor) {
  os::Pipe pipe = os::make_pipe();
  os::write_all(pipe.write_end.get(), two_words, "cannot write a pipe");
  pipe.write_end.reset();
  EXPECT_EQ(read_words(pipe.read_end).size(), 2U);
}

TEST(Words, EveryCutIsFoundOut) {
  for (std::size_t size = 0; size < two_words.size(); ++size)
    EXPECT_THROW(parse_words(std::string_view(two_words).substr(0, size)), CutShort) << size;
}

TEST(Words, OtherThingsAreRefused) {
  for (const std::string& bytes :
       {two_words + "more\0"s, two_words + "more", "muster-plan 2 0\0"s, "muster-plan 1\0"s,
        "muster-plan 1 x\0"s, "muster-plan 1 0 \0"s, "muster-plan1 0\0"s, "muster-play 1 0\0"s,
        "muster-plan -1 0\0"s, "-n\0"s, "x"s})
    EXPECT_THROW(parse_words(bytes), FormatError) << bytes;
  // Nothing is asked for that has not come.
  EXPECT_THROW(parse_words("muster-plan 1 18446744073709551615\0a\0"s), CutShort);
}

}  // namespace
}  // namespace muster::plan
