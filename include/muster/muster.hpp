// libmuster for C++17 and newer: owners and exceptions over muster.h, in this header alone.
//
//   muster::Plan plan;
//   plan.option("-n").line("seq 3").line("seq 7");
//   const muster::Result result = muster::run(plan);
//   for (std::string_view line : result.lines()) …

#ifndef MUSTER_MUSTER_HPP
#define MUSTER_MUSTER_HPP

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "muster/muster.h"

namespace muster {

namespace detail {
struct Free {
  void operator()(muster_plan* plan) const { muster_plan_free(plan); }
  void operator()(muster_run* run) const { muster_run_free(run); }
  void operator()(muster_result* result) const { muster_result_free(result); }
  void operator()(muster_error* error) const { muster_error_free(error); }
};
template <typename T>
using Owner = std::unique_ptr<T, Free>;
[[noreturn]] void raise(muster_code code, Owner<muster_error> error);
}  // namespace detail

/// Every exception of this library but std::bad_alloc.
class Error : public std::runtime_error {
 public:
  Error(muster_code code, const std::string& message) : runtime_error(message), code_(code) {}
  [[nodiscard]] muster_code code() const { return code_; }

 private:
  muster_code code_;
};

/// Values of one type, or bytes, that lie in a Result and live as long as it does.
template <typename T>
class View {
 public:
  View(const T* data, std::size_t size) : data_(data), size_(size) {}
  [[nodiscard]] const T* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] const T* begin() const { return data_; }
  [[nodiscard]] const T* end() const { return data_ + size_; }
  const T& operator[](std::size_t index) const { return data_[index]; }

 private:
  const T* data_;
  std::size_t size_;
};

/// The lines of a text, without their newlines.
class Lines {
 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = std::string_view;
    using difference_type = std::ptrdiff_t;
    using pointer = const std::string_view*;
    using reference = std::string_view;

    Iterator() = default;
    Iterator(std::string_view rest, char delimiter) : rest_(rest), delimiter_(delimiter) {}
    std::string_view operator*() const { return rest_.substr(0, rest_.find(delimiter_)); }
    Iterator& operator++() {
      const std::size_t end = rest_.find(delimiter_);
      rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
      return *this;
    }
    bool operator==(const Iterator& other) const { return rest_.size() == other.rest_.size(); }
    bool operator!=(const Iterator& other) const { return !(*this == other); }

   private:
    std::string_view rest_;
    char delimiter_ = '\n';
  };

  Lines(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {}
  [[nodiscard]] Iterator begin() const { return {text_, delimiter_}; }
  [[nodiscard]] Iterator end() const { return {std::string_view(), delimiter_}; }

 private:
  std::string_view text_;
  char delimiter_;
};

/// What all workers wrote, in order, in memory that nobody can change.
class Result {
 public:
  explicit Result(muster_result* result) : result_(result) {}

  [[nodiscard]] std::string_view bytes() const {
    return {static_cast<const char*>(muster_result_data(result_.get())),
            muster_result_bytes(result_.get())};
  }
  [[nodiscard]] std::uint64_t records() const { return muster_result_records(result_.get()); }
  [[nodiscard]] Lines lines(char delimiter = '\n') const { return {bytes(), delimiter}; }
  /// For runs with --records=TYPE. Throws std::length_error if the bytes are no whole number of Ts.
  template <typename T>
  [[nodiscard]] View<T> values() const {
    static_assert(std::is_trivially_copyable_v<T>);
    if (bytes().size() % sizeof(T) != 0) throw std::length_error("the result is of another type");
    return {static_cast<const T*>(muster_result_data(result_.get())), bytes().size() / sizeof(T)};
  }
  /// The sealed memfd; it stays the Result's.
  [[nodiscard]] int fd() const { return muster_result_fd(result_.get()); }

 private:
  detail::Owner<muster_result> result_;
};

/// A worker that failed: see muster_failure.
struct Failure {
  std::int64_t worker;
  std::int64_t attempt;
  std::int64_t pid;
  std::string cause;
  std::int64_t exit_status;
  std::int64_t signal;
  std::string command;
  std::string text;
  std::string error_lines;
};

