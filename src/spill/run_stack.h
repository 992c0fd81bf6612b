#ifndef MUSTER_SPILL_RUN_STACK_H
#define MUSTER_SPILL_RUN_STACK_H

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "event/event.h"
#include "merge/merge.h"
#include "merge/source.h"
#include "order/comparison.h"
#include "os/fd.h"
#include "record/framing.h"
#include "spill/run_file.h"

namespace muster::spill {

/// The memory for the blocks of a run that is read, unless its records are longer than a block
/// usually is.
inline constexpr std::size_t usual_reader_bytes = std::size_t{260} << 10U;

/// Runs on disk, the first that was added first. As many of them as may be merged at a time become
/// one on the next level, so each record is written again only once a level.
class RunStack {
 public:
  struct Limits {
    std::vector<std::string> folders;  ///< for temporary files, which go to each in turn
    std::size_t merged_max = 2;        ///< runs that are merged at a time, at least 2
    std::size_t descriptors_max = 0;   ///< for runs, those being written included
    /// For the blocks of those that are merged at a time: fewer runs are if their records are long,
    /// but two always are, and merged_max if their blocks are usual ones.
    std::size_t memory_bytes = 0;
    event::Log log{};  ///< told of merging
  };

  /// `origins` is what the runs have before each record: none or kept. Throws std::system_error
  /// naming the folder that cannot be written.
  RunStack(const order::Comparison& comparison, record::Framing framing, merge::Origins origins,
           Limits limits);

  /// Where the next run is to be written.
  [[nodiscard]] RunWriter create_run();
  /// Ends the run and adds it after all others.
  void add(RunWriter run);

  [[nodiscard]] std::size_t size() const { return runs_.size(); }
  /// The memory that it takes to merge them all.
  [[nodiscard]] std::size_t reader_bytes() const { return memory_of_last(size()).bytes; }
  /// Merges the last ones until there are no more than `count`, at least 1, and all that are left
  /// may be merged at a time.
  void reduce_to(std::size_t count);
  /// The runs, in their order.
  [[nodiscard]] std::vector<const Run*> runs() const;
  /// Gives the runs up, to be read in their order.
  std::vector<std::unique_ptr<merge::Source>> take() { return take_last(runs_.size()); }

 private:
  struct Placed {
    Run run;
    std::size_t level = 0;
  };

  /// What runs take while they are merged.
  struct Memory {
    std::size_t bytes = 0;
    std::size_t largest = 0;  // the share of one of them

    void add(const Run& run);
  };

  [[nodiscard]] std::size_t size_of_last_level() const;
  [[nodiscard]] Memory memory_of_last(std::size_t count) const;
  [[nodiscard]] bool is_level_full() const;
  [[nodiscard]] std::size_t count_to_merge(std::size_t count) const;
  void push(RunWriter run, std::size_t level);
  std::vector<std::unique_ptr<merge::Source>> take_last(std::size_t count);
  void merge_last(std::size_t count);

  const order::Comparison& comparison_;
  record::Framing framing_;
  merge::Origins origins_;
  Limits limits_;
  std::vector<Folder> folders_;
  std::size_t files_made_ = 0;
  std::vector<Placed> runs_;
};

}  // namespace muster::spill

#endif
