#include "init/tasks.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "segment/layout.h"
#include "worker/draw.h"

namespace muster::init {
namespace {

constexpr std::uint32_t jobs_max = std::numeric_limits<std::uint32_t>::max();

worker::Template::Inputs inputs_of(const plan::Commands& commands) {
  return commands.inputs ? worker::Template::Inputs::some : worker::Template::Inputs::none;
}

}  // namespace

Tasks::Tasks(const plan::Commands& commands, char delimiter)
    : commands_(commands),
      delimiter_(delimiter),
      rows_(commands.inputs ? std::optional<input::Rows>(std::in_place, *commands.inputs)
                            : std::nullopt),
      command_(commands.words, inputs_of(commands), names()) {
  if (commands.tag) tag_.emplace(*commands.tag, inputs_of(commands), names());
  if (command_.needs_count() || (tag_ && tag_->needs_count())) take_all();
}

std::optional<std::uint32_t> Tasks::count() const {
  if (blocks_ != nullptr) return std::nullopt;
  if (!rows_) return commands_.count;
  const auto count = rows_->count();
  if (!count) return std::nullopt;
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(*count, jobs_max));
}

std::span<const std::string> Tasks::names() const {
  if (!rows_) return {};
  return rows_->names();
}

Tasks::Next Tasks::take() {
  Job job;
  Next next = Next::given;
  if (blocks_ != nullptr)
    next = blocks_->take();
  else if (rows_)
    next = rows_->next(job.inputs);
  else if (taken_ == commands_.count)
    next = Next::none;
  if (next != Next::given) return next;
  if (rows_ && taken_ == jobs_max) throw std::runtime_error("too many inputs");
  jobs_.emplace(taken_, std::move(job));
  if (tag_) check_tag(taken_);
  ++taken_;
  return Next::given;
}

void Tasks::check_tag(std::uint32_t job) const {
  const std::string text = tag(job);
  if (text.size() > segment::tag_bytes_max)
    throw BadTag(fmt::format("--tagstring: the tag of P{} is longer than {} bytes", job + 1,
                             segment::tag_bytes_max));
  if (text.find(delimiter_) != std::string::npos)
    throw BadTag(fmt::format("--tagstring: the tag of P{} contains the record delimiter", job + 1));
}

worker::Replacements Tasks::replacements(const Job& job, std::uint32_t number) const {
  return {job.inputs, std::uint64_t{number} + 1, std::uint64_t{job.slot} + 1, count()};
}

worker::Task Tasks::task(std::uint32_t job, std::uint32_t slot) {
  if (commands_.draw) return worker::draw_task(*commands_.draw, job);
  Job& found = jobs_.at(job);
  found.slot = slot;
  return command_.task(replacements(found, job));
}

std::string Tasks::command(std::uint32_t job) const {
  const auto found = jobs_.find(job);
  return found == jobs_.end() ? "" : command_.line(replacements(found->second, job));
}

std::string Tasks::title(std::uint32_t job) const {
  return commands_.draw ? worker::draw_title : worker::title_of(command(job));
}

std::string Tasks::inputs(std::uint32_t job) const {
  const auto found = jobs_.find(job);
  return found == jobs_.end() ? "" : fmt::format("{}", fmt::join(found->second.inputs, " "));
}

std::string Tasks::tag(std::uint32_t job) const {
  std::string text;
  const auto found = jobs_.find(job);
  if (found != jobs_.end())
    tag_->append(replacements(found->second, job), /*is_quoted=*/false, text);
  return text;
}

void Tasks::forget(std::uint32_t job) {
  over_.push_back(job);
  if (over_.size() <= over_max) return;
  jobs_.erase(over_.front());
  over_.pop_front();
}

}  // namespace muster::init
