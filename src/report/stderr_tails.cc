#include "report/stderr_tails.h"

#include <algorithm>

#include <fmt/format.h>

#include "report/quantities.h"

namespace muster::report {

void Tail::add(std::string_view data) {
  while (!data.empty()) {
    if (is_at_start_) lines_.emplace_back();
    if (lines_.size() > lines_max) lines_.pop_front();
    const std::size_t bytes = std::min(data.find('\n'), data.size());
    Line& line = lines_.back();
    line.text += data.substr(0, std::min(bytes, line_bytes_max - line.text.size()));
    line.bytes += bytes;
    is_at_start_ = bytes < data.size();
    data.remove_prefix(bytes + (is_at_start_ ? 1 : 0));
  }
}

std::vector<std::string> Tail::lines() const {
  std::vector<std::string> lines;
  for (const Line& line : lines_)
    lines.push_back(line.bytes == line.text.size()
                        ? line.text
                        : fmt::format("{}… ({} bytes)", line.text, count_text(line.bytes)));
  return lines;
}

std::vector<std::string> StderrTails::take(std::uint32_t job) {
  const auto node = tails_.extract(job);
  return node ? node.mapped().lines() : std::vector<std::string>();
}

}  // namespace muster::report
