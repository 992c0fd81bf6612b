// Sorting files: the path of the data is that of a run without its processes, from blocks of a file
// through record/ and order/ to deliver/.

#include "filesort/filesort.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "deliver/output_file.h"
#include "deliver/writer.h"
#include "filesort/header_skipper.h"
#include "filesort/input.h"
#include "gnu/debug.h"
#include "merge/merge.h"
#include "merge/order_check.h"
#include "order/comparison.h"
#include "os/descriptor_limit.h"
#include "os/error.h"
#include "os/quoting.h"
#include "record/each.h"
#include "spill/backlog.h"
#include "spill/bounded_sorter.h"
#include "spill/run_stack.h"

namespace muster::filesort {
namespace {

// What a message begins with, as sort has it.
constexpr const char* cannot_read = "cannot read";
constexpr const char* open_failed = "open failed";

using Sources = std::vector<std::unique_ptr<merge::Source>>;

/// All of them before any is read: a name that is wrong is said at once.
/// Not by opening them, since that would wake the writer of a FIFO and take its reader away again.
void check_readable(const std::vector<std::string>& paths) {
  for (const std::string& path : paths)
    if (path != "-" && ::faccessat(AT_FDCWD, path.c_str(), R_OK, AT_EACCESS) != 0)
      os::throw_errno(fmt::format("{}: {}", cannot_read, os::quoted_name(path)));
}

/// Inputs that are opened when their turn comes.
class Inputs {
 public:
  Inputs(const plan::Sort& plan, Header& header)
      : paths_(plan.inputs), framing_(plan.records.framing), header_(header) {}

  [[nodiscard]] std::size_t left() const { return paths_.size() - next_; }
  /// Opens the next `count` of them, after those in `sources`.
  void open(std::size_t count, Sources& sources) {
    for (; count > 0; --count, ++next_) {
      const std::string& path = paths_[next_];
      // The first reader of standard input has it all.
      if (path == "-" && std::exchange(is_stdin_open_, true)) continue;
      sources.push_back(std::make_unique<HeaderSkipper>(path, framing_, open_failed, header_));
    }
  }

 private:
  const std::vector<std::string>& paths_;
  record::Framing framing_;
  Header& header_;
  std::size_t next_ = 0;
  bool is_stdin_open_ = false;
};

/// Makes runs on disk of the first inputs, as few as will do to merge the rest at once, and returns
/// them: they come before the inputs that are left.
Sources merge_first(const plan::Sort& plan, const order::Comparison& comparison, Inputs& inputs,
                    std::size_t descriptors) {
  // Runs need as many descriptors as the inputs that are merged into one.
  const std::size_t merged_max =
      std::max<std::size_t>(2, std::min(plan.merged_max, descriptors / 2));
  spill::RunStack runs(
      comparison, plan.records.framing, merge::Origins::none,
      {plan.budget.temporary_folders, merged_max, descriptors / 2, plan.budget.memory_bytes_max});
  while (runs.size() + inputs.left() > merged_max) {
    const std::size_t too_many = runs.size() + inputs.left() - merged_max;
    const std::size_t count = std::min({too_many + 1, inputs.left(), merged_max});
    if (count < 2) {
      runs.reduce_to(merged_max - inputs.left());
      continue;
    }
    Sources sources;
    inputs.open(count, sources);
    spill::RunWriter writer = runs.create_run();
    merge::merge(std::move(sources), comparison, plan.records.framing, merge::Origins::none,
                 [&](std::string_view records) { writer.write(records); });
    runs.add(std::move(writer));
  }
  runs.reduce_to(std::max<std::size_t>(1, merged_max - inputs.left()));
  return runs.take();
}

std::unique_ptr<deliver::OutputFile> open_output(const std::string& path) {
  try {
    return std::make_unique<deliver::OutputFile>(path);
  } catch (const std::system_error& error) {  // in the words of sort
    os::throw_error(error.code().value(),
                    fmt::format("{}: {}", open_failed, os::quoted_name(path)));
  }
}

/// Where the result goes.
class Output {
 public:
  explicit Output(const plan::Sort& plan)
      : plan_(plan),
        file_(plan.destination.path ? open_output(*plan.destination.path) : nullptr),
        writer_(file_ ? file_->fd().get() : STDOUT_FILENO, plan.destination.format,
                plan.records.framing, plan.records.value),
        header_(plan.records.framing,
                {spill::headers_bytes, plan.budget.temporary_folders.front(), 1}),
        head_(plan.selection.top) {}

