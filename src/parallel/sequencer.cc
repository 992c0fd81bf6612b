#include "parallel/sequencer.h"

#include <utility>

#include "parallel/threads.h"

namespace muster::parallel {

void Sequencer::pass(std::size_t part, Text text) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return broken_ || turn_ == part || waiting_.size() < waiting_max_; });
  if (broken_) return;
  waiting_.emplace(part, std::move(text));
  if (!is_inside_) write_those_due(lock);  // else the thread that is inside does
}

bool Sequencer::enter(std::size_t part) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return broken_ || (turn_ == part && !is_inside_); });
  is_inside_ = !broken_;
  return is_inside_;
}

void Sequencer::leave() {
  std::unique_lock lock(mutex_);
  is_inside_ = false;
  ++turn_;
  write_those_due(lock);
  changed_.notify_all();
}

/// Nobody is inside. If a write throws, the caller breaks the sequencer.
void Sequencer::write_those_due(std::unique_lock<std::mutex>& lock) {
  for (auto due = waiting_.find(turn_); due != waiting_.end() && !broken_;
       due = waiting_.find(turn_)) {
    Text text = std::move(due->second);
    waiting_.erase(due);
    is_inside_ = true;
    lock.unlock();
    if (text.used > 0) write_({text.bytes.get(), text.used});
    lock.lock();
    is_inside_ = false;
    ++turn_;
    text.used = 0;
    spare_.push_back(std::move(text));
    changed_.notify_all();
  }
}

Text Sequencer::take_spare() {
  const std::lock_guard lock(mutex_);
  if (spare_.empty()) return {};
  Text text = std::move(spare_.back());
  spare_.pop_back();
  return text;
}

void Sequencer::break_down() {
  {
    const std::lock_guard lock(mutex_);
    broken_ = true;
  }
  changed_.notify_all();
}

void in_parallel(std::size_t threads, std::size_t parts, Sequencer& sequencer,
                 const std::function<void(std::size_t)>& make) {
  in_parallel(threads, parts, [&](std::size_t part) {
    try {
      make(part);
    } catch (...) {
      sequencer.break_down();
      throw;
    }
  });
}

}  // namespace muster::parallel
