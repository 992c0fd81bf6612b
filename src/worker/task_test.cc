#include "worker/task.h"

#include <gtest/gtest.h>

namespace muster::worker {
namespace {

using Argv = std::vector<std::string>;

Argv argv(Argv words, const std::optional<std::string>& input, std::size_t number = 1) {
  return Command(std::move(words)).task(input, number).argv;
}

TEST(Command, InSeveralWordsIsRunAsItIs) {
  EXPECT_EQ(argv({"cut", "-f2", "{}"}, "a b"), (Argv{"cut", "-f2", "a b"}));
  EXPECT_EQ(argv({"cut", "-f2"}, "a b"), (Argv{"cut", "-f2", "a b"}));
  EXPECT_EQ(argv({"echo", "<{}>", "{}{#}"}, "x", 7), (Argv{"echo", "<x>", "x7"}));
}

TEST(Command, InOneWordIsAShellLine) {
  EXPECT_EQ(argv({"zcat {} | cut -f2"}, "a.gz"), (Argv{"/bin/sh", "-c", "zcat a.gz | cut -f2"}));
  EXPECT_EQ(argv({"cat"}, "a b"), (Argv{"/bin/sh", "-c", "cat 'a b'"}));
  EXPECT_EQ(argv({"cat {}"}, "it's"), (Argv{"/bin/sh", "-c", "cat 'it'\\''s'"}));
  EXPECT_EQ(argv({"cat {}"}, ""), (Argv{"/bin/sh", "-c", "cat ''"}));
}

TEST(Command, WithoutWordsTakesEachInputAsALine) {
  EXPECT_EQ(argv({}, "echo {} {#} 'a b'", 3), (Argv{"/bin/sh", "-c", "echo {} 3 'a b'"}));
}

TEST(Command, WithoutInputLeavesBracesAlone) {
  EXPECT_EQ(argv({"echo", "{}", "{#}"}, std::nullopt, 2), (Argv{"echo", "{}", "2"}));
}

TEST(Command, DoesNotReplaceWhatStandsInTheInput) {
  EXPECT_EQ(argv({"echo", "{}", "{#}"}, "{#}{}", 2), (Argv{"echo", "{#}{}", "2"}));
}

TEST(FilledIn, ReplacesInputAndNumberAsTheyAre) {
  EXPECT_EQ(expand("<{}>{#}", "a 'b", 7), "<a 'b>7");
  EXPECT_EQ(expand("{}{#}", "{#}{}", 7), "{#}{}7");
  EXPECT_EQ(expand("{}{#}{", std::nullopt, 7), "{}7{");
}

TEST(Command, TitlesAreOneLineAndNotTooLong) {
  const Task task = Command({"printf 'a\nb'"}).task(std::nullopt, 1);
  EXPECT_EQ(task.title, "printf 'a b'");
  EXPECT_LT(Command({std::string(5000, 'x')}).task(std::nullopt, 1).title.size(), 300U);
}

}  // namespace
}  // namespace muster::worker
