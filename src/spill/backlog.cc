// Queues of records that share their memory and one file.
//
// A queue's records are kept in blocks from the moment they come, so that a block can go to disk
// and come back without being cut or copied. The largest tails go first: they make the largest
// blocks, and what is in front of a queue is wanted soonest.

#include "spill/backlog.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "event/work_timer.h"
#include "os/error.h"
#include "os/io.h"

namespace muster::spill {
namespace {

/// Large enough for the disk and for compression; smaller if the fronts would take more than a
/// quarter of the memory.
constexpr std::size_t block_bytes_usual = std::size_t{128} << 10U;
constexpr std::size_t block_bytes_least = 1024;

/// Blocks begin on a page of the file, so that each can be given back alone.
constexpr std::uint64_t page_bytes = 4096;

std::uint64_t round_up(std::uint64_t bytes) {
  return (bytes + page_bytes - 1) / page_bytes * page_bytes;
}

/// What a block in memory takes, as far as it is worth counting.
std::size_t memory_of(const std::string& block) {
  constexpr std::size_t overhead = 64;  // the string, its place in a list, the allocator's words
  return block.capacity() + overhead;
}

/// How many of the first bytes are whole records and no more than `room`.
std::size_t whole_bytes(std::string_view records, record::Framing framing, std::size_t room) {
  return records.size() <= room ? records.size() : framing.whole_bytes(records.substr(0, room));
}

}  // namespace

Backlog::Backlog(record::Framing framing, Limits limits)
    : framing_(framing),
      limits_(std::move(limits)),
      block_bytes_(
          std::clamp(limits_.memory_bytes / 4 / std::max<std::size_t>(limits_.fronts_max, 1),
                     block_bytes_least, block_bytes_usual)) {}

void Backlog::push(std::uint32_t queue, std::string_view records) {
  if (records.empty()) return;
  append(queues_[queue], records);
  if (memory_bytes_ > limits_.memory_bytes) spill();
}

void Backlog::append(Queue& queue, std::string_view records) {
  memory_bytes_ -= queue.tail_bytes;
  queue.bytes += records.size();
  while (!records.empty()) {
    std::size_t bytes = 0;
    if (!queue.tail.empty() && queue.tail.back().size() < block_bytes_)
      bytes = whole_bytes(records, framing_, block_bytes_ - queue.tail.back().size());
    if (bytes == 0) {
      queue.tail.emplace_back();
      queue.tail_bytes += memory_of(queue.tail.back());
      bytes = whole_bytes(records, framing_, block_bytes_);
      if (bytes == 0) bytes = framing_.first(records).size() + framing_.delimiter_bytes();
    }
    std::string& block = queue.tail.back();
    queue.tail_bytes -= memory_of(block);
    block += records.substr(0, bytes);
    queue.tail_bytes += memory_of(block);
    records.remove_prefix(bytes);
  }
  memory_bytes_ += queue.tail_bytes;
}

std::string_view Backlog::front(std::uint32_t queue) {
  const auto found = queues_.find(queue);
  if (found == queues_.end()) return {};
  if (found->second.front.empty()) fetch_front(found->second);
  return found->second.front;
}

/// Moves the block after the front, which is empty, to the front.
void Backlog::fetch_front(Queue& queue) {
  if (queue.on_disk_next < queue.on_disk.size()) {
    const Place place = queue.on_disk[queue.on_disk_next++];
    // The places that have been read are dropped once they are most of all.
    if (queue.on_disk_next * 2 > queue.on_disk.size()) {
      queue.on_disk.erase(queue.on_disk.begin(),
                          queue.on_disk.begin() + static_cast<std::ptrdiff_t>(queue.on_disk_next));
      queue.on_disk_next = 0;
    }
    read(place, queue.front);
    give_back(place);
    memory_bytes_ += memory_of(queue.front);
    if (memory_bytes_ > limits_.memory_bytes) spill();
  } else {
    queue.tail_bytes -= memory_of(queue.tail.front());
    queue.front.swap(queue.tail.front());
    queue.tail.pop_front();
  }
}

void Backlog::pop(std::uint32_t queue) {
  const auto found = queues_.find(queue);
  Queue& from = found->second;
  memory_bytes_ -= memory_of(from.front);
  from.bytes -= from.front.size();
  std::string().swap(from.front);  // an assignment would keep the memory
  if (from.on_disk.empty() && from.tail.empty()) queues_.erase(found);
}

void Backlog::clear(std::uint32_t queue) {
  const auto found = queues_.find(queue);
  if (found == queues_.end()) return;
  const Queue& from = found->second;
  if (!from.front.empty()) memory_bytes_ -= memory_of(from.front);
  memory_bytes_ -= from.tail_bytes;
  for (std::size_t i = from.on_disk_next; i < from.on_disk.size(); ++i) give_back(from.on_disk[i]);
  queues_.erase(found);
}

/// Writes tails to disk until half of the memory is free, or there are none.
void Backlog::spill() {
  const event::WorkTimer timer(limits_.log, event::Worked::Work::spilling);
  std::uint64_t bytes = 0;
  if (!folder_) {
    folder_.emplace(limits_.folder);
    file_ = folder_->create_file();
  }
  std::vector<Queue*> largest;
  for (auto& [number, queue] : queues_)
    if (!queue.tail.empty()) largest.push_back(&queue);
  std::sort(largest.begin(), largest.end(),
            [](const Queue* a, const Queue* b) { return a->tail_bytes > b->tail_bytes; });
  for (Queue* const queue : largest) {
    if (memory_bytes_ <= limits_.memory_bytes / 2) break;
    for (; !queue->tail.empty(); queue->tail.pop_front()) {
      const std::string& block = queue->tail.front();
      queue->on_disk.push_back(write(block));
      bytes += queue->on_disk.back().bytes;
      queue->tail_bytes -= memory_of(block);
      memory_bytes_ -= memory_of(block);
    }
  }
  if (bytes > 0) timer.done(bytes);
}

Backlog::Place Backlog::write(std::string_view block) {
  if (::lseek(file_.get(), static_cast<off_t>(file_bytes_), SEEK_SET) < 0)
    os::throw_errno("cannot write a temporary file");
  const Place place{file_bytes_, folder_->write_block(file_, block)};
  file_bytes_ = round_up(place.offset + place.bytes);
  ++blocks_on_disk_;
  return place;
}

void Backlog::read(const Place& place, std::string& block) {
  std::uint64_t offset = place.offset;
  const auto get = [&](std::span<char> to) {
    if (os::pread_full(file_, to, offset, "cannot read a temporary file") < to.size())
      throw DamagedRun("a temporary file is damaged: it ends too early");
    offset += to.size();
  };
  BlockHeader header;
  get({reinterpret_cast<char*>(&header), sizeof header});
  get(decoder_.stored(header, block));
  decoder_.decode(header, block);
}

/// A block has been read, or is not wanted. If the file system cannot give its space back now, it
/// does so when no block is left.
void Backlog::give_back(const Place& place) {
  if (--blocks_on_disk_ > 0) {
    (void)::fallocate(file_.get(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
                      static_cast<off_t>(place.offset), static_cast<off_t>(round_up(place.bytes)));
  } else if (::ftruncate(file_.get(), 0) == 0) {
    file_bytes_ = 0;
  }
}

}  // namespace muster::spill
