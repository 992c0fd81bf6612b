#ifndef MUSTER_SPILL_RUN_STACK_H
#define MUSTER_SPILL_RUN_STACK_H

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "order/comparison.h"
#include "os/fd.h"
#include "record/framing.h"
#include "spill/merge.h"
#include "spill/run_file.h"
#include "spill/source.h"

namespace muster::spill {

/// How many sources are merged at a time unless told otherwise: each takes a descriptor and a
/// quarter of a MiB.
inline constexpr std::size_t merged_max_default = 64;

/// Runs on disk, the first that was added first. So many of them as may be merged at a time become
/// one on the next level, so each record is written again only once a level.
class RunStack {
 public:
  struct Limits {
    std::vector<std::string> folders;             ///< for temporary files, which go to each in turn
    std::size_t merged_max = merged_max_default;  ///< runs that are merged at a time, at least 2
    std::size_t descriptors_max = 0;              ///< for runs, those being written included
  };

  /// `origins` is what the runs have before each record: none or kept. Throws std::system_error
  /// naming the folder that cannot be written.
  RunStack(const order::Comparison& comparison, record::Framing framing, Origins origins,
           Limits limits);

  /// Where the next run is to be written.
  [[nodiscard]] RunWriter create_run();
  /// Adds a run behind all others.
  void add(os::Fd run);

  [[nodiscard]] std::size_t size() const { return runs_.size(); }
  /// Merges the last ones until there are no more than `count`, at least 1.
  void reduce_to(std::size_t count);
  /// Gives the runs up, to be read in their order.
  std::vector<std::unique_ptr<Source>> take() { return take_last(runs_.size()); }

 private:
  struct Run {
    os::Fd file;
    std::size_t level = 0;  // never higher than that of the run before
  };

  [[nodiscard]] std::size_t size_of_last_level() const;
  std::vector<std::unique_ptr<Source>> take_last(std::size_t count);
  void merge_last(std::size_t count);

  const order::Comparison& comparison_;
  record::Framing framing_;
  Origins origins_;
  Limits limits_;
  std::vector<Folder> folders_;
  std::size_t files_made_ = 0;
  std::vector<Run> runs_;
};

}  // namespace muster::spill

#endif
