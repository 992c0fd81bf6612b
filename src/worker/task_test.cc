#include "worker/task.h"

#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

namespace muster::worker {
namespace {

using Argv = std::vector<std::string>;

Argv argv(const Argv& words, const Argv& inputs, std::uint64_t number = 1) {
  return Command(words, Template::Inputs::some).task({inputs, number, 2, 12}).argv;
}

Argv without_inputs(const Argv& words, std::uint64_t number = 1) {
  return Command(words, Template::Inputs::none).task({{}, number, 2, 12}).argv;
}

TEST(Command, InSeveralWordsIsRunAsItIs) {
  EXPECT_EQ(argv({"cut", "-f2", "{}"}, {"a b"}), (Argv{"cut", "-f2", "a b"}));
  EXPECT_EQ(argv({"echo", "<{}>", "{}{#}"}, {"x"}, 7), (Argv{"echo", "<x>", "x7"}));
  EXPECT_EQ(argv({"echo", "{}", "{2}{1}"}, {"x", "y"}), (Argv{"echo", "x", "y", "yx"}));
}

TEST(Command, InOneWordIsAShellLine) {
  EXPECT_EQ(argv({"zcat {} | cut -f2"}, {"a.gz"}), (Argv{"/bin/sh", "-c", "zcat a.gz | cut -f2"}));
  EXPECT_EQ(argv({"cat {}"}, {"it's"}), (Argv{"/bin/sh", "-c", "cat 'it'\\''s'"}));
  EXPECT_EQ(argv({"cat {}"}, {"", "a b"}), (Argv{"/bin/sh", "-c", "cat '' 'a b'"}));
}

TEST(Command, WithoutReplacementStringsGetsItsInputsAppended) {
  EXPECT_EQ(argv({"cut", "-f2"}, {"a b", "c"}), (Argv{"cut", "-f2", "a b", "c"}));
  EXPECT_EQ(argv({"cat"}, {"a b", "c"}), (Argv{"/bin/sh", "-c", "cat 'a b' c"}));
  EXPECT_EQ(argv({"echo", "{#}"}, {"a"}), (Argv{"echo", "1"}));
  EXPECT_EQ(argv({"echo {%}"}, {"a"}), (Argv{"/bin/sh", "-c", "echo 2"}));
}

TEST(Command, WithoutWordsTakesItsInputsAsALine) {
  EXPECT_EQ(argv({}, {"echo {} {#} 'a b'"}, 3), (Argv{"/bin/sh", "-c", "echo {} 3 'a b'"}));
  EXPECT_EQ(argv({}, {"echo", "a  b"}), (Argv{"/bin/sh", "-c", "echo a  b"}));
}

TEST(Command, WithoutInputsLeavesBracesAlone) {
  EXPECT_EQ(without_inputs({"echo", "{}", "{#}"}, 2), (Argv{"echo", "{}", "2"}));
  EXPECT_EQ(without_inputs({"echo {1}"}), (Argv{"/bin/sh", "-c", "echo {1}"}));
}

TEST(Command, IsRunWithoutAShellIfItsLineNeedsNone) {
  ::setenv("PWD", std::filesystem::current_path().c_str(), 1);
  const auto without_shell = [](const char* line, const char* input) {
    return Command({line}, Template::Inputs::some).task({Argv{input}, 1, 2, 12}).argv_without_shell;
  };
  EXPECT_EQ(without_shell("zcat {}", "it's $a"), (Argv{"zcat", "it's $a"}));
  EXPECT_EQ(without_shell("zcat {} | wc", "a"), Argv());
  // sh corrects it for what it runs.
  ::setenv("PWD", "/nowhere", 1);
  EXPECT_EQ(without_shell("zcat {}", "a"), Argv());
}

TEST(Command, IsAProgramThatCannotBeFoundIfNoWordIsLeft) {
  EXPECT_EQ(argv({"{2}", "{3}"}, {"a"}), Argv{""});
}

TEST(Command, KnowsWhetherItNeedsTheNumberOfJobs) {
  EXPECT_TRUE(Command({"echo", "{##}"}, Template::Inputs::some).needs_count());
  EXPECT_FALSE(Command({"echo", "{#}"}, Template::Inputs::some).needs_count());
}

TEST(Command, IsWrittenAsALineForTheShell) {
  const Argv inputs{"a b"};
  EXPECT_EQ(Command({"cut", "-f2"}, Template::Inputs::some).line({inputs}), "cut -f2 'a b'");
  EXPECT_EQ(Command({"cut -f2 | wc"}, Template::Inputs::none).line({}), "cut -f2 | wc");
  EXPECT_EQ(Command({"a=b", "c=d"}, Template::Inputs::none).line({}), "'a=b' c=d");
}

TEST(Title, IsOneLineAndNotTooLong) {
  EXPECT_EQ(title_of("printf 'a\nb'"), "printf 'a b'");
  EXPECT_LT(title_of(std::string(5000, 'x')).size(), 300U);
}

}  // namespace
}  // namespace muster::worker
