#ifndef MUSTER_MERGE_SOURCE_H
#define MUSTER_MERGE_SOURCE_H

#include <stdexcept>
#include <string_view>

namespace muster::merge {

/// A source gave bytes that cannot be what was put there: never taken for data.
class DamagedSource : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What can be merged: records in order, a block of them at a time.
class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  /// The next whole records, at least one, each with its delimiter; empty at the end. They are
  /// valid until the next call.
  virtual std::string_view next() = 0;
  /// Whether next() would have to wait for somebody else.
  [[nodiscard]] virtual bool would_wait() const { return false; }
};

}  // namespace muster::merge

#endif
