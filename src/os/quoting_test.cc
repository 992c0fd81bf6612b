#include "os/quoting.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "os/test_folder.h"

namespace muster::os {
namespace {

/// What `shell` makes of a word.
std::string read_by(const std::string& shell, const std::string& word) {
  const TestFolder folder;
  const std::string file = folder.path() + "/word";
  std::ofstream(file + ".sh") << "printf %s " << word << " >'" << file << "'\n";
  EXPECT_EQ(std::system((shell + " '" + file + ".sh'").c_str()), 0) << word;
  std::ifstream read(file);
  return {std::istreambuf_iterator<char>(read), {}};
}

const char* const texts[] = {"",     "plain",     "a b",  "it's",     "''",         "$HOME `ls` \\",
                             "a\nb", "\ttab\x7f", "-n=1", "~/a#b[c]", "ü\x01\x02x", "*?;&|<>(){}!"};

TEST(Quoting, AWordIsReadByTheShellAsTheText) {
  for (const std::string text : texts) EXPECT_EQ(read_by("sh", quoted_word(text)), text);
}

TEST(Quoting, ANameIsReadByBashAsTheName) {
  for (const std::string text : texts) EXPECT_EQ(read_by("bash", quoted_name(text)), text);
}

TEST(Quoting, WhatIsPlainStaysAsItIs) {
  for (const char* const word : {"a.b/c", "--x=1:2", "50%,@+_-"})
    EXPECT_EQ(quoted_word(word), word);
  for (const char* const name : {"a.b/c", "x~", "a#b]", "größe"})
    EXPECT_EQ(quoted_name(name), name);
}

TEST(Quoting, ACommandIsItsWordsWithBlanksBetween) {
  EXPECT_EQ(quoted_command({"echo", "", "a b", "c=d"}), "echo '' 'a b' c=d");
  EXPECT_EQ(quoted_command({"c=d", "e=f"}), "'c=d' e=f");
}

TEST(Quoting, NamesAreQuotedAsGnuDoes) {
  EXPECT_EQ(quoted_name(""), "''");
  EXPECT_EQ(quoted_name("~x"), "'~x'");
  EXPECT_EQ(quoted_name("#x"), "'#x'");
  EXPECT_EQ(quoted_name("a=b"), "'a=b'");
  EXPECT_EQ(quoted_name("it's"), "'it'\\''s'");
  EXPECT_EQ(quoted_name("a\nb"), "'a'$'\\n''b'");
  EXPECT_EQ(quoted_name("\x01\x7f"), "''$'\\001\\177'");
}

TEST(Quoting, ANameIsOneLineWhateverIsInIt) {
  for (const std::string text : texts)
    EXPECT_EQ(quoted_name(text).find('\n'), std::string::npos) << text;
}

}  // namespace
}  // namespace muster::os
