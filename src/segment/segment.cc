// Creating, naming, attaching and sweeping segments, and the way into and out of a slab.
//
// It does not know who fills a slab or what its bytes mean: ownership of a slab is passed by
// messages, and those are the roles' business.

#include "segment/segment.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>

#include "os/error.h"
#include "os/random.h"
#include "os/run_processes.h"

namespace muster::segment {
namespace {

constexpr const char* shm_folder = "/dev/shm";
constexpr std::string_view name_prefix = "muster-";

/// With less room than this the slab counts as full: a tag has to fit, and a read of less costs
/// more than a hand-over.
constexpr std::uint32_t spare_bytes_min = tag_bytes_max;

int reserve(const os::Fd& file, std::size_t bytes) {
  int error = 0;
  do {
    error = ::posix_fallocate(file.get(), 0, static_cast<off_t>(bytes));
  } while (error == EINTR);
  return error;
}

void write_header(const os::Mapping& mapping, Geometry geometry) {
  const Header header{magic, geometry};
  std::memcpy(mapping.data(), &header, sizeof header);
}

/// A nameless file in /dev/shm with its space reserved, or an owner of nothing and the reason.
os::Fd create_in_dev_shm(std::size_t bytes, int& error) {
  os::Fd file(::open(shm_folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  error = file ? reserve(file, bytes) : errno;
  return error == 0 ? std::move(file) : os::Fd();
}

os::Fd create_memfd(std::size_t bytes, int dev_shm_error) {
  os::Fd file(::memfd_create("muster", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  const int error = file ? reserve(file, bytes) : errno;
  if (error != 0)
    os::throw_error(error, "cannot reserve " + std::to_string(bytes) +
                               " bytes of shared memory (/dev/shm: " +
                               os::error_text(dev_shm_error) + "; memfd)");
  // Nobody can cut the pages from under the other side any more.
  if (::fcntl(file.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
    os::throw_errno("cannot seal a memfd");
  return file;
}

std::string path_of_descriptor(const char* process, int number) {
  return std::string("/proc/") + process + "/fd/" + std::to_string(number);
}

}  // namespace

Segment Segment::create(Geometry geometry) {
  const std::size_t bytes = geometry.segment_bytes();
  int error = 0;
  os::Fd file = create_in_dev_shm(bytes, error);
  if (file) {
    os::Mapping mapping = os::Mapping::shared(file, bytes);
    write_header(mapping, geometry);
    // The lock is on a description of the file that is not the mapping's: whoever looks at the
    // memory of a dead process in /proc keeps the mapping alive for a moment, and this lets go all
    // the same. Shared, not exclusive: only "is anybody alive" is asked of it (see sweep).
    const std::string path = path_of_descriptor("self", file.get());
    os::Fd lock(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    std::string name =
        std::string(shm_folder) + '/' + std::string(name_prefix) + os::random_name(16);
    if (lock && ::flock(lock.get(), LOCK_SH | LOCK_NB) == 0 &&
        ::linkat(AT_FDCWD, path.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0)
      return {std::move(lock), std::move(name), std::move(mapping)};
    error = errno;  // /proc is missing: then the memfd's name is of no use either, but says why
  }
  file = create_memfd(bytes, error);
  os::Mapping mapping = os::Mapping::shared(file, bytes);
  write_header(mapping, geometry);
  std::string name = path_of_descriptor(std::to_string(os::number_in_proc()).c_str(), file.get());
  return {std::move(file), std::move(name), std::move(mapping)};
}

bool Segment::is_in_dev_shm() const {
  return name_.starts_with(shm_folder);
}

void Segment::unlink() noexcept {
  if (is_in_dev_shm()) ::unlink(name_.c_str());
  name_.clear();
  file_.reset();
}

os::Mapping attach(const std::string& name, Geometry geometry) {
  const os::Fd file(::open(name.c_str(), O_RDWR | O_CLOEXEC | O_NOCTTY));
  if (!file) os::throw_errno("cannot open the segment " + name);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) os::throw_errno("cannot examine the segment " + name);
  if (!S_ISREG(status.st_mode) || status.st_uid != ::geteuid() ||
      status.st_size != static_cast<off_t>(geometry.segment_bytes()))
    throw std::runtime_error("the segment " + name + " is not of the owner or size agreed on");
  os::Mapping mapping = os::Mapping::shared(file, geometry.segment_bytes());
  Header header;
  std::memcpy(&header, mapping.data(), sizeof header);
  if (header.magic != magic || header.geometry != geometry)
    throw std::runtime_error("the segment " + name + " has a damaged header");
  return mapping;
}

std::size_t sweep() noexcept {
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(shm_folder), ::closedir);
  if (!folder) return 0;
  std::size_t swept = 0;
  while (const dirent* entry = ::readdir(folder.get())) {
    if (!std::string_view(entry->d_name).starts_with(name_prefix)) continue;
    const int at = ::dirfd(folder.get());
    const os::Fd file(::openat(at, entry->d_name, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat status {};
    if (!file || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode) ||
        status.st_uid != ::geteuid())
      continue;
    // The name appeared after the owner had locked the file, so a free lock means a dead owner.
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) continue;
    if (::unlinkat(at, entry->d_name, 0) == 0) ++swept;
  }
  return swept;
}

std::span<char> SlabWriter::space() const {
  if (is_full()) return {};
  return {slab_ + page_bytes + used_bytes_, slab_bytes_ - page_bytes - used_bytes_};
}

void SlabWriter::add_data(std::uint32_t worker, std::uint32_t bytes) {
  used_bytes_ += bytes;
  if (table_.count > 0) {
    Piece& last = table_.pieces[table_.count - 1];
    if (last.worker == worker && last.kind == PieceKind::data) {
      last.bytes += bytes;
      return;
    }
  }
  table_.pieces[table_.count++] = {worker, PieceKind::data, bytes};
}

void SlabWriter::add_mark(std::uint32_t worker, PieceKind kind) {
  table_.pieces[table_.count++] = {worker, kind, 0};
}

void SlabWriter::add_tag(std::uint32_t worker, std::string_view tag) {
  std::memcpy(space().data(), tag.data(), tag.size());
  const auto bytes = static_cast<std::uint32_t>(tag.size());
  table_.pieces[table_.count++] = {worker, PieceKind::tag, bytes};
  used_bytes_ += bytes;
}

bool SlabWriter::is_full() const {
  return table_.count == pieces_max || slab_bytes_ - page_bytes - used_bytes_ < spare_bytes_min;
}

void SlabWriter::finish() const {
  std::memcpy(slab_, &table_, offsetof(PieceTable, pieces) + table_.count * sizeof(Piece));
}

std::vector<PieceView> read_slab(const char* slab, std::uint32_t slab_bytes,
                                 std::uint32_t worker_count) {
  PieceTable table;
  std::memcpy(&table, slab, sizeof table);
  if (table.count > pieces_max) throw std::runtime_error("a slab has too many pieces");
  std::vector<PieceView> views;
  views.reserve(table.count);
  const char* at = slab + page_bytes;
  std::uint32_t left = slab_bytes - static_cast<std::uint32_t>(page_bytes);
  for (std::uint32_t i = 0; i < table.count; ++i) {
    const Piece& piece = table.pieces[i];
    const bool has_bytes = piece.kind == PieceKind::data ||
                           (piece.kind == PieceKind::tag && piece.bytes <= tag_bytes_max);
    const bool is_mark = piece.kind == PieceKind::end || piece.kind == PieceKind::drop ||
                         piece.kind == PieceKind::retract;
    if (piece.worker >= worker_count || piece.bytes > left || (!has_bytes && !is_mark) ||
        (is_mark && piece.bytes != 0))
      throw std::runtime_error("a slab has a damaged piece table");
    views.push_back({piece.worker, piece.kind, {at, piece.bytes}});
    at += piece.bytes;
    left -= piece.bytes;
  }
  return views;
}

}  // namespace muster::segment
