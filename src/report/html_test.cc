#include "report/html.h"

#include <gtest/gtest.h>

namespace muster::report {
namespace {

TEST(HtmlText, HasNoMarkup) {
  EXPECT_EQ(html_text("</script><b title=\"x\">&amp;"),
            "&lt;/script&gt;&lt;b title=&quot;x&quot;&gt;&amp;amp;");
}

TEST(HtmlText, KeepsWhatCanBeSeen) {
  EXPECT_EQ(html_text("gr\u00fc\u00df, \u05e9\u05dc\u05d5\u05dd\t\U0001f600"),
            "gr\u00fc\u00df, \u05e9\u05dc\u05d5\u05dd\t\U0001f600");
}

TEST(HtmlText, ShowsControlCharactersByTheirPictures) {
  EXPECT_EQ(html_text(std::string_view("a\x1b[31m\n\0\x7f", 9)),
            "a&#x241b;[31m&#x240a;&#x2400;&#x2421;");
}

TEST(HtmlText, LetsNothingChangeTheDirectionOfOtherText) {
  EXPECT_EQ(html_text("a\u202egpj.exe\u2069\u0085"), "a[U+202E]gpj.exe[U+2069][U+0085]");
}

TEST(HtmlText, ShowsBytesThatAreNotUtf8) {
  EXPECT_EQ(html_text("\xff\xc0\xaf|\xed\xa0\x80|\xe2\x82"),
            "\\xff\\xc0\\xaf|\\xed\\xa0\\x80|\\xe2\\x82");
}

}  // namespace
}  // namespace muster::report
