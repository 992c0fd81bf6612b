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
  EXPECT_EQ(plan.commands.count, 1U);
  EXPECT_FALSE(plan.commands.inputs);
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

TEST(PlanRun, TakesInputsAfterSeparators) {
  const plan::Run plan = run_of({"-a", "f", "-a", "-", "-0", "--max-args=3", "echo", ":::", "a",
                                 "b", ":::+", "c", "::::", "g", "h", "::::+", "i", ":::"});
  EXPECT_EQ(plan.commands.words, Words{"echo"});
  EXPECT_TRUE(plan.is_valid());
  std::string sources;
  for (const input::Source& source : plan.commands.inputs->sources) {
    sources += source.is_linked ? "+" : " ";
    sources += source.path.value_or("");
    for (const std::string& value : source.values) sources += ':' + value;
  }
  EXPECT_EQ(sources, " f - :a:b+:c g h+i ");
  EXPECT_TRUE(plan.commands.inputs->ends_with_nul);
  EXPECT_EQ(plan.commands.inputs->rows_max, 3U);
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
      {Conflict::separator_without_files, {"echo", "::::", ":::", "b"}},
      {Conflict::standard_input_twice, {"-a", "-", "echo", "::::", "-"}},
      {Conflict::no_inputs, {"-0", "echo"}},
      {Conflict::no_inputs, {"--header", ":", "echo"}},
      {Conflict::nothing_to_run, {}},
  };
  for (const auto& [conflict, words] : cases) {
    EXPECT_FALSE(sentence(conflict).empty());
    EXPECT_EQ(refusal(run_of, words), sentence(conflict));
  }
  EXPECT_EQ(refusal(run_of, {"seq 3", "-n"}), sentence(MisplacedOption{"-n", "seq 3"}));
  EXPECT_EQ(refusal(run_of, {"no such program", "x"}), sentence(NotAProgram{"no such program"}));
  EXPECT_EQ(refusal(run_of, {"--tagstring={}", "echo", ":::", "a", "b\nc"}),
            "--tagstring: the tag of P2 contains the record delimiter");
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
  EXPECT_EQ(plan_demo(parsed(command::demo, {"demo"})).commands.count, 4U);
  EXPECT_THROW(plan_demo(parsed(command::demo, {"demo", "x"})), UsageError);
}

}  // namespace
}  // namespace muster::cli
