#include "report/page_document.h"

#include <chrono>
#include <cmath>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace muster::report {
namespace {

using std::chrono::milliseconds;

std::string title(std::uint32_t job) {
  return "shard-" + std::to_string(job + 1) + ".gz --with --some options of its own, as usual";
}

/// Each takes 100 ms and more, on four slots; one of a hundred fails after one that is tried again.
std::deque<Try> tries(std::uint32_t jobs) {
  std::deque<Try> tries;
  for (std::uint32_t job = 0; job < jobs; ++job)
    for (std::uint32_t attempt = 0; attempt < (job % 100 == 9 ? 2U : 1U); ++attempt) {
      Try one;
      one.job = job;
      one.attempt = attempt;
      one.slot = job % 4;
      one.start = milliseconds(100) * (job / 4) + milliseconds(50) * attempt;
      one.end = one.start + milliseconds(40) + milliseconds(job % 9);
      one.waiting = milliseconds(job % 3);
      one.records = job;
      one.bytes = std::uint64_t{job} * 7;
      one.outcome = Outcome::succeeded;
      if (job % 100 == 9) {
        one.outcome = attempt == 0 ? Outcome::retried : Outcome::failed;
        one.status.number = 1;
      }
      tries.push_back(one);
    }
  return tries;
}

std::string page_of(const std::deque<Try>& tries) {
  const auto duration = tries.empty() ? milliseconds(1) : milliseconds(100) + tries.back().end;
  return page_document({.tries = {tries, title, duration}}, "nonce");
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

TEST(PageDocument, HasARowForEachWorkerAndABarForEachTry) {
  const std::string page = page_of(tries(200));
  const std::string table = page.substr(page.find("<table id=\"workers\">"));
  EXPECT_EQ(count(table, "\n<tr><td>") + count(table, "\n<tr id=\"P"), 200U);
  EXPECT_EQ(count(page, "class=\"bars\""), 3U);
  EXPECT_NE(page.find("data-outcome=\"failed, tried again\" data-workers=\"10 110\""),
            std::string::npos);
  EXPECT_NE(page.find("<tr id=\"P10\"><td>10<td>shard-10.gz"), std::string::npos);
  EXPECT_NE(page.find("<td>2<td>✗ failed: exited with status 1"), std::string::npos);
}

TEST(PageDocument, CountsRunningWorkersExactly) {
  std::deque<Try> all = tries(8);
  for (Try& one : all) one.pid = 1;
  const std::string page = page_of(all);
  EXPECT_NE(page.find("Running workers: at most 4<"), std::string::npos);
  all[5].start = milliseconds(30);  // beside the four before it
  EXPECT_NE(page_of(all).find("Running workers: at most 5<"), std::string::npos);
}

TEST(PageDocument, IsSmallWithTenThousandWorkers) {
  const std::string page = page_of(tries(10'000));
  EXPECT_LE(page.size(), std::size_t{2} << 20U);
  EXPECT_EQ(page.find("the table has"), std::string::npos);
}

TEST(PageDocument, HasTheWorkersThatMatterOfMore) {
  const std::string page = page_of(tries(100'000));
  EXPECT_LE(page.size(), std::size_t{4} << 20U);
  EXPECT_NE(page.find("Of 100,000 workers, the table has the 10,000 that failed or took longest."),
            std::string::npos);
  EXPECT_EQ(count(page, "\n<tr id=\"P"), 1000U);                   // all that failed
  EXPECT_NE(page.find("<td>9<td>shard-9.gz"), std::string::npos);  // 48 ms
  EXPECT_EQ(page.find("<td>1<td>shard-1.gz"), std::string::npos);  // 40 ms
}

TEST(PageDocument, CanBeMadeOfNothing) {
  const std::string page = page_of({});
  EXPECT_NE(page.find("No worker was started."), std::string::npos);
}

TEST(PageDocument, TakesNoMarkupFromWhatWorkersWrite) {
  const std::deque<Try> none;
  const std::string evil = "</pre></script><img src=x onerror=alert(1)>\"'";
  PageContent content{.status = evil,
                      .facts = {{"Command", evil}},
                      .failures = {{evil, {evil, "\xff\x1b[1m"}}},
                      .tries = {none, title, milliseconds(1)}};
  const std::string page = page_document(content, "nonce");
  EXPECT_EQ(page.find("<img"), std::string::npos);
  EXPECT_EQ(count(page, "</script>"), 1U);
  EXPECT_EQ(count(page, "&lt;img src=x onerror=alert(1)&gt;&quot;'"), 5U);  // the title too
}

TEST(PageDocument, SaysHowManyFailuresItDoesNotShow) {
  const std::deque<Try> none;
  PageContent content{.failures = {{"P1: failed", {}}},
                      .failures_in_all = 2000,
                      .tries = {none, title, milliseconds(1)}};
  EXPECT_NE(page_document(content, "nonce").find("These are the first 1 of 2,000 failures"),
            std::string::npos);
}

TEST(Histogram, SaysWhereAllAreOne) {
  EXPECT_NE(histogram({3, 3, 3}, Unit::count, "Records").find("All 3: 3"), std::string::npos);
  EXPECT_EQ(histogram({}, Unit::count, "Records"), "");
}

TEST(Histogram, HasExactQuantiles) {
  std::vector<double> numbers;
  for (int i = 100; i > 0; --i) numbers.push_back(i);
  const std::string html = histogram(numbers, Unit::count, "Records");
  EXPECT_NE(html.find("<tr><td>1<td>1<td>5<td>25<td>50<td>75<td>95<td>99<td>100\n"),
            std::string::npos);
}

TEST(Histogram, IsLogarithmicWhereNumbersAreFarApart) {
  std::vector<double> numbers;
  for (int i = 0; i < 100; ++i) numbers.push_back(std::pow(10, i % 6));
  EXPECT_NE(histogram(numbers, Unit::count, "Records").find(">1,000</text>"), std::string::npos);
}

TEST(HistogramOfQuantiles, TakesManyEqualValues) {
  std::vector<double> quantiles(257, 5);
  quantiles.front() = -1;
  quantiles.back() = 9;
  const std::string html = histogram_of_quantiles(quantiles, 1'000'000, "Records");
  EXPECT_NE(html.find("<tr><td>-1<td>5<td>5<td>5<td>5<td>5<td>5<td>5<td>9\n"), std::string::npos);
}

}  // namespace
}  // namespace muster::report
