#include "worker/plain_line.h"

#include <array>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "os/quoting.h"
#include "worker/test_shell.h"

namespace muster::worker {
namespace {

using Words = std::vector<std::string>;

TEST(PlainWords, AreThoseOfALineThatOnlyRunsAProgram) {
  EXPECT_EQ(plain_words("zcat a.gz"), (Words{"zcat", "a.gz"}));
  EXPECT_EQ(plain_words(" ./sim\t--seed=7  'a b'c\"d e\" '' it\\'s "),
            (Words{"./sim", "--seed=7", "a bcd e", "", "it's"}));
  EXPECT_EQ(plain_words("'/bin/echo' '$(x)' \"#\""), (Words{"/bin/echo", "$(x)", "#"}));
}

TEST(PlainWords, AreNotThereIfTheLineNeedsAShell) {
  for (const char* const line : {"",          " ",          "cat a | wc",  "cat <a",
                                 "cat >a",    "a; b",       "a&",          "(a)",
                                 "cat $a",    "cat \"$a\"", "cat `a`",     "cat \"a\\b\"",
                                 "cat *",     "cat a?",     "cat [a]",     "cat ~",
                                 "cat {a,b}", "cat a #b",   "! cat",       "cat 'a",
                                 "cat \"a",   "cat a\\",    "cat a\nwc",   "cat \\\na",
                                 "a=b cat",   "a=/b",       "echo a",      "true",
                                 "[ a ]",     ". a",        ": a",         "'echo' a",
                                 "cd a",      "exit 3",     "time cat",    "-x",
                                 "+x",        "%1",         "''",          "cat a^b",
                                 "cat a]",    "while",      "cat \xc3\xa4"})
    EXPECT_FALSE(plain_words(line)) << line;
}

TEST(PlainWords, AreNotThereIfTheFirstIsABuiltinOrAKeywordOfBash) {
  if (std::system("command -v bash >/dev/null") != 0) GTEST_SKIP() << "there is no bash";
  const std::string names = output_of("bash -c 'compgen -b; compgen -k'");
  std::size_t begin = 0;
  for (std::size_t end = names.find('\n'); end != std::string::npos;
       begin = end + 1, end = names.find('\n', begin))
    EXPECT_FALSE(plain_words(names.substr(begin, end - begin) + " a"))
        << names.substr(begin, end - begin);
  EXPECT_GT(begin, 300U);
}

/// Lines of parts that mean something to a shell: whenever there are words, sh has the same.
TEST(PlainWords, AreWhatShMakesOfTheLine) {
  constexpr std::array parts{"a",   "b-c",  "1", "/",    "=",   "'",        "'",  "\"",
                             "\"",  "\\",   " ", " ",    "\t",  "  ",       "'a", "b'",
                             "\"a", " b\"", "$", "*",    "~",   "#",        "{",  "}",
                             "!",   "%",    ",", "\x85", "@",   "\xc3\xa4", "\n", ";",
                             "&",   "'\\'", "^", "\\'",  "'|'", "\"<\"",    "+",  ":"};
  std::mt19937 random(4);
  int plain = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string rest;
    for (std::size_t count = random() % 7; count > 0; --count)
      rest += parts[random() % parts.size()];
    const auto words = plain_words("/usr/bin/printf '%s\\0' x" + rest);
    if (!words) continue;
    ++plain;
    if (plain % 16 != 0) continue;  // to ask sh takes a while
    std::string expected;
    for (std::size_t i = 2; i < words->size(); ++i) expected += (*words)[i] + '\0';
    ASSERT_EQ(output_of("/usr/bin/printf '%s\\0' x" + rest), expected) << rest;
  }
  EXPECT_GT(plain, 3000);
}

TEST(PlainWords, AreWhatWasQuoted) {
  std::mt19937 random(5);
  for (int round = 0; round < 2000; ++round) {
    Words words{"cat"};
    for (std::size_t count = random() % 4; count > 0; --count)
      for (std::size_t length = (words.emplace_back(), random() % 9); length > 0; --length)
        words.back() += static_cast<char>(1 + random() % 255);
    ASSERT_EQ(plain_words(os::quoted_command(words)), words);
  }
}

}  // namespace
}  // namespace muster::worker
