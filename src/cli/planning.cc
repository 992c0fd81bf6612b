#include "cli/planning.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <limits>
#include <random>
#include <utility>

#include <fmt/format.h>

#include "cli/causes.h"
#include "cli/dealing.h"
#include "cli/operands.h"
#include "cli/refuse.h"
#include "cli/usage_error.h"
#include "filesort/filesort.h"
#include "init/tasks.h"
#include "os/descriptor_limit.h"
#include "os/job_server.h"
#include "os/locale.h"
#include "os/memory.h"
#include "os/processors.h"
#include "os/quoting.h"

namespace muster::cli {
namespace {

record::Framing framing_of(const Arguments& arguments) {
  if (arguments.binary_framing) {
    if (arguments.ends_with_nul) refuse(Conflict::nul_with_records);
    if (arguments.prints_values && arguments.binary_value == key::KeyKind::bytes)
      refuse(Conflict::print_without_values);
    return *arguments.binary_framing;
  }
  if (arguments.prints_values) refuse(Conflict::print_without_records);
  return arguments.ends_with_nul ? record::Framing('\0') : record::Framing();
}

void check_header(const Arguments& arguments) {
  if (arguments.headers_may_differ && arguments.header == 0)
    refuse(Conflict::header_any_without_header);
}

order::Order order_of(const Arguments& arguments, const gnu::Options& ordering,
                      const key::RandomSeed& seed) {
  return arguments.binary_framing
             ? ordering.binary_order(*arguments.binary_framing, arguments.binary_value)
             : ordering.order(seed);
}

/// Puts the records in the order of --order.
void release_by(const Arguments& arguments, order::Order& order) {
  order.release = arguments.release;
  if (arguments.descends) order.reverse();
}

std::size_t memory_of(const Arguments& arguments) {
  return arguments.memory_bytes ? *arguments.memory_bytes : os::available_memory_bytes() / 2;
}

std::vector<std::string> folders_of(const Arguments& arguments) {
  if (!arguments.temporary_folders.empty()) return arguments.temporary_folders;
  const char* const path = std::getenv("TMPDIR");
  return {path != nullptr ? path : "/tmp"};
}

plan::Selection selection_of(const Arguments& arguments) {
  return {arguments.top.value_or(record::every), arguments.header, arguments.headers_may_differ};
}

plan::Budget budget_of(const Arguments& arguments) {
  return {memory_of(arguments), folders_of(arguments),
          static_cast<std::uint32_t>(arguments.threads.value_or(os::processors()))};
}

/// What is taken over from an earlier run, and kept for a later one.
plan::History history_of(const Reporting& reporting) {
  const bool resumes = reporting.resumes || reporting.reruns_failed;
  if (resumes && !reporting.job_log) refuse(Conflict::resume_without_log);
  return {resumes ? reporting.job_log : std::nullopt, reporting.reruns_failed, reporting.results};
}

/// Whether both are paths to one name of a file, or of one to be made. Devices may be shared.
bool is_same_file(const std::string& a, const std::string& b) {
  namespace fs = std::filesystem;
  std::error_code none;
  const auto whole = [&](const std::string& path) {
    return fs::weakly_canonical(fs::absolute(path, none), none);
  };
  const fs::path path = whole(a);
  return !path.empty() && path == whole(b) && !fs::is_other(path, none);
}

void check_files(const Arguments& arguments) {
  const Reporting& reporting = arguments.reporting;
  const std::pair<const char*, const std::optional<std::string>&> files[] = {
      {"-o", arguments.output_path}, {"--joblog", reporting.job_log},
      {"--report", reporting.page},  {"--summary-file", reporting.summary_file},
      {"--trace", reporting.trace},
  };
  for (const auto* other = std::begin(files); other != std::end(files); ++other)
    for (const auto* one = std::begin(files); one != other; ++one)
      if (one->second && other->second && is_same_file(*one->second, *other->second))
        refuse(SameFile{one->first, other->first, *other->second});
}

plan::Destination destination_of(const Arguments& arguments) {
  return {arguments.output_path,
          arguments.prints_values ? deliver::Format::values : deliver::Format::records};
}

/// All tags, before any worker starts; those of inputs that are still to be read are checked as
/// they come.
void check_tags(const plan::Run& plan) {
  if (plan.records.framing.is_of_size()) refuse(Conflict::tag_with_records);
  const auto& inputs = plan.commands.inputs;
  if (inputs && std::any_of(inputs->sources.begin(), inputs->sources.end(),
                            [](const input::Source& source) { return source.path.has_value(); }))
    return;
  init::Tasks tasks(plan.commands, plan.records.framing.delimiter());
  try {
    for (std::uint32_t job = 0; tasks.take() == init::Tasks::Next::given; ++job) tasks.forget(job);
  } catch (const init::BadTag& bad) {
    throw UsageError(bad.what());
  }
}

/// As many as there are processors, or all of them for an order that needs them; a make that has
/// started us may say how many.
void set_default_max(plan::Jobs& jobs, bool are_all_wanted) {
  if (are_all_wanted) return;
  const char* const flags = std::getenv("MAKEFLAGS");
  jobs.uses_job_server = flags != nullptr && os::JobServer::offered(flags);
  if (!jobs.uses_job_server) jobs.max = os::processors();
}

plan::Jobs jobs_of(const Arguments& arguments, const order::Order& order) {
  plan::Jobs jobs = arguments.control;
  if (arguments.jobs)
    jobs.max = *arguments.jobs;
  else
    // How many blocks there are is not known, so they cannot all have a worker.
    set_default_max(jobs, order.wants_all_workers() && !arguments.dealing.is_wanted);
  if (arguments.halt)
    jobs.halt = *arguments.halt;
  else if (jobs.partial)
    jobs.halt.when = plan::Halt::When::never;
  if (jobs.retries > 0 && order.streams() && !jobs.partial)
    refuse(Conflict::retries_with_streaming_order);
  // A worker that is ended for want of memory is started again.
  jobs.staging = jobs.needs_staging() || (jobs.free_bytes_min > 0 && !order.streams());
  return jobs;
}

/// The names that --files0-from gives.
std::vector<std::string> named_inputs(const Arguments& arguments) {
  const std::string& path = *arguments.names_path;
  if (!arguments.operands.empty())
    throw UsageError(sentence(ExtraOperand{arguments.operands.front()}),
                     "file operands cannot be combined with --files0-from");
  std::vector<std::string> names = filesort::names_in(path);
  if (names.empty()) throw std::runtime_error("no input from '" + path + "'");
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == "-")
      throw std::runtime_error("when reading file names from stdin, no file name of '-' allowed");
    if (names[i].empty())
      throw std::runtime_error(
          fmt::format("{}:{}: invalid zero-length file name", os::quoted_name(path), i + 1));
  }
  return names;
}