  /// Comes before all records. It is not written before one of them is: then all inputs have been
  /// found to have the same.
  void add_header(std::string_view records) { header_.push(0, records); }
  void write(std::string_view records) {
    write_header();
    records = head_.take(records, plan_.records.framing);
    if (!plan_.is_underlined) return writer_.write(records);
    std::string text;
    record::for_each(records, plan_.records.framing, [&](std::string_view record) {
      text += gnu::underlined(record, plan_.order);
    });
    writer_.write(text);
  }
  void finish() {
    write_header();
    writer_.finish();
    if (file_) file_->commit();
  }

 private:
  void write_header() {
    header_.drain(0, [this](std::string_view records) { writer_.write_header(records); });
  }

  const plan::Sort& plan_;
  std::unique_ptr<deliver::OutputFile> file_;
  deliver::Writer writer_;
  spill::Backlog header_;
  record::Head head_;
};

}  // namespace

void sort(const plan::Sort& plan) {
  check_readable(plan.inputs);
  Output output(plan);
  spill::BoundedSorter sorter(plan.order, plan.records.framing,
                              {plan.budget.memory_bytes_max, plan.budget.temporary_folders,
                               plan.budget.threads, plan.merged_max, plan.selection.top});
  Header header{plan.selection.header, plan.selection.headers_may_differ,
                [&](std::string_view records) { output.add_header(records); }};
  for (std::size_t i = 0; i < plan.inputs.size(); ++i) {
    HeaderSkipper input(plan.inputs[i], plan.records.framing, cannot_read, header);
    for (auto records = input.next(); !records.empty(); records = input.next())
      if (records.size() >= Input::large_record_bytes && plan.selection.header == 0)
        sorter.add(input.take_memory(), records.size(), i);
      else
        sorter.add(records, i);
  }
  sorter.release([&](std::string_view records) { output.write(records); });
  output.finish();
}

void merge(const plan::Sort& plan) {
  check_readable(plan.inputs);
  Output output(plan);
  const order::Comparison comparison(plan.order);
  Header header{plan.selection.header, plan.selection.headers_may_differ,
                [&](std::string_view records) { output.add_header(records); }};
  Inputs inputs(plan, header);
  const std::size_t descriptors = os::descriptors_left();
  Sources sources;
  if (inputs.left() > std::min(plan.merged_max, descriptors))
    sources = merge_first(plan, comparison, inputs, descriptors);
  inputs.open(inputs.left(), sources);
  merge::merge(std::move(sources), comparison, plan.records.framing, merge::Origins::none,
               [&](std::string_view records) { output.write(records); });
  output.finish();
}

std::optional<Disorder> find_disorder(const plan::Sort& plan) {
  using Equal = merge::OrderCheck::Equal;
  merge::OrderCheck check(
      plan.order, plan.records.framing, /*header=*/0,
      plan.order.ties == order::Ties::first_only ? Equal::out_of_order : Equal::in_order);
  Header header{plan.selection.header, plan.selection.headers_may_differ, [](std::string_view) {}};
  HeaderSkipper input(plan.inputs.front(), plan.records.framing, open_failed, header);
  for (auto records = input.next(); !records.empty(); records = input.next())
    if (const auto found = check.find_disorder(0, records))
      return Disorder{plan.selection.header + found->number, std::string(found->record)};
  return std::nullopt;
}

std::vector<std::string> names_in(const std::string& path) {
  std::vector<std::string> names;
  Input input(path, '\0', open_failed);
  for (auto records = input.next(); !records.empty(); records = input.next())
    record::for_each(records, '\0', [&](std::string_view name) { names.emplace_back(name); });
  return names;
}

}  // namespace muster::filesort
