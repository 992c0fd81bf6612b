#ifndef MUSTER_INIT_RESUMPTION_H
#define MUSTER_INIT_RESUMPTION_H

#include <cstdint>
#include <string_view>

#include "plan/plan.h"
#include "report/logged_jobs.h"
#include "worker/task.h"

namespace muster::init {

/// Which jobs an earlier run has done, and what is done in their place.
class Resumption {
 public:
  enum class Instead {
    run,      ///< it has not been done
    replay,   ///< its records are kept: they are written once more
    nothing,  ///< its records are gone, or it failed and is not run again
  };

  /// Reads the log, if the plan names one. Throws std::runtime_error or std::system_error.
  explicit Resumption(const plan::History& history);

  [[nodiscard]] Instead instead_of(std::uint32_t job) const;
  /// Whether the earlier run had this command for a job that is not run again.
  [[nodiscard]] bool had_command(std::uint32_t job, std::string_view command) const;
  /// A function that writes what the job wrote then.
  [[nodiscard]] worker::Task replay(std::uint32_t job) const;

  /// What the log says.
  [[nodiscard]] const report::LoggedJobs& logged() const { return logged_; }
  /// How many have failed and are not run again.
  [[nodiscard]] std::uint32_t failures() const;

 private:
  [[nodiscard]] const report::LoggedJobs::Job* done(std::uint32_t job) const;

  plan::History history_;
  report::LoggedJobs logged_;
};

}  // namespace muster::init

#endif
