#include "parallel/threads.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <system_error>
#include <utility>

namespace muster::parallel {
namespace {

/// Tasks that wait before the thread that brings another has to run one.
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
  // A producer that outruns the pool runs a task itself.
  if (tasks_.size() > waiting_max + threads_max_) do_one(lock);
}

void Background::wait() {
  std::unique_lock lock(mutex_);
  // The thread that waits runs tasks too, all of them if there is no other.
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

void in_parallel(std::size_t threads, std::size_t tasks,
                 const std::function<void(std::size_t)>& run) {
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::exception_ptr failure;
  const auto work = [&] {
    try {
      for (std::size_t task = next++; task < tasks; task = next++) run(task);
    } catch (...) {
      {
        const std::lock_guard lock(mutex);
        if (!failure) failure = std::current_exception();
      }
      next = tasks;
    }
  };
  std::vector<std::thread> helpers;
  try {
    for (std::size_t i = 1; i < std::min(threads, tasks); ++i) helpers.emplace_back(work);
  } catch (const std::system_error&) {  // fewer will do
  }
  work();
  for (std::thread& helper : helpers) helper.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace muster::parallel
