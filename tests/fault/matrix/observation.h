#ifndef MUSTER_MATRIX_OBSERVATION_H
#define MUSTER_MATRIX_OBSERVATION_H

#include <cstdint>
#include <string>
#include <vector>

#include "fault/matrix/fault.h"

namespace muster::matrix {

struct SavedFile {
  std::string name;  ///< from the folder of the run; of a folder it ends with a slash
  std::string bytes;

  bool operator==(const SavedFile&) const = default;
};

/// All that was seen of one run.
struct Observation {
  std::string trouble;  ///< the harness itself could not do its work: nothing else counts then

  std::vector<Point> points;  ///< each system call, in the order of their starts, if asked for
  bool has_struck = false;    ///< the fault's point was reached
  std::uint32_t elapsed_ms = 0;

  int wait_status = 0;               ///< of init
  bool has_hung = false;             ///< it had to be ended by the harness
  std::vector<std::string> left;     ///< processes that were there when they should have gone
  std::vector<std::string> crashes;  ///< Muster's that died of a signal of their own making
  std::vector<std::string> litter;   ///< what is in /dev/shm and in the temporary folder
  std::uint64_t bytes_held = 0;      ///< what their file systems hold, with names or without
  bool was_swept = false;            ///< a segment was left, and the next run removed it

  std::string output;            ///< stdout
  std::string messages;          ///< stderr
  std::vector<SavedFile> files;  ///< in the folder of the run, by name
};

template <typename Archive>
void fields(Archive& archive, auto& part) requires requires {
  part.bytes;
  part.name;
}
{
  archive(part.name);
  archive(part.bytes);
}

template <typename Archive>
void fields(Archive& archive, auto& seen) requires requires {
  seen.has_struck;
}
{
  archive(seen.trouble);
  archive(seen.points);
  archive(seen.has_struck);
  archive(seen.elapsed_ms);
  archive(seen.wait_status);
  archive(seen.has_hung);
  archive(seen.left);
  archive(seen.crashes);
  archive(seen.litter);
  archive(seen.bytes_held);
  archive(seen.was_swept);
  archive(seen.output);
  archive(seen.messages);
  archive(seen.files);
}

}  // namespace muster::matrix

#endif
