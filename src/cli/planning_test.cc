#include "cli/planning.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "cli/causes.h"
#include "cli/flags.h"
#include "cli/test_arguments.h"
#include "cli/usage_error.h"

namespace muster::cli {
namespace {

using Words = std::vector<std::string>;

plan::Run run_of(Words words) {
  words.insert(words.begin(), "run");
  return plan_run(parsed(command::run, words));
}

plan::Sort sort_of(Words words) {
  words.insert(words.begin(), "sort");
  return plan_sort(parsed(command::sort, words));
}

/// Why a command line makes no plan; empty if it makes one.
template <typename Function>
std::string refusal(Function plan, const Words& words) {
  try {
    plan(words);
    return "";
  } catch (const UsageError& error) {
    return error.what();
  }
}

TEST(PlanRun, FillsInWhatIsLeftOut) {
  const plan::Run plan = run_of({"echo"});
  EXPECT_TRUE(plan.is_valid());
  EXPECT_EQ(plan.commands.job_count(), 1U);
  EXPECT_EQ(plan.order.release, order::ReleaseRule::sorted);
  EXPECT_GT(plan.jobs.max, 0U);
  EXPECT_GT(plan.budget.memory_bytes_max, 0U);
  EXPECT_FALSE(plan.destination.path);
}

TEST(PlanRun, StartsAllWorkersForOrdersThatNeedAllOfThem) {
  EXPECT_EQ(run_of({"-m", "echo"}).jobs.max, 0U);
  EXPECT_EQ(run_of({"--order=round-robin", "echo"}).jobs.max, 0U);
  EXPECT_GT(run_of({"--order=worker", "echo"}).jobs.max, 0U);
  EXPECT_EQ(run_of({"-m", "-j3", "echo"}).jobs.max, 3U);
}

TEST(PlanRun, TakesInputsAfterTheSeparator) {
  const plan::Run plan = run_of({"--tagstring={}", "echo", ":::", "a", "b"});
  EXPECT_EQ(plan.commands.words, Words{"echo"});
  EXPECT_EQ(plan.commands.job_count(), 2U);
  EXPECT_EQ(plan.commands.tag_of(1), "b");
}

TEST(PlanRun, RefusesWhatCannotBeUsedTogether) {
  const struct {
    Conflict conflict;
    Words words;
  } cases[] = {
      {Conflict::nul_with_records, {"-z", "--records=u8", "echo"}},
      {Conflict::print_without_records, {"--print", "echo"}},
      {Conflict::print_without_values, {"--print", "--records=fixed:3", "echo"}},
      {Conflict::header_any_without_header, {"--header-any", "echo"}},
      {Conflict::merge_with_streaming_order, {"-m", "--order=arrival", "echo"}},
      {Conflict::keys_with_streaming_order, {"-n", "--order=worker", "echo"}},
      {Conflict::tag_with_records, {"--tag", "--records=u8", "echo"}},
      {Conflict::workers_with_inputs, {"--workers=2", "echo", ":::", "a"}},
      {Conflict::second_separator, {"echo", ":::", "a", ":::", "b"}},
      {Conflict::nothing_to_run, {}},
      {Conflict::quoted_placeholder, {"echo '{}'", ":::", "a"}},
  };
  for (const auto& [conflict, words] : cases) {
    EXPECT_FALSE(sentence(conflict).empty());
    EXPECT_EQ(refusal(run_of, words), sentence(conflict));
  }
  EXPECT_EQ(refusal(run_of, {"seq 3", "-n"}), sentence(MisplacedOption{"-n", "seq 3"}));
  EXPECT_EQ(refusal(run_of, {"no such program", "x"}), sentence(NotAProgram{"no such program"}));
  EXPECT_EQ(refusal(run_of, {"--tagstring=a\nb", "echo"}), sentence(plan::BadTag{0, false}));
  EXPECT_EQ(refusal(run_of, {"--tagstring=" + std::string(5000, 'x'), "echo"}),
            sentence(plan::BadTag{0, true}));
}

TEST(PlanSort, ReadsStandardInputWithoutFiles) {
  EXPECT_EQ(sort_of({}).inputs, Words{"-"});
  EXPECT_EQ(sort_of({"x", "-n", "y"}).inputs, (Words{"x", "y"}));
}

TEST(PlanSort, RefusesWhatCannotBeUsedTogether) {
  EXPECT_EQ(refusal(sort_of, {"-cC"}), sentence(Conflict::both_checks));
  EXPECT_EQ(refusal(sort_of, {"--debug", "--records=u8"}), sentence(Conflict::debug_with_records));
  EXPECT_EQ(refusal(sort_of, {"-c", "--debug"}), "options '-c --debug' are incompatible");
  EXPECT_EQ(refusal(sort_of, {"-C", "-ox"}), "options '-Co' are incompatible");
  EXPECT_EQ(refusal(sort_of, {"-c", "--top=1"}), "options '-c --top' are incompatible");
  EXPECT_EQ(refusal(sort_of, {"-c", "x", "y"}), "extra operand 'y' not allowed with -c");
  EXPECT_EQ(refusal(sort_of, {"--files0-from=x", "y"}), "extra operand 'y'");
}

TEST(PlanDemo, StartsFourWorkersAndTakesNoOperand) {
  EXPECT_EQ(plan_demo(parsed(command::demo, {"demo"})).commands.job_count(), 4U);
  EXPECT_THROW(plan_demo(parsed(command::demo, {"demo", "x"})), UsageError);
}

}  // namespace
}  // namespace muster::cli