void check_debug(const Arguments& arguments) {
  if (arguments.binary_framing) refuse(Conflict::debug_with_records);
  if (arguments.checks) refuse(Incompatible{"-c --debug"});
  if (arguments.checks_quietly) refuse(Incompatible{"-C --debug"});
  if (arguments.output_path) refuse(Incompatible{"-o --debug"});
}

/// What -c and -C cannot be used with.
void check_checks(const Arguments& arguments, const plan::Sort& plan) {
  const char letter = arguments.checks ? 'c' : 'C';
  if (plan.inputs.size() > 1) refuse(ExtraOperand{plan.inputs[1], letter});
  if (arguments.output_path) refuse(Incompatible{fmt::format("-{}o", letter)});
  if (arguments.top) refuse(Incompatible{fmt::format("-{} --top", letter)});
}

}  // namespace

gnu::Options ordering_of(const Arguments& arguments) {
  gnu::Options ordering = arguments.ordering;
  if (arguments.collates) ordering.set_locale(!os::collate_by_environment());
  return ordering;
}

plan::Run plan_run(const Arguments& arguments) {
  plan::Run plan;
  plan.records = {framing_of(arguments), arguments.binary_value};
  check_header(arguments);
  const gnu::Options ordering = ordering_of(arguments);
  std::random_device device;
  plan.order = order_of(arguments, ordering, {device(), device()});
  release_by(arguments, plan.order);
  if (arguments.merges && plan.order.streams()) refuse(Conflict::merge_with_streaming_order);
  if (arguments.merges) plan.order.release = order::ReleaseRule::merged;
  if (!plan.order.compares() && ordering.is_any_set()) refuse(Conflict::keys_with_streaming_order);

  plan.selection = selection_of(arguments);
  plan.budget = budget_of(arguments);
  check_files(arguments);
  plan.destination = destination_of(arguments);
  plan.commands = commands_of(arguments);
  plan.history = history_of(arguments.reporting);
  plan.jobs = jobs_of(arguments, plan.order);
  plan.dealing = dealing_of(arguments, plan);
  if (plan.dealing && plan.dealing->round_robin) {
    if (plan.jobs.max == 0) plan.jobs.max = os::processors();
    plan.commands.count = static_cast<std::uint32_t>(plan.jobs.max);
  }
  if (plan.commands.tag) check_tags(plan);
  return plan;
}

plan::Run plan_demo(const Arguments& arguments) {
  if (!arguments.operands.empty()) refuse(ExtraOperand{arguments.operands.front()});
  if (arguments.pauses && arguments.draws_steps) refuse(Conflict::pause_with_diagram);
  check_files(arguments);
  plan::Run plan;
  plan.order = order::numeric_order();
  release_by(arguments, plan.order);
  plan.budget.threads = static_cast<std::uint32_t>(os::processors());
  plan.destination.format = deliver::Format::list;
  plan.commands.count = static_cast<std::uint32_t>(arguments.workers.value_or(4));
  plan.commands.draw = {arguments.draw_max, arguments.draw_count, arguments.draw_seed};
  // All at once, as long as they are few: a fork copies the table of all pipes open at the time.
  plan.jobs.max = 200;
  plan.unlinks_late = !arguments.unlinks_early;
  const std::size_t number_bytes = fmt::format_int(arguments.draw_max).size() + 1;
  const double bytes =
      double(plan.commands.count) * double(arguments.draw_count) * double(number_bytes);
  if (bytes < 1e6) plan.bytes_expected = static_cast<std::uint64_t>(bytes);
  return plan;
}

plan::Sort plan_sort(const Arguments& arguments) {
  const bool is_check = arguments.checks || arguments.checks_quietly;
  if (arguments.checks && arguments.checks_quietly) refuse(Conflict::both_checks);
  plan::Sort plan;
  plan.inputs = arguments.names_path ? named_inputs(arguments) : arguments.operands;
  if (plan.inputs.empty()) plan.inputs = {"-"};
  plan.records = {framing_of(arguments), arguments.binary_value};
  check_header(arguments);
  plan.order = order_of(arguments, ordering_of(arguments), {});
  if (arguments.underlines) check_debug(arguments);
  if (is_check) check_checks(arguments, plan);

  plan.selection = selection_of(arguments);
  plan.budget = budget_of(arguments);
  plan.destination = destination_of(arguments);
  plan.is_underlined = arguments.underlines;
  if (arguments.merged_max) {
    os::raise_descriptor_limit();
    plan.merged_max = *arguments.merged_max;
  }
  return plan;
}

}  // namespace muster::cli
