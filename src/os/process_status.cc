#include "os/process_status.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace muster::os {
namespace {

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find_first_of(" \n"), text.size());
    words.push_back(text.substr(0, size));
    text.remove_prefix(std::min(size + 1, text.size()));
  }
  return words;
}

int number_of(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

std::optional<ProcessStatus> parse_process_status(std::string_view stat) {
  // The fields are numbered as in proc(5). The name, the second, is in brackets and may hold
  // anything, so those after the last bracket are counted.
  const std::size_t name_start = stat.find('(');
  const std::size_t name_end = stat.rfind(')');
  if (name_end == std::string_view::npos || stat.size() < name_end + 2) return std::nullopt;
  const std::vector<std::string_view> words = words_of(stat.substr(name_end + 2));
  const auto field = [&](std::size_t number) { return words[number - 3]; };
  constexpr std::size_t state = 3, parent = 4, group = 5, session = 6, threads = 20,
                        start_time = 22, virtual_size = 23, env_start = 50, env_end = 51;
  if (words.size() + 2 < env_end) return std::nullopt;
  // One whose first thread has ended while others run reads as a zombie without memory. A kernel
  // thread has none either, nor has a process that is about to become a zombie.
  const bool is_zombie = field(state) == "Z" || field(state) == "X";
  const bool has_memory = field(virtual_size) != "0";
  if (number_of(field(threads)) < 2 && (is_zombie || !has_memory)) return std::nullopt;
  return ProcessStatus{
      number_of(field(parent)),
      number_of(field(group)),
      number_of(field(session)),
      std::string(field(start_time)),
      std::string(stat.substr(name_start + 1, name_end - name_start - 1)),
      field(env_start) == field(env_end) && field(env_end) != "0",
  };
}

}  // namespace muster::os
