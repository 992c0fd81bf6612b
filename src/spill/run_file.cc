#include "spill/run_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "os/error.h"
#include "os/io.h"

namespace muster::spill {
namespace {

std::uint64_t size_of(const os::Fd& file) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) os::throw_errno("cannot look at a temporary file");
  return static_cast<std::uint64_t>(status.st_size);
}

}  // namespace

void RunWriter::write(std::string_view block) {
  if (block.empty()) return;
  const std::size_t stored_bytes = folder_.write_block(file_, block);
  bytes_ += stored_bytes;
  raw_bytes_ += block.size();
  // What is stored as it is needs no memory of its own.
  const std::size_t compressed_bytes = stored_bytes < block.size() ? stored_bytes : 0;
  reader_bytes_ = std::max(reader_bytes_, block.size() + compressed_bytes);
}

os::Fd RunWriter::finish() {
  // A header of no bytes ends the run, with the run's size in place of the checksum.
  folder_.write_header(file_, {0, 0, raw_bytes_});
  if (::lseek(file_.get(), 0, SEEK_SET) != 0) os::throw_errno("cannot rewind a temporary file");
  return std::move(file_);
}

RunReader::RunReader(os::Fd file) : file_(std::move(file)), unread_bytes_(size_of(file_)) {
  (void)::posix_fadvise(file_.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
}

std::string_view RunReader::next() {
  BlockHeader header;
  get({reinterpret_cast<char*>(&header), sizeof header});
  if (header.raw_bytes == 0) {
    if (header.stored_bytes != 0 || header.checksum != raw_bytes_)
      throw DamagedRun("a temporary file is damaged: its size");
    return {};
  }
  if (header.stored_bytes > unread_bytes_)
    throw DamagedRun("a temporary file is damaged: a block's size");
  get(decoder_.stored(header, block_));
  decoder_.decode(header, block_);
  raw_bytes_ += header.raw_bytes;
  return block_;
}

void RunReader::get(std::span<char> to) {
  unread_bytes_ -= std::min<std::uint64_t>(to.size(), unread_bytes_);
  if (os::read_full(file_, to, "cannot read a temporary file") < to.size())
    throw DamagedRun("a temporary file is damaged: it ends too early");
}

}  // namespace muster::spill
