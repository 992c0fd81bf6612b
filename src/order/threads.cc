#include "order/threads.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <system_error>
#include <utility>

namespace muster::order {
namespace {

/// Tasks that wait before whoever brings another has to do one.
constexpr std::size_t waiting_max = 1;

}  // namespace

Background::~Background() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
    tasks_.clear();
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Background::start(std::function<void()> task) {
  std::unique_lock lock(mutex_);
  tasks_.push_back(std::move(task));
  ++unfinished_;
  if (tasks_.size() > 1 && threads_.size() < threads_max_) {
    try {
      threads_.emplace_back([this] { work(); });
    } catch (const std::system_error&) {
      threads_max_ = threads_.size();  // as many as there may be
    }
  }
  changed_.notify_all();
  // Who gives faster than the others can take does some of the work.
  if (tasks_.size() > waiting_max + threads_max_) do_one(lock);
}

void Background::wait() {
  std::unique_lock lock(mutex_);
  // Who waits lends a hand, and does it all if there is no other thread.
  while (!tasks_.empty()) do_one(lock);
  changed_.wait(lock, [this] { return unfinished_ == 0; });
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

void Background::do_one(std::unique_lock<std::mutex>& lock) {
  const std::function<void()> task = std::move(tasks_.front());
  tasks_.pop_front();
  lock.unlock();
  std::exception_ptr failure;
  try {
    task();
  } catch (...) {
    failure = std::current_exception();
  }
  lock.lock();
  if (!failure_) failure_ = failure;
  --unfinished_;
  changed_.notify_all();
}

void Background::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return closing_ || !tasks_.empty(); });
    if (tasks_.empty()) return;
    do_one(lock);
  }
}

void Turnstile::pass(std::size_t part, Text text) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return broken_ || turn_ == part || waiting_.size() < waiting_max_; });
  if (broken_) return;
  waiting_.emplace(part, std::move(text));
  if (!is_inside_) write_those_due(lock);  // else whoever is inside does
}

bool Turnstile::enter(std::size_t part) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return broken_ || (turn_ == part && !is_inside_); });
  is_inside_ = !broken_;
  return is_inside_;
}

void Turnstile::leave() {
  std::unique_lock lock(mutex_);
  is_inside_ = false;
  ++turn_;
  write_those_due(lock);
  changed_.notify_all();
}

/// Nobody is inside. If a write throws, whoever called breaks the turnstile.
void Turnstile::write_those_due(std::unique_lock<std::mutex>& lock) {
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

Text Turnstile::take_spare() {
  const std::lock_guard lock(mutex_);
  if (spare_.empty()) return {};
  Text text = std::move(spare_.back());
  spare_.pop_back();
  return text;
}

void Turnstile::break_down() {
  {
    const std::lock_guard lock(mutex_);
    broken_ = true;
  }
  changed_.notify_all();
}

void in_parallel(std::size_t threads, std::size_t parts, Turnstile& turnstile,
                 const std::function<void(std::size_t)>& make) {
  in_parallel(threads, parts, [&](std::size_t part) {
    try {
      make(part);
    } catch (...) {
      turnstile.break_down();
      throw;
    }
  });
}

void in_parallel(std::size_t threads, std::size_t parts,
                 const std::function<void(std::size_t)>& make) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::exception_ptr failure;
  const auto work = [&] {
    try {
      for (std::size_t part = next++; part < parts; part = next++) make(part);
    } catch (...) {
      {
        const std::lock_guard lock(mutex);
        if (!failure) failure = std::current_exception();
      }
      next = parts;
    }
  };
  std::vector<std::thread> helpers;
  try {
    for (std::size_t i = 1; i < std::min(threads, parts); ++i) helpers.emplace_back(work);
  } catch (const std::system_error&) {  // fewer will do
  }
  work();
  for (std::thread& helper : helpers) helper.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace muster::order
