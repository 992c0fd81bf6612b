#include "worker/template.h"

#include <unistd.h>

#include <random>

#include <gtest/gtest.h>

#include "os/quoting.h"
#include "worker/test_shell.h"

namespace muster::worker {
namespace {

using Columns = std::vector<std::string>;

std::string expanded(std::string_view text, const Columns& columns, bool is_quoted = false,
                     const Columns& names = {}) {
  std::string line;
  Template(text, Template::Inputs::some, names).append({columns, 7, 2, 12}, is_quoted, line);
  return line;
}

Columns words(std::string_view text, const Columns& columns) {
  Columns words;
  Template(text, Template::Inputs::some).append_words({columns, 7, 2, 12}, words);
  return words;
}

TEST(Template, ReplacesColumnsAndNumbers) {
  EXPECT_EQ(expanded("<{}>", {"a"}), "<a>");
  EXPECT_EQ(expanded("{}{}-{}", {"a", "b"}), "a ba b-a b");
  EXPECT_EQ(expanded("{1}{2}{-1}{-2}", {"a", "b"}), "abba");
  EXPECT_EQ(expanded("{#}/{##} in {%}", {"a"}), "7/12 in 2");
  std::string line;
  Template("{#}/{##}", Template::Inputs::none).append({{}, 7, 2, {}}, true, line);
  EXPECT_EQ(line, "7/{##}");
}

TEST(Template, GivesNothingForAColumnThatDoesNotExist) {
  EXPECT_EQ(expanded("<{3}{-3}{9999}>", {"a", "b"}, true), "<>");
  EXPECT_EQ(expanded("<{}>", {}, true), "<>");
  EXPECT_EQ(expanded("<{1}>", {""}, true), "<''>");
}

TEST(Template, TakesPathsApartAsGnuParallelDoes) {
  const auto parts = [](const char* path) {
    return expanded("{.}|{/}|{//}|{/.}|{1.}|{1/}|{-1//}|{-1/.}", {path});
  };
  const auto twice = [](const std::string& text) { return text + '|' + text; };
  EXPECT_EQ(parts("/a/b.c/d.e.gz"), twice("/a/b.c/d.e|d.e.gz|/a/b.c|d.e"));
  EXPECT_EQ(parts("x.y"), twice("x|x.y|.|x"));
  EXPECT_EQ(parts("/"), twice("/||/|"));
  EXPECT_EQ(parts("a/"), twice("a/||.|"));
  EXPECT_EQ(parts(".hid"), twice("|.hid|.|"));
  EXPECT_EQ(parts("a/.hid"), twice("a/|.hid|a|"));
  EXPECT_EQ(parts("a.b/c"), twice("a.b/c|c|a.b|c"));
  EXPECT_EQ(parts("x."), twice("x|x.|.|x"));
  EXPECT_EQ(parts(""), twice("||.|"));
  EXPECT_EQ(parts("//x//y"), twice("//x//y|y|//x|y"));
  EXPECT_EQ(parts("x/y/"), twice("x/y/||x|"));
}

TEST(Template, ReplacesNames) {
  EXPECT_EQ(expanded("{f}-{g.}-{g/}-{h}", {"a", "b/c.d"}, false, {"f", "g"}), "a-b/c-c.d-{h}");
  EXPECT_EQ(expanded("{a b}{f.}", {"1", "2.x"}, false, {"a b", "f."}), "12.x");
  EXPECT_EQ(expanded("{f}", {}, false, {"f"}), "");
}

TEST(Template, LeavesOtherBracesAlone) {
  for (const char* const text : {"{", "}", "{a}", "{ }", "{0}", "{01}", "{+1}", "{1a}", "{-}", "{1",
                                 "{###}", "{99999999999}"})
    EXPECT_EQ(expanded(text, {"x"}), text);
  EXPECT_EQ(expanded("{{}}", {"x"}), "{x}");
  EXPECT_EQ(expanded("awk '{print $1}' {}", {"x"}), "awk '{print $1}' x");
}

TEST(Template, DoesNotReplaceWhatStandsInAValue) {
  EXPECT_EQ(expanded("{1}{#}{2}", {"{2}{#}", "{}"}), "{2}{#}7{}");
}

TEST(Template, WithoutInputsReplacesNumbersOnly) {
  std::string line;
  Template("{} {1} {/.} {#} {%} {##}", Template::Inputs::none).append({{}, 7, 2, 12}, true, line);
  EXPECT_EQ(line, "{} {1} {/.} 7 2 12");
}

TEST(Template, KnowsWhatIsInIt) {
  EXPECT_FALSE(Template("a{b}", Template::Inputs::some).has_fields());
  EXPECT_TRUE(Template("{#}", Template::Inputs::some).has_fields());
  EXPECT_TRUE(Template("{1/.}", Template::Inputs::some).has_fields());
  EXPECT_FALSE(Template("{1/.}", Template::Inputs::none).has_fields());
  EXPECT_TRUE(Template("a{##}", Template::Inputs::none).needs_count());
  EXPECT_FALSE(Template("a{#}", Template::Inputs::none).needs_count());
}

TEST(Template, InOneWordIsAsManyWordsAsThereAreValues) {
  EXPECT_EQ(words("{}", {"a b", "", "c"}), (Columns{"a b", "", "c"}));
  EXPECT_EQ(words("{.}", {"a.x", "b.y"}), (Columns{"a", "b"}));
  EXPECT_EQ(words("{2}", {"a", "b"}), (Columns{"b"}));
  EXPECT_EQ(words("{3}", {"a", "b"}), Columns());
  EXPECT_EQ(words("<{}>", {"a", "b"}), (Columns{"<a b>"}));
  EXPECT_EQ(words("{#}", {"a", "b"}), (Columns{"7"}));
  EXPECT_EQ(words("", {"a"}), (Columns{""}));
}

// The shell sees each value as one word, whatever bytes are in it.
TEST(Template, QuotesAnyBytesForTheShell) {
  std::mt19937 random(9);
  constexpr std::string_view special = "'\"\\$`!{}#%*?[]~;&|<>()\n\t -=^";
  for (int round = 0; round < 200; ++round) {
    Columns columns(1 + random() % 4);
    std::string expected;
    for (std::string& column : columns) {
      for (std::size_t length = random() % 20; length > 0; --length)
        column += random() % 2 == 0 ? special[random() % special.size()]
                                    : static_cast<char>(1 + random() % 255);
      expected += '<' + column + '>';
    }
    ASSERT_EQ(output_of("printf '<%s>' " + expanded("{}", columns, true)), expected);
    std::string apart = "printf '<%s>'";
    for (std::size_t i = 1; i <= columns.size(); ++i) apart += " {" + std::to_string(i) + '}';
    ASSERT_EQ(output_of(expanded(apart, columns, true)), expected);
  }
}

}  // namespace
}  // namespace muster::worker
