#ifndef MUSTER_SPILL_BACKLOG_H
#define MUSTER_SPILL_BACKLOG_H

#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "event/event.h"
#include "os/fd.h"
#include "record/framing.h"
#include "spill/block.h"
#include "spill/folder.h"

namespace muster::spill {

/// The memory for a backlog of headers. They are short; should everything be declared to be one, it
/// is spilled.
inline constexpr std::size_t headers_bytes = std::size_t{1} << 20U;

/// Records that have come before they are wanted: many queues (one a worker), first in, first out.
/// Together they hold no more than a given amount of memory; what exceeds it goes to one temporary
/// file, and comes back when it is in front.
class Backlog {
 public:
  struct Limits {
    /// For all queues together, besides a few words for each queue that is not empty and each
    /// block on disk. Fronts, which stay in memory, may exceed it if records are very long.
    std::size_t memory_bytes = 0;
    std::string folder;          ///< used only when a file is needed
    std::size_t fronts_max = 1;  ///< how many queues have a front at a time
    event::Log log{};            ///< told of spilling
  };

  Backlog(record::Framing framing, Limits limits);

  /// Appends whole records, each with its delimiter. Throws std::system_error naming the folder
  /// when the disk is full.
  void push(std::uint32_t queue, std::string_view records);
  /// The first of the queue's records, whole ones and many at a time; empty if there is none. Valid
  /// until they are popped or cleared. Throws DamagedRun if the file has changed.
  std::string_view front(std::uint32_t queue);
  /// Forgets what front() gave.
  void pop(std::uint32_t queue);
  /// Calls take(records) for all of the queue's records, many at a time, and forgets them.
  template <typename Take>
  void drain(std::uint32_t queue, Take&& take) {
    for (std::string_view records = front(queue); !records.empty(); records = front(queue)) {
      take(records);
      pop(queue);
    }
  }
  /// Forgets all of the queue's records.
  void clear(std::uint32_t queue);

  /// How many bytes of records the queue has, in memory and on disk; a front counts until it is
  /// popped.
  [[nodiscard]] std::uint64_t bytes(std::uint32_t queue) const {
    const auto found = queues_.find(queue);
    return found == queues_.end() ? 0 : found->second.bytes;
  }

  /// The memory held.
  [[nodiscard]] std::size_t memory_bytes() const { return memory_bytes_; }

 private:
  /// Where a block lies in the file.
  struct Place {
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;  // header and stored bytes
  };

  /// From its first record to its last: the front, what is on disk, the tail.
  struct Queue {
    std::uint64_t bytes = 0;
    std::string front;
    std::vector<Place> on_disk;
    std::size_t on_disk_next = 0;  // those before it have been read and given back
    std::list<std::string> tail;   // of block_bytes_ at most, or one record
    std::size_t tail_bytes = 0;    // the memory it holds
  };

  void append(Queue& queue, std::string_view records);
  void fetch_front(Queue& queue);
  void read(const Place& place, std::string& block);
  void spill();
  Place write(std::string_view block);
  void give_back(const Place& place);

  record::Framing framing_;
  Limits limits_;
  std::size_t block_bytes_;
  std::unordered_map<std::uint32_t, Queue> queues_;  // those that are not empty
  std::size_t memory_bytes_ = 0;

  std::optional<Folder> folder_;  // the same as whether there is a file
  os::Fd file_;
  std::uint64_t file_bytes_ = 0;
  std::size_t blocks_on_disk_ = 0;
  BlockDecoder decoder_;
};

}  // namespace muster::spill

#endif
