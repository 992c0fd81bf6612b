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
  run_.index.add(block, {bytes_, run_.raw_bytes});
  const std::size_t stored_bytes = folder_.write_block(run_.file, block);
  bytes_ += stored_bytes;
  run_.raw_bytes += block.size();
  // What is stored as it is needs no memory of its own.
  const std::size_t compressed_bytes = stored_bytes < block.size() ? stored_bytes : 0;
  run_.reader_bytes = std::max(run_.reader_bytes, block.size() + compressed_bytes);
}

Run RunWriter::finish() {
  // A header of no bytes ends the run, with the run's size in place of the checksum.
  folder_.write_header(run_.file, {0, 0, run_.raw_bytes});
  return std::move(run_);
}

RunReader::RunReader(const os::Fd& file, BlockPlace begin)
    : file_(file), file_bytes_(size_of(file)), place_(begin) {}

std::string_view RunReader::next() {
  BlockHeader header;
  get({reinterpret_cast<char*>(&header), sizeof header});
  if (header.raw_bytes == 0) {
    if (header.stored_bytes != 0 || header.checksum != place_.raw_bytes_before)
      throw DamagedRun("a temporary file is damaged: its size");
    return {};
  }
  if (header.stored_bytes > file_bytes_ - place_.offset)
    throw DamagedRun("a temporary file is damaged: a block's size");
  get(decoder_.stored(header, block_));
  decoder_.decode(header, block_);
  place_.raw_bytes_before += header.raw_bytes;
  return block_;
}

void RunReader::get(std::span<char> to) {
  if (os::pread_full(file_, to, place_.offset, "cannot read a temporary file") < to.size())
    throw DamagedRun("a temporary file is damaged: it ends too early");
  place_.offset += to.size();
}

}  // namespace muster::spill
