#ifndef MUSTER_OS_WATCH_H
#define MUSTER_OS_WATCH_H

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <vector>

#include "os/fd.h"

namespace muster::os {

/// Waits for descriptors to become readable, or writable. Each is watched under a tag that the
/// caller chooses.
class Watch {
 public:
  Watch();

  void add(const Fd& fd, std::uint64_t tag);
  /// The same, but returns false if `fd` cannot be watched because reading it never waits: a file.
  [[nodiscard]] bool try_add(const Fd& fd, std::uint64_t tag);
  void add(const Watch& inner, std::uint64_t tag) { add(inner.epoll_, tag); }

  /// Ends the watch of `fd` for sure: closing alone does not while a forked child has a copy.
  void remove(const Fd& fd);

  /// Ready once, when `fd` can be written to or nobody reads it any more. Closing it ends the
  /// watch.
  void await_space(const Fd& fd, std::uint64_t tag);

  /// Stops (or resumes) listening to a watch inside this one: the gate before all pipes at once.
  void mute(const Watch& inner, std::uint64_t tag, bool muted);

  /// The tags that are ready: waits for one, but not beyond `until` (std::nullopt: for ever). Valid
  /// until the next call.
  std::span<const std::uint64_t> ready(std::optional<std::chrono::steady_clock::time_point> until);

 private:
  Fd epoll_;
  std::vector<std::uint64_t> tags_;
};

/// Of several deadlines the first; nothing if there is none.
inline std::optional<std::chrono::steady_clock::time_point> first_of(
    std::initializer_list<std::optional<std::chrono::steady_clock::time_point>> deadlines) {
  std::optional<std::chrono::steady_clock::time_point> first;
  for (const auto& one : deadlines)
    if (one && (!first || *one < *first)) first = one;
  return first;
}

/// Waits until something can be read from `fd`, or it is at its end, but not beyond `until`.
/// Returns whether so.
bool wait_for_input(const Fd& fd, std::chrono::steady_clock::time_point until);
/// The same for space to write to descriptor `number`; no space if that cannot be found out.
bool wait_for_space(int number, std::chrono::steady_clock::time_point until) noexcept;

}  // namespace muster::os

#endif
