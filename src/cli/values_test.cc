#include "cli/values.h"

#include <gtest/gtest.h>

#include "cli/usage_error.h"

namespace muster::cli {
namespace {

using std::chrono::milliseconds;

Value value(std::string text) {
  return {.option = "--option", .text = std::move(text)};
}

template <typename Function>
std::string refusal(Function function) {
  try {
    function();
    return "";
  } catch (const UsageError& error) {
    return error.what();
  }
}

TEST(Values, TakesNumbersWithinTheirBoundsOnly) {
  EXPECT_EQ(number_of(value("7"), 1, 7), 7U);
  for (const char* text : {"", "0", "8", "-1", "+1", " 1", "1 ", "1k", "99999999999999999999"})
    EXPECT_EQ(refusal([&] { number_of(value(text), 1, 7); }),
              "--option: invalid number '" + std::string(text) +
                  "': expected a whole number from 1 to 7");
}

TEST(Values, TakesCountsAsSortDoes) {
  EXPECT_EQ(count_of(value(" \t+12")), 12U);
  EXPECT_EQ(count_of(value("99999999999999999999")), ~std::uint64_t{0});
  EXPECT_EQ(refusal([] { count_of(value("x")); }), "invalid --option argument 'x'");
  EXPECT_EQ(refusal([] { count_of(value("1x")); }), "invalid suffix in --option argument '1x'");
}

TEST(Values, TakesSizesAsSortDoes) {
  EXPECT_EQ(size_of(value("1")), 1024U);
  EXPECT_EQ(size_of(value("1b")), 1U);
  EXPECT_EQ(size_of(value("2m")), 2U << 20U);
  EXPECT_EQ(size_of(value("G")), 1U << 30U);
  EXPECT_EQ(size_of(value("0%")), 0U);
  EXPECT_GT(size_of(value("50%")), 0U);
  EXPECT_EQ(refusal([] { size_of(value("1x")); }), "invalid suffix in -S argument '1x'");
  EXPECT_EQ(refusal([] { size_of(value("16E")); }), "-S argument '16E' too large");
}

TEST(Values, TakesDurationsWithAndWithoutUnits) {
  EXPECT_EQ(duration_of(value("1.5")), milliseconds(1500));
  EXPECT_EQ(duration_of(value("2m")), milliseconds(120'000));
  EXPECT_EQ(duration_of(value("0")), milliseconds(0));
  for (const char* text : {"", "s", "-1", "1y", "1 s", "inf", "nan"})
    EXPECT_THROW(duration_of(value(text)), UsageError) << text;
}

TEST(Values, TakesJobsAsAShareOfTheProcessors) {
  Arguments arguments;
  take_jobs(arguments, value("0"));
  EXPECT_EQ(arguments.jobs, 0U);
  take_jobs(arguments, value("12"));
  EXPECT_EQ(arguments.jobs, 12U);
  take_jobs(arguments, value("1%"));
  EXPECT_GE(arguments.jobs, 1U);
  EXPECT_THROW(take_jobs(arguments, value("0%")), UsageError);
  EXPECT_THROW(take_jobs(arguments, value("/no/such/file")), UsageError);
}

TEST(Values, TakesWhatAChoiceBeginsWith) {
  constexpr Choice choices[] = {{"quiet", "silent"}, {"diagnose-first", ""}, {"quick", ""}};
  EXPECT_EQ(choice_of(value("d"), choices), 1U);
  EXPECT_EQ(choice_of(value("sil"), choices), 0U);
  EXPECT_EQ(refusal([&] { choice_of(value("qui"), choices); }),
            "ambiguous argument 'qui' for '--option'");
  EXPECT_EQ(refusal([&] { choice_of(value("x"), choices); }),
            "invalid argument 'x' for '--option'");
}

}  // namespace
}  // namespace muster::cli
