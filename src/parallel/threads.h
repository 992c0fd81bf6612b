#ifndef MUSTER_PARALLEL_THREADS_H
#define MUSTER_PARALLEL_THREADS_H

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace muster::parallel {

/// Runs tasks in threads of its own while the caller goes on. The threads are started with the
/// second task, so a small run has none. wait() rethrows what a task throws.
class Background {
 public:
  explicit Background(std::size_t threads) : threads_max_(threads) {}
  ~Background();
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

  /// A caller that outruns the threads runs a task itself.
  void start(std::function<void()> task);
  /// Waits until all tasks have been run, and runs some of them itself.
  void wait();

 private:
  void work();
  void do_one(std::unique_lock<std::mutex>& lock);

  std::size_t threads_max_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> tasks_;
  std::size_t unfinished_ = 0;
  std::exception_ptr failure_;
  bool closing_ = false;
  std::vector<std::thread> threads_;
};

/// Calls run(task) for each task from 0 to `tasks` - 1, in `threads` threads (the caller's is one
/// of them) that each take the next task when they are free. Rethrows the first exception.
void in_parallel(std::size_t threads, std::size_t tasks,
                 const std::function<void(std::size_t)>& run);

}  // namespace muster::parallel

#endif
