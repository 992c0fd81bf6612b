// For the tests of policies, and of what stands before them.

#ifndef MUSTER_RELEASE_TEST_OUTPUT_H
#define MUSTER_RELEASE_TEST_OUTPUT_H

#include <unistd.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>

#include "event/event.h"
#include "os/io.h"
#include "os/pipe.h"
#include "release/policy.h"

namespace muster::release {

inline order::Order order_with(order::ReleaseRule policy) {
  order::Order order;
  order.release = policy;
  return order;
}

/// A merge by the first letter, ties left as they came.
inline order::Order by_first_letter() {
  order::Order order = order_with(order::ReleaseRule::merged);
  order.keys.emplace_back() = {.last_field = 0, .last_bytes = 1};
  order.ties = order::Ties::input_order;
  return order;
}

/// Keeps how far jobs were ahead: "1:300 " for P2 and 300 bytes.
class AheadSink final : public event::Sink {
 public:
  void on(const event::Stamp& /*stamp*/, const event::Event& event) override {
    if (const auto* const was = std::get_if<event::JobWasAhead>(&event))
      text_ += std::to_string(was->job) + ':' + std::to_string(was->bytes) + ' ';
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// A policy whose output is a pipe, so that a test sees what has been released so far.
class Output {
 public:
  explicit Output(const order::Order& order, std::uint32_t workers = 3,
                  std::size_t memory_bytes = 1 << 20, std::uint64_t top = record::every)
      : writer_(pipe_.write_end.get(), deliver::Format::records, '\n', key::KeyKind::bytes, top),
        policy_(make_policy(
            order, '\n', workers,
            {memory_bytes, {"/tmp"}, 1, spill::merged_max_default, top, event::Log({&ahead_})},
            [this](std::uint32_t worker, bool is_paused) {
              pauses_ += is_paused ? '+' : '-';
              pauses_ += std::to_string(worker);
            },
            writer_)) {
    os::set_nonblocking(pipe_.read_end);
  }

  explicit Output(order::ReleaseRule policy, std::uint32_t workers = 3,
                  std::size_t memory_bytes = 1 << 20, std::uint64_t top = record::every)
      : Output(order_with(policy), workers, memory_bytes, top) {}

  Policy& policy() { return *policy_; }

  /// The workers that were paused ("+0") and resumed ("-0") so far, in order.
  [[nodiscard]] const std::string& pauses() const { return pauses_; }

  /// Which workers were how far ahead, as far as that is known.
  [[nodiscard]] const std::string& ahead() const { return ahead_.text(); }

  /// What has been written since the last call, with spaces for newlines.
  std::string released() {
    std::array<char, 4096> buffer{};
    const auto bytes = os::read_some(pipe_.read_end, buffer, "cannot read a pipe");
    std::string text(buffer.data(), bytes.value_or(0));
    for (char& c : text)
      if (c == '\n') c = ' ';
    return text;
  }

  /// The same if it is more than a little.
  std::string all_released() {
    std::string all;
    for (std::string some = released(); !some.empty(); some = released()) all += some;
    return all;
  }

 private:
  AheadSink ahead_;
  std::string pauses_;
  os::Pipe pipe_ = os::make_pipe();
  deliver::Writer writer_;
  std::unique_ptr<Policy> policy_;
};

}  // namespace muster::release

#endif
