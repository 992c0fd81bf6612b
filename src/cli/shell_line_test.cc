#include "cli/shell_line.h"

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
    EXPECT_TRUE(has_quoted_placeholder(line)) << line;
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
    EXPECT_FALSE(has_quoted_placeholder(line)) << line;
}

}  // namespace
}  // namespace muster::cli
