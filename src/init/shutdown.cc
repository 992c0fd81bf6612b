#include "init/shutdown.h"

#include <algorithm>
#include <csignal>

#include "os/child.h"
#include "segment/segment.h"

namespace muster::init {
namespace {

using event::Clock;

/// A second signal asks for the end at once, but not one that was sent with the first: timeout(1)
/// signals both the process and its group.
constexpr std::chrono::milliseconds repeated_signal_min{100};

/// How long processes that were killed may take to end before they are left behind.
constexpr std::chrono::seconds killed_patience{10};
/// How long the Scheduler and the Dealer may take to leave when they were told to.
constexpr std::chrono::seconds leaving_patience{1};
/// How often they are looked for meanwhile.
constexpr std::chrono::milliseconds killed_recheck{500};

}  // namespace

void Shutdown::begin(bool at_once) {
  begun_ = Clock::now();
  if (at_once) return ask_to_end();
  due_ = *begun_ + (steps_.empty() ? std::chrono::milliseconds(0) : steps_.front().patience);
}

void Shutdown::ask_to_end() {
  if (steps_taken_ == 0) take_step();
}

void Shutdown::take_step() {
  if (steps_taken_ >= steps_.size()) return kill_all();
  const plan::EndStep& step = steps_[steps_taken_++];
  due_ = Clock::now() + step.patience;
  processes_.ask_to_end(step.signal);
}

void Shutdown::hasten() {
  if (Clock::now() - *begun_ >= repeated_signal_min) kill_all();
}

void Shutdown::on_time(Time now) {
  if (due_ && now >= *due_) take_step();
}

void Shutdown::kill_all() {
  steps_taken_ = steps_.size();
  if (!killing_since_) killing_since_ = Clock::now();
  const std::vector<os::ProcessName> left = processes_.kill_all();
  const bool is_refused =
      !left.empty() && std::all_of(left.begin(), left.end(),
                                   [](const os::ProcessName& name) { return name.is_refused; });
  if (is_refused || Clock::now() - *killing_since_ >= killed_patience) return leave_behind(left);
  due_ = Clock::now() + killed_recheck;  // for what was being started meanwhile
}

void Shutdown::leave_behind(const std::vector<os::ProcessName>& left) {
  for (const os::ProcessName& name : left)
    log_.emit(event::ProcessLeftBehind{name.number, name.command, name.is_refused});
  if (left.empty()) log_.emit(event::ProcessLeftBehind{});
  (void)os::reap_all(Clock::now());
  segment::sweep();
  has_left_some_behind_ = true;
}

void Shutdown::end_without_events() {
  processes_.signal_workers(SIGKILL);
  if (!os::reap_all(Clock::now() + leaving_patience)) {
    (void)processes_.kill_all();
    if (!os::reap_all(Clock::now() + killed_patience)) log_.emit(event::ProcessLeftBehind{});
  }
  segment::sweep();
}

}  // namespace muster::init
