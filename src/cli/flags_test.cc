#include "cli/flags.h"

#include <cctype>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "cli/help.h"
#include "cli/test_arguments.h"
#include "cli/usage_error.h"

namespace muster::cli {
namespace {

constexpr unsigned commands[] = {command::run, command::sort, command::gnu_sort, command::demo};

std::string title(const Flag& flag) {
  return flag.name != nullptr ? flag.name : std::string(1, flag.letter);
}

TEST(Flags, NoNameAndNoLetterStandsForTwoOptionsOfACommand) {
  for (const unsigned command : commands) {
    std::set<std::string> names;
    std::set<char> letters;
    for (const Flag* flag : flags_of(command)) {
      EXPECT_TRUE(flag->name == nullptr || names.insert(flag->name).second) << flag->name;
      EXPECT_TRUE(flag->letter == 0 || letters.insert(flag->letter).second) << flag->letter;
    }
    EXPECT_GE(names.size(), 6U);
  }
}

TEST(Flags, EveryRowIsComplete) {
  for (const unsigned command : commands) {
    for (const Flag* flag : flags_of(command)) {
      SCOPED_TRACE(title(*flag));
      EXPECT_TRUE(flag->name != nullptr || flag->letter != 0);
      ASSERT_NE(flag->help, nullptr);
      ASSERT_NE(flag->manual, nullptr);
      EXPECT_NE(flag->apply, nullptr);
      EXPECT_EQ(flag->takes == Takes::nothing, flag->argument == nullptr);
      EXPECT_TRUE(flag->takes != Takes::word || !flag->choices.empty());
      EXPECT_TRUE(!flag->argument_is_optional || flag->argument != nullptr);
    }
  }
}

TEST(Flags, EveryArgumentIsDescribedInTheHelpAndInTheManual) {
  for (const unsigned command : commands) {
    for (const Flag* flag : flags_of(command)) {
      if (flag->argument == nullptr) continue;
      SCOPED_TRACE(title(*flag));
      const std::string argument = flag->argument;
      const bool lists_values = !flag->choices.empty();
      EXPECT_TRUE(std::string(flag->help).find(argument) != std::string::npos || lists_values);
      EXPECT_TRUE(std::string(flag->manual).find('*' + argument + '*') != std::string::npos ||
                  lists_values);
    }
  }
}

TEST(Flags, EveryFixedValueIsNamedInTheHelpOrInTheManual) {
  for (const unsigned command : commands)
    for (const Flag* flag : flags_of(command))
      for (const Choice& choice : flag->choices)
        EXPECT_NE(std::string(flag->manual).find('`' + std::string(choice.word) + '`'),
                  std::string::npos)
            << title(*flag) << ' ' << choice.word;
}

TEST(Flags, TheHelpIsAFragmentAndTheManualASentence) {
  for (const unsigned command : commands) {
    for (const Flag* flag : flags_of(command)) {
      const std::string help = flag->help;
      const std::string manual = flag->manual;
      EXPECT_FALSE(std::isupper(static_cast<unsigned char>(help.front()))) << help;
      EXPECT_FALSE(help.ends_with('.')) << help;
      EXPECT_TRUE(manual.ends_with('.')) << manual;
    }
  }
}

TEST(Help, StaysWithin79Columns) {
  for (const unsigned command : commands) {
    std::istringstream help(options_help(command));
    for (std::string line; std::getline(help, line);) EXPECT_LE(line.size(), 79U) << line;
  }
}

TEST(Help, HasEachOptionOnALineOfItsOwnInItsSection) {
  const std::string help = '\n' + options_help(command::run);
  for (const Flag* flag : flags_of(command::run)) {
    const std::string letter = flag->letter != 0 ? std::string("-") + flag->letter + ", " : "    ";
    const std::size_t line = help.find("\n  " + letter + "--" + flag->name);
    ASSERT_NE(line, std::string::npos) << flag->name;
    const std::size_t next_title = help.find("\n\n", line);
    const std::size_t blank_line = help.rfind("\n\n", line);
    const std::size_t title_line = blank_line == std::string::npos ? 1 : blank_line + 2;
    EXPECT_TRUE(help.substr(title_line).starts_with(title_of(flag->section))) << flag->name;
    EXPECT_LT(line, next_title);
  }
}

TEST(Parse, TakesLettersNamesAndAbbreviations) {
  const Arguments arguments =
      parsed(command::run, {"run", "-zj3", "--part", "--top=7", "--order=round", "echo", "-n"});
  EXPECT_TRUE(arguments.ends_with_nul);
  EXPECT_EQ(arguments.jobs, 3U);
  EXPECT_TRUE(arguments.control.partial);
  EXPECT_EQ(arguments.top, 7U);
  EXPECT_EQ(arguments.release, order::ReleaseRule::round_robin);
  EXPECT_EQ(arguments.operands, (std::vector<std::string>{"echo", "-n"}));
}

TEST(Parse, TakesOptionsOfSortAfterItsFiles) {
  const Arguments arguments = parsed(command::sort, {"sort", "x", "-m", "y"});
  EXPECT_TRUE(arguments.merges);
  EXPECT_EQ(arguments.operands, (std::vector<std::string>{"x", "y"}));
}

TEST(Parse, LeavesWhatWasNotGivenUnset) {
  const Arguments arguments = parsed(command::run, {"run"});
  EXPECT_FALSE(arguments.jobs || arguments.workers || arguments.top || arguments.memory_bytes);
  EXPECT_FALSE(arguments.output_path || arguments.tag);
  EXPECT_TRUE(arguments.operands.empty());
}

TEST(Parse, RefusesValuesThatAreNotValid) {
  for (const char* word : {"--workers=0", "--jobs=x", "--kill-after=1y", "--order=a", "--top=-1",
                           "--records=i7", "--records=fixed:0", "--sort=", "--output="})
    EXPECT_THROW(parsed(command::run, {"run", word}), UsageError) << word;
  EXPECT_THROW(parsed(command::run, {"run", "-k0"}), gnu::OrderError);
}

TEST(Parse, OffersNothingButOptionsOfSortUnderItsName) {
  // Of two options that begin with these, GNU sort has one.
  for (const char* word : {"--t=x", "--he", "--k=1", "--u", "--p=1", "--o=x"})
    EXPECT_NO_THROW(parsed(command::gnu_sort, {"sort", word})) << word;
  testing::internal::CaptureStderr();
  EXPECT_THROW(parsed(command::gnu_sort, {"sort", "--top=1"}), UsageError);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "sort: unrecognized option '--top=1'\n");
}

}  // namespace
}  // namespace muster::cli
