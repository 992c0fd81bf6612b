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

/// Does tasks in threads of its own while the caller goes on. The threads are started with the
/// second task, so a small run has none. What a task throws is thrown on by wait().
class Background {
 public:
  explicit Background(std::size_t threads) : threads_max_(threads) {}
  ~Background();
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

  /// If many tasks are waiting already, the caller does one of them before it goes on.
  void start(std::function<void()> task);
  /// Waits until all that was started is done, and lends a hand.
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

/// Calls make(part) for each part from 0 to `parts` - 1, in `threads` threads (the caller's is one
/// of them) that each take the next part as they get free. The first exception is thrown on.
void in_parallel(std::size_t threads, std::size_t parts,
                 const std::function<void(std::size_t)>& make);

}  // namespace muster::parallel

#endif
