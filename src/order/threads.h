#ifndef MUSTER_ORDER_THREADS_H
#define MUSTER_ORDER_THREADS_H

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

namespace muster::order {

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

/// Text that a thread has made, in memory that goes round.
struct Text {
  std::unique_ptr<char[]> bytes;
  std::size_t capacity = 0;
  std::size_t used = 0;
};

/// Lets out one after the other what threads make at the same time, in numbered parts. Who comes
/// before its turn leaves its text and goes on; it is written by whoever is there when its turn
/// comes, so threads hardly ever wait for each other.
class Turnstile {
 public:
  /// write(bytes) is called from any of the threads, never from two at once. No more than
  /// `waiting_max` texts wait for their turn.
  Turnstile(const std::function<void(std::string_view)>& write, std::size_t waiting_max)
      : write_(write), waiting_max_(waiting_max) {}

  /// All of part `part`, of which nothing has been written yet.
  void pass(std::size_t part, Text text);

  /// For a part that is too large to be left: waits until all parts before it have been written.
  /// Then write() may be called for it, until leave(). Returns false if some thread broke the
  /// turnstile: then nothing more is to be written.
  [[nodiscard]] bool enter(std::size_t part);
  void write(std::string_view bytes) { write_(bytes); }
  void leave();

  /// Something failed: everybody is turned away from now on.
  void break_down();

  /// The memory of a text that has been written, if there is one.
  Text take_spare();

 private:
  void write_those_due(std::unique_lock<std::mutex>& lock);

  const std::function<void(std::string_view)>& write_;
  std::size_t waiting_max_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t turn_ = 0;    // the part that is written next, or is being written
  bool is_inside_ = false;  // somebody writes
  std::map<std::size_t, Text> waiting_;
  std::vector<Text> spare_;
  bool broken_ = false;
};

/// Calls make(part) for each part from 0 to `parts` - 1, in `threads` threads (the caller's is one
/// of them) that each take the next part as they get free. The first exception is thrown on.
void in_parallel(std::size_t threads, std::size_t parts,
                 const std::function<void(std::size_t)>& make);
/// The same for parts that pass a turnstile, which an exception breaks.
void in_parallel(std::size_t threads, std::size_t parts, Turnstile& turnstile,
                 const std::function<void(std::size_t)>& make);

}  // namespace muster::order

#endif
