#include "report/stderr_lines.h"

#include <algorithm>
#include <variant>

#include "os/message.h"

namespace muster::report {

void StderrLines::on(const event::Stamp& stamp, const event::Event& event) {
  if (const auto* const read = std::get_if<event::StderrRead>(&event))
    take(read->job, read->data, stamp.when);
  else if (const auto* const exited = std::get_if<event::JobExited>(&event))
    complete(exited->job);
  else if (const auto* const succeeded = std::get_if<event::JobSucceeded>(&event))
    complete(succeeded->job);
  else if (const auto* const failed = std::get_if<event::JobFailed>(&event))
    complete(failed->job);
}

void StderrLines::take(std::uint32_t job, std::string_view data, event::Time now) {
  const std::string tag = tag_of_ ? tag_of_(job) + '\t' : std::string();
  std::string lines;
  const auto found = partial_.find(job);
  if (found != partial_.end()) {
    lines = std::move(found->second.line);
    partial_.erase(found);
  }
  bool is_at_start = lines.empty();
  while (!data.empty()) {
    const std::size_t bytes = std::min(data.find('\n'), data.size() - 1) + 1;
    if (is_at_start) lines += tag;
    lines += data.substr(0, bytes);
    data.remove_prefix(bytes);
    is_at_start = lines.back() == '\n';
  }
  const std::size_t end = lines.rfind('\n') + 1;  // 0 if there is none
  if (end > 0) os::write_message(std::string_view(lines).substr(0, end));
  lines.erase(0, end);
  if (lines.empty()) {
    if (partial_.empty()) due_.reset();
    return;
  }
  partial_[job] = {std::move(lines), now};
  if (partial_[job].line.size() > line_bytes_max) return complete(job);
  if (!due_) due_ = now + wait_max;
}

void StderrLines::complete(std::uint32_t job) {
  const auto found = partial_.find(job);
  if (found == partial_.end()) return;
  os::write_message(found->second.line + '\n');
  partial_.erase(found);
  if (partial_.empty()) due_.reset();
}

void StderrLines::on_time(event::Time now) {
  if (!due_ || now < *due_) return;
  due_.reset();
  for (auto next = partial_.begin(); next != partial_.end();) {
    const auto& [job, partial] = *next++;
    const event::Time due = partial.since + wait_max;
    if (due <= now)
      complete(job);
    else
      due_ = std::min(due_.value_or(due), due);
  }
}

}  // namespace muster::report
