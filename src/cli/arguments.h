#ifndef MUSTER_CLI_ARGUMENTS_H
#define MUSTER_CLI_ARGUMENTS_H

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gnu/options.h"
#include "key/key_kind.h"
#include "order/order.h"
#include "plan/plan.h"
#include "record/framing.h"

namespace muster::cli {

/// What the inputs of jobs are, besides those that are operands.
struct InputOptions {
  std::vector<std::string> files;
  bool ends_with_nul = false;
  std::optional<std::string> column_separator;
  bool has_names = false;  ///< --header :
  std::uint64_t max_per_job = 1;
};

/// What is told and kept of a run, besides its records.
struct Reporting {
  enum class Progress : std::uint8_t { by_default, none, line, bar };
  enum class Summary : std::uint8_t { none, text, json };

  std::optional<std::string> job_log;
  bool resumes = false;
  bool reruns_failed = false;  ///< --resume-failed
  std::optional<std::string> results;
  std::optional<std::string> page;  ///< --report
  bool tags_stderr = false;
  Progress progress = Progress::by_default;
  Summary summary = Summary::none;
  std::optional<std::string> summary_file;
  std::optional<std::string> trace;

  /// Whether something is told of the run as a whole when it is over.
  [[nodiscard]] bool needs_story() const {
    return summary != Summary::none || summary_file || trace || page;
  }
};

/// How standard input is dealt out.
struct Dealing {
  bool is_wanted = false;  ///< --pipe
  std::optional<std::uint64_t> block_bytes;
  std::optional<std::string> record_start;
  std::optional<std::string> record_end;
  bool round_robin = false;

  [[nodiscard]] bool is_any_set() const {
    return is_wanted || block_bytes || record_start || record_end || round_robin;
  }
};

/// The descriptors that connect muster with a program that has started it.
struct HostOptions {
  std::optional<int> plan;
  std::optional<int> status;
  bool tells_workers = false;  ///< --status-workers
  std::vector<int> ends;       ///< --host-fd

  [[nodiscard]] bool is_any_set() const { return plan || status || tells_workers || !ends.empty(); }
};

/// What the command line of any command asks for: each part is valid, but it has not been checked
/// whether they can be used together. What was not given is as it is here.
struct Arguments {
  std::vector<std::string> operands;
  bool wants_help = false;
  bool wants_version = false;

  // What records are.
  bool ends_with_nul = false;
  /// Of --records; without a value the records are bytes of that size.
  std::optional<record::Framing> binary_framing;
  key::KeyKind binary_value = key::KeyKind::bytes;
  std::uint64_t header = 0;
  bool headers_may_differ = false;

  // In which order they come.
  gnu::Options ordering;
  bool collates = false;  ///< --locale
  order::ReleaseRule release = order::ReleaseRule::sorted;
  bool descends = false;
  bool merges = false;
  std::optional<std::string> random_source;

  // What is printed of them, and where.
  std::optional<std::uint64_t> top;
  bool prints_values = false;
  bool underlines = false;  ///< --debug
  std::optional<std::string> tag;
  std::optional<std::string> output_path;
  bool checks = false;          ///< -c
  bool checks_quietly = false;  ///< -C

  // Where they come from.
  InputOptions inputs;
  bool is_dry_run = false;
  Dealing dealing;
  std::optional<std::uint64_t> workers;
  std::optional<std::uint64_t> jobs;  ///< 0: as many as possible
  std::optional<plan::Halt> halt;
  plan::Jobs control;  ///< what else happens to them; the rest of it is decided in planning
  std::optional<std::string> names_path;  ///< --files0-from
  std::uint64_t draw_max = 19;
  std::uint64_t draw_count = 1;
  std::optional<std::uint64_t> draw_seed;
  bool unlinks_early = false;  ///< demo --unlink=early

  // What may be used for it.
  std::optional<std::uint64_t> memory_bytes;
  std::vector<std::string> temporary_folders;
  std::optional<std::size_t> threads;
  std::optional<std::size_t> merged_max;  ///< --batch-size
  std::optional<std::string> compress_program;

  bool explains = false;
  bool draws_steps = false;  ///< as a diagram, in place of that
  bool pauses = false;       ///< at each step that is explained
  Reporting reporting;
  HostOptions host;
  bool has_other_options = false;  ///< than those of `host`
};

}  // namespace muster::cli

#endif
