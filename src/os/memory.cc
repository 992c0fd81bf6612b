#include "os/memory.h"

#include <sys/sysinfo.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <string>
#include <string_view>

#include "os/io.h"

namespace muster::os {
namespace {

constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();

std::size_t number_in(std::string_view text) {
  const std::size_t start = text.find_first_of("0123456789");
  std::size_t number = 0;
  if (start == std::string_view::npos) return unlimited;
  const auto result = std::from_chars(text.data() + start, text.data() + text.size(), number);
  return result.ec == std::errc() ? number : unlimited;
}

std::size_t number_in_file(const std::string& path) {
  std::array<char, 64> buffer{};
  const auto bytes = read_small_file(path.c_str(), buffer);
  return bytes ? number_in({buffer.data(), *bytes}) : unlimited;
}

/// The value of one line of /proc/meminfo, in bytes.
std::size_t meminfo_bytes(const std::string& root, std::string_view name) {
  std::array<char, 8192> buffer{};
  const auto bytes = read_small_file((root + "/proc/meminfo").c_str(), buffer);
  if (!bytes) return unlimited;
  const std::string_view text(buffer.data(), *bytes);
  const std::size_t at = text.find(name);
  if (at == std::string_view::npos) return unlimited;
  const std::size_t kib = number_in(text.substr(at + name.size()));
  return kib == unlimited ? unlimited : kib * 1024;
}

/// What the limits of the control groups (version 2, then 1) this process is in leave over.
std::size_t control_group_bytes(const std::string& root) {
  std::array<char, 4096> buffer{};
  const auto bytes = read_small_file((root + "/proc/self/cgroup").c_str(), buffer);
  if (!bytes) return unlimited;
  std::size_t left = unlimited;
  const auto consider = [&](const std::string& limit_path, const std::string& usage_path,
                            const std::string& stat_path, std::string_view cache_name) {
    const std::size_t limit = number_in_file(limit_path);
    const std::size_t usage = number_in_file(usage_path);
    if (limit == unlimited || usage == unlimited) return;
    // Files that were read count as used, and give way as soon as the memory is wanted.
    std::array<char, 8192> stat{};
    const std::size_t stat_bytes = read_small_file(stat_path.c_str(), stat).value_or(0);
    const std::string_view text(stat.data(), stat_bytes);
    const std::size_t at = text.find(cache_name);
    const std::size_t cache = at == std::string_view::npos ? 0 : number_in(text.substr(at));
    const std::size_t needed = usage > cache ? usage - cache : 0;
    left = std::min(left, limit > needed ? limit - needed : 0);
  };
  std::string_view text(buffer.data(), *bytes);
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const std::size_t path_at = line.find(":/");
    if (path_at == std::string_view::npos) continue;
    std::string path(line.substr(path_at + 1));
    const bool version_2 = line.starts_with("0::");
    if (!version_2 && line.find(":memory:") == std::string_view::npos) continue;
    // A limit may stand at any level above; inside a container only the root may be visible.
    for (;;) {
      if (path == "/") path.clear();
      std::string at = root;
      at.append(version_2 ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory").append(path);
      if (version_2)
        consider(at + "/memory.max", at + "/memory.current", at + "/memory.stat", "inactive_file");
      else
        consider(at + "/memory.limit_in_bytes", at + "/memory.usage_in_bytes", at + "/memory.stat",
                 "total_inactive_file");
      if (path.empty()) break;
      path.erase(path.rfind('/'));
    }
  }
  return left;
}

}  // namespace

std::size_t available_memory_bytes(const std::string& root) {
  const std::size_t bytes =
      std::min(meminfo_bytes(root, "MemAvailable:"), control_group_bytes(root));
  if (bytes != unlimited) return bytes;
  struct sysinfo info {};  // without /proc: of caches nothing is known, so they count as used
  return ::sysinfo(&info) == 0 ? std::size_t{info.freeram} * info.mem_unit : 0;
}

std::uint64_t resident_bytes(pid_t pid) {
  std::array<char, 128> buffer{};
  const std::string path = "/proc/" + std::to_string(pid) + "/statm";
  const auto bytes = read_small_file(path.c_str(), buffer);
  if (!bytes) return 0;
  const std::string_view text(buffer.data(), *bytes);
  const std::size_t second = text.find(' ');  // the first number is the size of its address space
  if (second == std::string_view::npos) return 0;
  static const auto page_bytes = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  return number_in(text.substr(second)) * page_bytes;
}

}  // namespace muster::os
