#ifndef MUSTER_PARALLEL_SEQUENCER_H
#define MUSTER_PARALLEL_SEQUENCER_H

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

namespace muster::parallel {

/// Text that a thread has made, in memory that is used again.
struct Text {
  std::unique_ptr<char[]> bytes;
  std::size_t capacity = 0;
  std::size_t used = 0;
};

/// Writes in order what the threads of in_parallel make at the same time. A thread whose turn has
/// not come leaves its text and goes on; the text is written by the thread that has the task before
/// it, so threads hardly ever wait for each other.
class Sequencer {
 public:
  /// write(bytes) is called from any of the threads, never from two at once. No more than
  /// `waiting_max` texts wait for their turn.
  Sequencer(const std::function<void(std::string_view)>& write, std::size_t waiting_max)
      : write_(write), waiting_max_(waiting_max) {}

  /// The whole text of a task of which nothing has been written yet.
  void pass(std::size_t task, Text text);

  /// For a task whose text is too large to be left: waits until all tasks before it have been
  /// written. Then write() may be called for it, until leave(). Returns false after fail(): then
  /// nothing more may be written.
  [[nodiscard]] bool enter(std::size_t task);
  void write(std::string_view bytes) { write_(bytes); }
  void leave();

  /// A task has failed: nothing more is written, and no thread waits any longer.
  void fail();

  /// The memory of a text that has been written, if there is one.
  Text take_spare();

 private:
  void write_due(std::unique_lock<std::mutex>& lock);

  const std::function<void(std::string_view)>& write_;
  std::size_t waiting_max_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t turn_ = 0;    // the task that is written next, or is being written
  bool is_inside_ = false;  // a thread writes
  std::map<std::size_t, Text> waiting_;
  std::vector<Text> spare_;
  bool has_failed_ = false;
};

/// in_parallel() for tasks that use a sequencer: an exception makes it fail.
void in_parallel(std::size_t threads, std::size_t tasks, Sequencer& sequencer,
                 const std::function<void(std::size_t)>& run);

}  // namespace muster::parallel

#endif
