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

/// Text that a thread has made, in memory that goes round.
struct Text {
  std::unique_ptr<char[]> bytes;
  std::size_t capacity = 0;
  std::size_t used = 0;
};

/// Writes in order what threads make at the same time, in numbered parts. A thread that comes
/// before its turn leaves its text and goes on; the text is written by the thread that holds the
/// part before, so threads hardly ever wait for each other.
class Sequencer {
 public:
  /// write(bytes) is called from any of the threads, never from two at once. No more than
  /// `waiting_max` texts wait for their turn.
  Sequencer(const std::function<void(std::string_view)>& write, std::size_t waiting_max)
      : write_(write), waiting_max_(waiting_max) {}

  /// All of part `part`, of which nothing has been written yet.
  void pass(std::size_t part, Text text);

  /// For a part that is too large to be left: waits until all parts before it have been written.
  /// Then write() may be called for it, until leave(). Returns false if some thread broke the
  /// sequencer: then nothing more is to be written.
  [[nodiscard]] bool enter(std::size_t part);
  void write(std::string_view bytes) { write_(bytes); }
  void leave();

  /// Something failed: nothing more is written, and no thread waits any longer.
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

/// in_parallel() for parts that pass a sequencer, which an exception breaks.
void in_parallel(std::size_t threads, std::size_t parts, Sequencer& sequencer,
                 const std::function<void(std::size_t)>& make);

}  // namespace muster::parallel

#endif
