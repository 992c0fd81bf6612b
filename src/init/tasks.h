#ifndef MUSTER_INIT_TASKS_H
#define MUSTER_INIT_TASKS_H

#include <cstdint>
#include <optional>
#include <string>

#include "os/fd.h"
#include "plan/plan.h"
#include "worker/task.h"

namespace muster::init {

/// What the jobs of a run are, as they become known one after the other. What belongs to a job is
/// known from take() until forget().
class Tasks {
 public:
  enum class Next {
    task,   ///< there is one more job: its number is that of tasks before
    later,  ///< none for now: see awaited()
    none,   ///< there are no more
  };

  /// `commands` must outlive it.
  explicit Tasks(const plan::Commands& commands) : commands_(commands) {}

  /// Never waits.
  Next take();
  /// What is readable when take() may have more; null if that need not be waited for.
  [[nodiscard]] const os::Fd* awaited() const { return nullptr; }
  /// How many there are in all, if that is known already.
  [[nodiscard]] std::optional<std::uint32_t> count() const { return commands_.job_count(); }

  /// What is to be run, in slot `slot` (from 0).
  [[nodiscard]] worker::Task task(std::uint32_t job, std::uint32_t slot) const;
  /// What a person would call it, in one line that is not too long.
  [[nodiscard]] std::string title(std::uint32_t job) const { return commands_.title(job); }
  /// What is put before its records, if that was asked for.
  [[nodiscard]] std::string tag(std::uint32_t job) const { return commands_.tag_of(job); }
  /// The job is over.
  void forget(std::uint32_t job);

 private:
  const plan::Commands& commands_;
  std::uint32_t taken_ = 0;
};

}  // namespace muster::init

#endif
