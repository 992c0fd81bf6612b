// Runs on disk: whatever bytes are there, reading gives blocks or DamagedRun, and takes no memory
// that the file's size does not account for.

#include "spill/run_file.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstring>

#include "os/io.h"
#define XXH_INLINE_ALL  // header only: no library to load
#include <xxhash.h>

#include "fuzz.h"

namespace {

using namespace muster;

void append(std::string& bytes, const auto& value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

/// Chance never finds a checksum, so blocks are given the right one: then their sizes and what is
/// decompressed are put to the test.
std::string with_checksums(fuzz::Input& input) {
  std::string file;
  std::uint64_t total = 0;
  while (!input.is_empty()) {
    std::uint32_t raw_bytes = 0;
    for (int i = input.byte() & 3; i >= 0; --i)
      raw_bytes = raw_bytes << 8U | static_cast<unsigned char>(input.byte());
    const std::string_view stored = input.text();
    append(file, raw_bytes);
    append(file, static_cast<std::uint32_t>(stored.size()));
    append(file, XXH3_64bits(stored.data(), stored.size()));
    file += stored;
    total += raw_bytes;
  }
  append(file, std::uint64_t{0});
  append(file, total);
  return file;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::string bytes = input.byte() % 2 == 0
                                ? with_checksums(input)
                                : std::string(reinterpret_cast<const char*>(data), size);
  os::Fd file(::memfd_create("run", MFD_CLOEXEC));
  os::write_all(file.get(), bytes, "cannot write a memfd");
  ::lseek(file.get(), 0, SEEK_SET);
  try {
    spill::RunReader reader(std::move(file));
    std::uint64_t total = 0;
    for (std::string_view block = reader.next(); !block.empty(); block = reader.next())
      total += block.size();
    fuzz::require(
        std::memcmp(bytes.data() + bytes.size() - sizeof total, &total, sizeof total) == 0,
        "a run that is read to its end is as long as it says there");
  } catch (const spill::DamagedRun&) {
    return 0;
  }
  return 0;
}
