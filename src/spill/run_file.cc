#include "spill/run_file.h"

#include <fcntl.h>
#include <lz4.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <utility>
#define XXH_INLINE_ALL  // header only: no library to load
#include <xxhash.h>

#include "os/error.h"

namespace muster::spill {
namespace {

/// What stands before each block. A header of no bytes ends the run, with the run's size in place
/// of the checksum.
struct BlockHeader {
  std::uint32_t raw_bytes = 0;
  std::uint32_t stored_bytes = 0;
  std::uint64_t checksum = 0;  // XXH3 of what is stored
};
static_assert(sizeof(BlockHeader) == 16);

/// How many bytes LZ4 can make of one: the length of a repetition grows by 255 with each.
constexpr std::uint64_t expansion_max = 255;

std::uint64_t size_of(const os::Fd& file) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) os::throw_errno("cannot look at a temporary file");
  return static_cast<std::uint64_t>(status.st_size);
}

std::string_view bytes_of(const BlockHeader& header) {
  return {reinterpret_cast<const char*>(&header), sizeof header};
}

}  // namespace

Folder::Folder(std::string path) : path_(std::move(path)) {
  if (::access(path_.c_str(), W_OK | X_OK) != 0)
    os::throw_errno("cannot write temporary files to " + path_);
}

os::Fd Folder::create_file() const {
  bool is_unsupported = false;
  os::Fd file = os::create_nameless(path_, O_RDWR, 0600, is_unsupported);
  if (is_unsupported) {
    std::string name = path_ + "/muster-XXXXXX";
    file = os::Fd(::mkostemp(name.data(), O_CLOEXEC));
    if (file) ::unlink(name.c_str());
  }
  if (!file) os::throw_errno("cannot create a temporary file in " + path_);
  return file;
}

void RunWriter::write(std::string_view block) {
  if (block.empty()) return;
  const int raw_bytes = static_cast<int>(block.size());
  compressed_.resize(static_cast<std::size_t>(LZ4_compressBound(raw_bytes)));
  const int stored_bytes = LZ4_compress_default(block.data(), compressed_.data(), raw_bytes,
                                                static_cast<int>(compressed_.size()));
  const std::string_view stored(compressed_.data(), static_cast<std::size_t>(stored_bytes));
  put(bytes_of({static_cast<std::uint32_t>(raw_bytes), static_cast<std::uint32_t>(stored_bytes),
                XXH3_64bits(stored.data(), stored.size())}));
  put(stored);
  raw_bytes_ += block.size();
}

os::Fd RunWriter::finish() {
  put(bytes_of({0, 0, raw_bytes_}));
  if (::lseek(file_.get(), 0, SEEK_SET) != 0) os::throw_errno("cannot rewind a temporary file");
  return std::move(file_);
}

void RunWriter::put(std::string_view bytes) {
  try {
    os::write_all(file_.get(), bytes, "a temporary file");
  } catch (const std::system_error& error) {
    os::throw_error(error.code().value(), "cannot write temporary files to " + folder_.path());
  }
}

RunReader::RunReader(os::Fd file) : file_(std::move(file)), unread_bytes_(size_of(file_)) {
  (void)::posix_fadvise(file_.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
}

std::string_view RunReader::next() {
  BlockHeader header;
  get(reinterpret_cast<char*>(&header), sizeof header);
  if (header.raw_bytes == 0) {
    if (header.stored_bytes != 0 || header.checksum != raw_bytes_)
      throw DamagedRun("a temporary file is damaged: its size");
    return {};
  }
  if (header.raw_bytes > block_bytes_max || header.stored_bytes > unread_bytes_ ||
      header.stored_bytes >
          static_cast<std::uint32_t>(LZ4_compressBound(static_cast<int>(header.raw_bytes))) ||
      header.raw_bytes > expansion_max * header.stored_bytes)
    throw DamagedRun("a temporary file is damaged: a block's size");
  compressed_.resize(header.stored_bytes);
  get(compressed_.data(), compressed_.size());
  if (XXH3_64bits(compressed_.data(), compressed_.size()) != header.checksum)
    throw DamagedRun("a temporary file is damaged: a checksum differs");
  block_.resize(header.raw_bytes);
  const int raw_bytes =
      LZ4_decompress_safe(compressed_.data(), block_.data(), static_cast<int>(compressed_.size()),
                          static_cast<int>(block_.size()));
  if (raw_bytes != static_cast<int>(header.raw_bytes))
    throw DamagedRun("a temporary file is damaged: a block cannot be decompressed");
  raw_bytes_ += header.raw_bytes;
  return {block_.data(), block_.size()};
}

void RunReader::get(char* to, std::size_t bytes) {
  unread_bytes_ -= std::min<std::uint64_t>(bytes, unread_bytes_);
  while (bytes > 0) {
    const auto got = os::read_some(file_, {to, bytes}, "a temporary file");
    if (!got || *got == 0) throw DamagedRun("a temporary file is damaged: it ends too early");
    to += *got;
    bytes -= *got;
  }
}

}  // namespace muster::spill
