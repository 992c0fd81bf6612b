#include "os/watch.h"

#include <poll.h>
#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "os/error.h"

namespace muster::os {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* cannot_watch = "cannot watch a descriptor";

/// As epoll_wait and poll take it; rounded up, so that a deadline has passed when the wait for it
/// is over.
int milliseconds_until(std::optional<Clock::time_point> until) {
  if (!until) return -1;
  const auto now = Clock::now();
  if (*until <= now) return 0;  // time_point::min(), for one, from which nothing can be subtracted
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*until - now);
  return static_cast<int>(std::min<std::int64_t>(left.count(), 1'000'000'000));
}

/// What poll returns for one event of a descriptor, signals aside.
int poll_until(int number, short event, Clock::time_point until) {
  pollfd one{number, event, 0};
  int count = 0;
  do {
    count = ::poll(&one, 1, milliseconds_until(until));
  } while (count < 0 && errno == EINTR);
  return count;
}

}  // namespace

Watch::Watch() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (!epoll_) throw_errno("cannot create an epoll descriptor");
}

void Watch::add(const Fd& fd, std::uint64_t tag) {
  if (!try_add(fd, tag)) throw_error(EPERM, cannot_watch);
}

bool Watch::try_add(const Fd& fd, std::uint64_t tag) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = tag;
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd.get(), &event) == 0) return true;
  if (errno != EPERM) throw_errno(cannot_watch);
  return false;
}

void Watch::await_space(const Fd& fd, std::uint64_t tag) {
  epoll_event event{};
  event.events = static_cast<std::uint32_t>(EPOLLOUT) | static_cast<std::uint32_t>(EPOLLONESHOT);
  event.data.u64 = tag;
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, fd.get(), &event) == 0) return;
  if (errno != ENOENT || ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd.get(), &event) != 0)
    throw_errno(cannot_watch);
}

void Watch::remove(const Fd& fd) {
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd.get(), nullptr) != 0)
    throw_errno("cannot end the watch of a descriptor");
}

void Watch::mute(const Watch& inner, std::uint64_t tag, bool muted) {
  epoll_event event{};
  event.events = muted ? 0U : static_cast<std::uint32_t>(EPOLLIN);
  event.data.u64 = tag;
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, inner.epoll_.get(), &event) != 0)
    throw_errno("cannot change a watch");
}

std::span<const std::uint64_t> Watch::ready(
    std::optional<std::chrono::steady_clock::time_point> until) {
  std::array<epoll_event, 64> events;
  int count = 0;
  do {
    count = ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()),
                         milliseconds_until(until));
  } while (count < 0 && errno == EINTR);
  if (count < 0) throw_errno("cannot wait for events");
  tags_.clear();
  for (int i = 0; i < count; ++i) tags_.push_back(events[static_cast<std::size_t>(i)].data.u64);
  return tags_;
}

bool wait_for_input(const Fd& fd, Clock::time_point until) {
  const int count = poll_until(fd.get(), POLLIN, until);
  if (count < 0) throw_errno("cannot wait for input");
  return count > 0;
}

bool wait_for_space(int number, Clock::time_point until) noexcept {
  return poll_until(number, POLLOUT, until) > 0;
}

}  // namespace muster::os
