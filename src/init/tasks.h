#ifndef MUSTER_INIT_TASKS_H
#define MUSTER_INIT_TASKS_H

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <unordered_map>

#include "init/dealer_link.h"
#include "input/rows.h"
#include "input/stream.h"
#include "os/fd.h"
#include "plan/plan.h"
#include "worker/task.h"
#include "worker/template.h"

namespace muster::init {

/// The tag of a job cannot stand before a record.
class BadTag : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What the jobs of a run are, as they become known one after the other. The inputs of a job are in
/// memory from take() until it is over, and a little longer.
class Tasks {
 public:
  using Next = input::Next;

  /// `commands` must outlive it; `delimiter` is that of records. Opens the files of inputs, and
  /// waits for what has to be known before the first job: names, inputs that are combined with
  /// those of other sources, and all inputs if {##} is used. Throws std::system_error or
  /// std::runtime_error if they cannot be read.
  explicit Tasks(const plan::Commands& commands, char delimiter = '\n');

  /// Waits for all inputs, so that count() is known. Before the first is taken.
  void take_all() {
    if (rows_) rows_->take_all();
  }
  /// There is a job for each block of standard input. `blocks` must outlive it.
  void set_blocks(DealerLink* blocks) { blocks_ = blocks; }
  /// Whether there is one more job: its number is that of jobs before. What is still to come is to
  /// be waited for by awaited(). Never waits. Throws as the constructor and DealerLink::take() do,
  /// and BadTag.
  Next take();
  /// What is readable when take() may have more; null if that need not be waited for.
  [[nodiscard]] const os::Fd* awaited() const {
    if (blocks_ != nullptr) return &blocks_->socket();
    return rows_ ? rows_->awaited() : nullptr;
  }
  /// How many there are in all, if that is known already.
  [[nodiscard]] std::optional<std::uint32_t> count() const;
  /// Of the columns of inputs, if they have any.
  [[nodiscard]] std::span<const std::string> names() const;

  /// What is to be run, in slot `slot` (from 0).
  [[nodiscard]] worker::Task task(std::uint32_t job, std::uint32_t slot);

  // These are empty if the job has been over for long.

  /// The same as a line for the shell, in the slot in which it was run last.
  [[nodiscard]] std::string command(std::uint32_t job) const;
  /// What a person would call it, in one line that is not too long.
  [[nodiscard]] std::string title(std::uint32_t job) const;
  /// Its inputs, with blanks between them; empty if there are none.
  [[nodiscard]] std::string inputs(std::uint32_t job) const;
  /// What is put before its records, if that was asked for.
  [[nodiscard]] std::string tag(std::uint32_t job) const;

  /// The job is over.
  void forget(std::uint32_t job);

 private:
  /// So many of those that are over are remembered, for messages that name them.
  static constexpr std::size_t over_max = 1000;

  struct Job {
    input::Row inputs;
    std::uint32_t slot = 0;
  };

  [[nodiscard]] worker::Replacements replacements(const Job& job, std::uint32_t number) const;
  void check_tag(std::uint32_t job) const;

  const plan::Commands& commands_;
  char delimiter_;
  std::optional<input::Rows> rows_;
  worker::Command command_;
  std::optional<worker::Template> tag_;
  DealerLink* blocks_ = nullptr;
  std::uint32_t taken_ = 0;
  std::unordered_map<std::uint32_t, Job> jobs_;
  std::deque<std::uint32_t> over_;
};

}  // namespace muster::init

#endif
