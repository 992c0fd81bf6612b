#include "os/mapping.h"

#include <sys/mman.h>

#include <string>

#include "os/error.h"

namespace muster::os {
namespace {

constexpr std::size_t huge_page_bytes = std::size_t{2} << 20U;

}  // namespace

Mapping Mapping::shared(const Fd& file, std::size_t bytes) {
  void* data =
      ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, file.get(), 0);
  if (data == MAP_FAILED) throw_errno("cannot map " + std::to_string(bytes) + " shared bytes");
  return {data, bytes};
}

Mapping Mapping::memory(std::size_t bytes) {
  // Linux puts a mapping where huge pages fit only if it is a whole number of them.
  if (bytes > huge_page_bytes)
    bytes = (bytes + huge_page_bytes - 1) / huge_page_bytes * huge_page_bytes;
  void* data = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (data == MAP_FAILED) throw_errno("cannot map " + std::to_string(bytes) + " bytes of memory");
  (void)::madvise(data, bytes, MADV_HUGEPAGE);  // advice: where it is refused, small pages serve
  return {data, bytes};
}

void Mapping::grow(std::size_t bytes) {
  void* const data = ::mremap(data_, bytes_, bytes, MREMAP_MAYMOVE);
  if (data == MAP_FAILED) throw_errno("cannot map " + std::to_string(bytes) + " bytes of memory");
  data_ = static_cast<char*>(data);
  bytes_ = bytes;
}

Mapping::~Mapping() {
  if (data_ != nullptr) ::munmap(data_, bytes_);
}

}  // namespace muster::os
