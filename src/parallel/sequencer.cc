#include "parallel/sequencer.h"

#include <utility>

#include "parallel/threads.h"

namespace muster::parallel {

void Sequencer::pass(std::size_t task, Text text) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock,
                [&] { return has_failed_ || turn_ == task || waiting_.size() < waiting_max_; });
  if (has_failed_) return;
  waiting_.emplace(task, std::move(text));
  if (!is_inside_) write_due(lock);  // else the thread that is inside does
}

bool Sequencer::enter(std::size_t task) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return has_failed_ || (turn_ == task && !is_inside_); });
  is_inside_ = !has_failed_;
  return is_inside_;
}

void Sequencer::leave() {
  std::unique_lock lock(mutex_);
  is_inside_ = false;
  ++turn_;
  write_due(lock);
  changed_.notify_all();
}

/// No thread is inside. If a write throws, in_parallel makes the sequencer fail.
void Sequencer::write_due(std::unique_lock<std::mutex>& lock) {
  for (auto due = waiting_.find(turn_); due != waiting_.end() && !has_failed_;
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

void Sequencer::fail() {
  {
    const std::lock_guard lock(mutex_);
    has_failed_ = true;
  }
  changed_.notify_all();
}

void in_parallel(std::size_t threads, std::size_t tasks, Sequencer& sequencer,
                 const std::function<void(std::size_t)>& run) {
  in_parallel(threads, tasks, [&](std::size_t task) {
    try {
      run(task);
    } catch (...) {
      sequencer.fail();
      throw;
    }
  });
}

}  // namespace muster::parallel
