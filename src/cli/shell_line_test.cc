#include "cli/shell_line.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster::cli {
namespace {

TEST(ShellLine, FindsAPlaceholderBetweenQuotes) {
  for (const char* line : {
           R"sh(cat "{}")sh",
           R"sh(cat '{}')sh",
           R"sh(cat "a/{}.gz")sh",
           R"sh(ssh host 'zcat {}')sh",
           R"sh(echo "$(cat "{}")")sh",
           R"sh(echo "$(date) {}")sh",
           R"sh(echo "`date` {}")sh",
           R"sh(echo "\"{}")sh",
           R"sh(echo it\'s '{}')sh",
           R"sh(echo "$(case x in x) ;; esac) {}")sh",
           "echo a # it's\ncat '{}'",
       })
    EXPECT_EQ(quoted_field(line, {}), "{}") << line;
}

TEST(ShellLine, AcceptsAPlaceholderOutsideOfQuotes) {
  for (const char* line : {
           "",
           "{}",
           R"sh(echo "a" {} "b")sh",
           R"sh(cat 'dir a'/{}.'gz')sh",
           R"sh(echo "$(cat {})")sh",
           R"sh(echo "$( (cat {}) )")sh",
           R"sh(echo "`cat {}`")sh",
           R"sh(echo \"{}\")sh",
           R"sh(echo "{#}")sh",
           R"sh(echo "a)b" {})sh",
           R"sh(echo $((1 + 2)) {})sh",
           R"sh(awk '{ print $1 }' {})sh",
           R"sh(case {} in a) echo "x";; esac; cat {})sh",
           "cat {} # don't\ncat {}",
           "cat <<END\ndon't {}\nEND",
       })
    EXPECT_EQ(quoted_field(line, {}), std::nullopt) << line;
}

TEST(ShellLine, FindsEveryReplacementStringOfInputs) {
  for (const std::string field : {"{1}", "{-1}", "{.}", "{/}", "{//}", "{/.}", "{2/.}", "{name}"}) {
    const std::vector<std::string> names{"name"};
    EXPECT_EQ(quoted_field("cat \"a " + field + "\"", names), field);
    EXPECT_EQ(quoted_field("cat 'a " + field + "'", names), field);
    EXPECT_EQ(quoted_field("cat " + field, names), std::nullopt);
  }
  for (const std::string text : {"{#}", "{##}", "{%}", "{name}", "{print $1}", "{0}", "{"})
    EXPECT_EQ(quoted_field("cat \"a " + text + "\"", {}), std::nullopt) << text;
}

}  // namespace
}  // namespace muster::cli