/// At least one worker failed.
class WorkersFailed : public Error {
 public:
  explicit WorkersFailed(muster_error* error)
      : Error(MUSTER_WORKERS_FAILED, muster_error_message(error)) {
    for (std::size_t i = 0; i < muster_error_failures(error); ++i) {
      const muster_failure& f = *muster_error_failure(error, i);
      failures_.push_back({f.worker, f.attempt, f.pid, f.cause, f.exit_status, f.signal, f.command,
                           f.text, f.error_lines});
    }
    if (muster_result* const result = muster_error_take_result(error))
      result_ = std::make_shared<const Result>(result);
  }
  [[nodiscard]] const std::vector<Failure>& failures() const { return failures_; }
  /// With --partial, the records of the others; else null.
  [[nodiscard]] const std::shared_ptr<const Result>& result() const { return result_; }

 private:
  std::vector<Failure> failures_;
  std::shared_ptr<const Result> result_;
};

/// The run was cancelled, or ended by a signal.
class Cancelled : public Error {
  using Error::Error;
};

inline void detail::raise(muster_code code, Owner<muster_error> error) {
  if (error == nullptr) throw std::bad_alloc();
  if (code == MUSTER_WORKERS_FAILED) throw WorkersFailed(error.get());
  if (code == MUSTER_CANCELLED) throw Cancelled(code, muster_error_message(error.get()));
  throw Error(code, muster_error_message(error.get()));
}

/// What is to be run: options of muster run, and lines for the shell or one command with inputs.
class Plan {
 public:
  /// "-n", "--jobs=4", "--records=u64".
  Plan& option(std::string word) { return add(options_, std::move(word)); }
  /// A worker: a line for the shell.
  Plan& line(std::string text) { return add(inputs_, std::move(text)); }
  /// The words of the command that is run for each input; {} stands for it.
  Plan& command(std::vector<std::string> words) {
    command_ = std::move(words);
    return *this;
  }
  Plan& input(std::string text) { return add(inputs_, std::move(text)); }

  /// The words, as they stand on the command line.
  [[nodiscard]] std::vector<std::string> words() const {
    std::vector<std::string> words = options_;
    if (!command_.empty()) words.push_back("--");
    words.insert(words.end(), command_.begin(), command_.end());
    words.push_back(":::");
    words.insert(words.end(), inputs_.begin(), inputs_.end());
    return words;
  }

 private:
  Plan& add(std::vector<std::string>& to, std::string word) {
    to.push_back(std::move(word));
    return *this;
  }

  std::vector<std::string> options_;
  std::vector<std::string> command_;
  std::vector<std::string> inputs_;
};

/// A run that has been started. Its destructor ends what still runs, and waits until it is gone.
class Run {
 public:
  /// Throws Error.
  explicit Run(const Plan& plan) {
    const detail::Owner<muster_plan> words(muster_plan_new());
    if (words == nullptr) throw std::bad_alloc();
    for (const std::string& word : plan.words()) {
      muster_error* error = nullptr;
      const muster_code code = muster_plan_add(words.get(), word.c_str(), &error);
      if (code != MUSTER_OK) detail::raise(code, detail::Owner<muster_error>(error));
    }
    muster_run* run = nullptr;
    muster_error* error = nullptr;
    const muster_code code = muster_run_start(words.get(), &run, &error);
    if (code != MUSTER_OK) detail::raise(code, detail::Owner<muster_error>(error));
    run_.reset(run);
  }

  /// Becomes readable when the run is over.
  [[nodiscard]] int fd() const { return muster_run_fd(run_.get()); }
  void cancel() { muster_run_cancel(run_.get()); }
  /// The result, once. Throws WorkersFailed, Cancelled or another Error.
  Result wait() { return std::move(*wait_for(-1)); }
  /// The same, but nothing if the run is not over by then.
  std::optional<Result> wait(std::chrono::milliseconds timeout) {
    constexpr std::chrono::milliseconds longest(std::numeric_limits<int>::max());
    return wait_for(
        static_cast<int>(std::clamp(timeout, std::chrono::milliseconds(0), longest).count()));
  }

 private:
  std::optional<Result> wait_for(int milliseconds) {
    muster_result* result = nullptr;
    muster_error* error = nullptr;
    const muster_code code = muster_run_wait(run_.get(), milliseconds, &result, &error);
    detail::Owner<muster_error> owned(error);
    if (code == MUSTER_NOT_OVER) return std::nullopt;
    if (code != MUSTER_OK) detail::raise(code, std::move(owned));
    return std::optional<Result>(std::in_place, result);
  }

  detail::Owner<muster_run> run_;
};

/// Starts a run and waits for its result.
inline Result run(const Plan& plan) {
  return Run(plan).wait();
}

}  // namespace muster

#endif
