#ifndef MUSTER_FILESORT_BAD_INPUT_H
#define MUSTER_FILESORT_BAD_INPUT_H

#include <cstdint>
#include <exception>
#include <string>
#include <utility>
#include <variant>

namespace muster::filesort {

/// A record is longer than record::bytes_max.
struct LongRecord {
  std::string path;
};
/// The input ends `bytes` after the beginning of a record of `record_bytes`.
struct TornRecord {
  std::string path;
  std::uint64_t bytes = 0;
  std::uint64_t record_bytes = 0;
};
/// The header is not that of the first input.
struct OtherHeader {
  std::string path;
  std::string first_path;
};

/// What is wrong with the content of an input.
using InputCause = std::variant<LongRecord, TornRecord, OtherHeader>;

/// An input that cannot be sorted. cli/ makes a sentence of the cause.
class BadInput : public std::exception {
 public:
  explicit BadInput(InputCause cause) : cause_(std::move(cause)) {}
  [[nodiscard]] const InputCause& cause() const { return cause_; }
  [[nodiscard]] const char* what() const noexcept override { return "an input cannot be sorted"; }

 private:
  InputCause cause_;
};

}  // namespace muster::filesort

#endif
