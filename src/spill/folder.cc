#include "spill/folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <utility>

#include "os/error.h"
#include "os/file.h"
#include "os/io.h"

namespace muster::spill {
namespace {

using Clock = std::chrono::steady_clock;

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

std::size_t Folder::write_block(const os::Fd& file, std::string_view block) {
  const StoredBlock stored = store(block);
  const auto before = Clock::now();
  write_header(file, stored.header);
  write(file, stored.bytes);
  economy_.wrote(stored.bytes.size(), Clock::now() - before);
  return sizeof stored.header + stored.bytes.size();
}

void Folder::write_header(const os::Fd& file, const BlockHeader& header) const {
  write(file, {reinterpret_cast<const char*>(&header), sizeof header});
}

StoredBlock Folder::store(std::string_view block) {
  if (!economy_.compresses_next()) return store_raw(block);
  const auto before = Clock::now();
  const StoredBlock stored = store_compressed(block, compressed_);
  economy_.compressed(block.size(), stored.bytes.size(), Clock::now() - before);
  return stored;
}

void Folder::write(const os::Fd& file, std::string_view bytes) const {
  if (const int error = os::try_write_all(file.get(), bytes); error != 0)
    os::throw_error(error, "cannot write temporary files to " + path_);
}

}  // namespace muster::spill
