// The fields of the parts of a plan, for archives. The setup of the Scheduler uses them too.

#ifndef MUSTER_PLAN_FIELDS_H
#define MUSTER_PLAN_FIELDS_H

#include <cstdint>

#include "plan/archive.h"
#include "plan/plan.h"

namespace muster::plan {

template <typename Archive>
void fields(Archive& archive, Is<record::Framing> auto& framing) {
  std::uint32_t bytes = framing.bytes();
  char delimiter = framing.delimiter();
  archive(bytes);
  archive(delimiter);
  if constexpr (!std::is_const_v<std::remove_reference_t<decltype(framing)>>)
    framing = bytes > 0 ? record::Framing::of_size(bytes) : record::Framing(delimiter);
}

template <typename Archive>
void fields(Archive& archive, Is<Records> auto& records) {
  archive(records.framing);
  archive(records.value);
}

template <typename Archive>
void fields(Archive& archive, Is<key::Key> auto& key) {
  archive(key.first_field);
  archive(key.first_byte);
  archive(key.last_field);
  archive(key.last_bytes);
  archive(key.kind);
  archive(key.skip_blanks_at_start);
  archive(key.skip_blanks_at_end);
  archive(key.dictionary);
  archive(key.printing);
  archive(key.fold);
  archive(key.reverse);
}

template <typename Archive>
void fields(Archive& archive, Is<order::Order> auto& order) {
  archive(order.release);
  archive(order.keys);
  archive(order.separator.is_given);
  archive(order.separator.byte);
  archive(order.ties);
  archive(order.ties_are_identical);
  archive(order.with_origins);
  for (auto& word : order.seed) archive(word);
}

template <typename Archive>
void fields(Archive& archive, Is<Selection> auto& selection) {
  archive(selection.top);
  archive(selection.header);
  archive(selection.headers_may_differ);
}

template <typename Archive>
void fields(Archive& archive, Is<Budget> auto& budget) {
  archive(budget.memory_bytes_max);
  archive(budget.temporary_folders);
  archive(budget.threads);
}

template <typename Archive>
void fields(Archive& archive, Is<Halt> auto& halt) {
  archive(halt.when);
  archive(halt.after);
  archive(halt.count);
  archive(halt.is_percentage);
}

template <typename Archive>
void fields(Archive& archive, Is<EndStep> auto& step) {
  archive(step.signal);
  archive(step.patience);
}

template <typename Archive>
void fields(Archive& archive, Is<Jobs> auto& jobs) {
  archive(jobs.max);
  archive(jobs.max_file);
  archive(jobs.uses_job_server);
  archive(jobs.start_delay);
  archive(jobs.load_max);
  archive(jobs.free_bytes_min);
  archive(jobs.retries);
  archive(jobs.retry_delay);
  archive(jobs.retry_delay_doubles);
  archive(jobs.timeout);
  archive(jobs.timeout_percentage);
  archive(jobs.end_steps);
  archive(jobs.halt);
  archive(jobs.staging);
  archive(jobs.partial);
}

template <typename Archive>
void fields(Archive& archive, Is<worker::Draw> auto& draw) {
  archive(draw.max);
  archive(draw.count);
  archive(draw.seed);
}

template <typename Archive>
void fields(Archive& archive, Is<input::Source> auto& source) {
  archive(source.values);
  archive(source.path);
  archive(source.is_linked);
}

template <typename Archive>
void fields(Archive& archive, Is<input::Inputs> auto& inputs) {
  archive(inputs.sources);
  archive(inputs.ends_with_nul);
  archive(inputs.column_separator);
  archive(inputs.has_names);
  archive(inputs.rows_max);
}

template <typename Archive>
void fields(Archive& archive, Is<Commands> auto& commands) {
  archive(commands.words);
  archive(commands.inputs);
  archive(commands.count);
  archive(commands.tag);
  archive(commands.draw);
}

template <typename Archive>
void fields(Archive& archive, Is<History> auto& history) {
  archive(history.resumed_log);
  archive(history.reruns_failed);
  archive(history.results);
}

template <typename Archive>
void fields(Archive& archive, Is<Dealing> auto& dealing) {
  archive(dealing.block_bytes);
  archive(dealing.record_end);
  archive(dealing.record_start);
  archive(dealing.record_bytes);
  archive(dealing.header);
  archive(dealing.round_robin);
}

template <typename Archive>
void fields(Archive& archive, Is<Destination> auto& destination) {
  archive(destination.path);
  archive(destination.format);
}

template <typename Archive>
void fields(Archive& archive, Is<Run> auto& run) {
  archive(run.records);
  archive(run.order);
  archive(run.selection);
  archive(run.budget);
  archive(run.jobs);
  archive(run.commands);
  archive(run.history);
  archive(run.dealing);
  archive(run.destination);
  archive(run.bytes_expected);
  archive(run.unlinks_late);
}

template <typename Archive>
void fields(Archive& archive, Is<Sort> auto& sort) {
  archive(sort.records);
  archive(sort.order);
  archive(sort.selection);
  archive(sort.budget);
  archive(sort.destination);
  archive(sort.inputs);
  archive(sort.merged_max);
  archive(sort.is_underlined);
}

}  // namespace muster::plan

#endif
