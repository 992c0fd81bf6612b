#include "os/pressure.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>

#include "os/io.h"

namespace muster::os {
namespace {

std::string contents_of(const std::string& path) {
  std::array<char, 512> buffer;
  const auto bytes = read_small_file(path.c_str(), buffer);
  return {buffer.data(), bytes.value_or(0)};
}

/// The number that follows `what`.
double number_after(const std::string& text, const char* what) {
  const std::size_t at = text.find(what);
  if (at == std::string::npos) return 0;
  return std::strtod(text.c_str() + at + std::char_traits<char>::length(what), nullptr);
}

}  // namespace

double load(const std::string& root) {
  // "0.50 0.32 0.17 3/204 8561": three means, and how many run now of how many there are.
  const std::string text = contents_of(root + "/proc/loadavg");
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) return 0;
  const std::size_t blank = text.rfind(' ', slash);
  const double running = std::strtod(text.c_str() + blank, nullptr);
  return std::max(std::strtod(text.c_str(), nullptr), running - 1);
}

double memory_stall(const std::string& root) {
  const std::string text = contents_of(root + "/proc/pressure/memory");
  const std::size_t full = text.find("full ");
  return full == std::string::npos ? 0 : number_after(text.substr(full), "avg10=");
}

}  // namespace muster::os
