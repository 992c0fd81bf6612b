// The bytes of plain data, written and read by the same description: a function `fields(archive,
// part)` that names the fields of a part one after the other. Native byte order: they never leave
// the machine.

#ifndef MUSTER_PLAN_ARCHIVE_H
#define MUSTER_PLAN_ARCHIVE_H

#include <chrono>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace muster::plan {

/// What was read is no plan of this version.
class FormatError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// It ends before it should.
class CutShort : public FormatError {
 public:
  CutShort() : FormatError("it is cut short") {}
};

/// For functions that take a part to write or to read.
template <typename T, typename Part>
concept Is = std::same_as<std::remove_const_t<T>, Part>;

class Writer {
 public:
  template <typename T>
  void operator()(const T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      (*this)(static_cast<std::uint8_t>(value));
    } else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
      bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
    } else {
      fields(*this, value);
    }
  }
  void operator()(const std::string& text) {
    (*this)(std::uint64_t{text.size()});
    bytes_ += text;
  }
  template <typename Rep, typename Period>
  void operator()(const std::chrono::duration<Rep, Period>& duration) {
    (*this)(std::int64_t{duration.count()});
  }
  template <typename T>
  void operator()(const std::optional<T>& value) {
    (*this)(value.has_value());
    if (value) (*this)(*value);
  }
  template <typename T>
  void operator()(const std::vector<T>& values) {
    (*this)(std::uint64_t{values.size()});
    for (const T& value : values) (*this)(value);
  }

  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Throws FormatError for what cannot be. Enums are taken as they come: parts check them.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  template <typename T>
  void operator()(T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      std::uint8_t byte = 0;
      (*this)(byte);
      if (byte > 1) throw FormatError("a truth value is neither 0 nor 1");
      value = byte == 1;
    } else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
      std::memcpy(&value, take(sizeof value).data(), sizeof value);
    } else {
      fields(*this, value);
    }
  }
  void operator()(std::string& text) { text = take(count()); }
  template <typename Rep, typename Period>
  void operator()(std::chrono::duration<Rep, Period>& duration) {
    std::int64_t count = 0;
    (*this)(count);
    duration = std::chrono::duration<Rep, Period>(count);
  }
  template <typename T>
  void operator()(std::optional<T>& value) {
    bool has_value = false;
    (*this)(has_value);
    value.reset();
    if (has_value) (*this)(value.emplace());
  }
  template <typename T>
  void operator()(std::vector<T>& values) {
    values.clear();
    for (std::uint64_t left = count(); left > 0; --left) (*this)(values.emplace_back());
  }

  /// After the last field.
  void finish() const {
    if (!bytes_.empty()) throw FormatError("there are bytes after its end");
  }

 private:
  std::string_view take(std::uint64_t count) {
    if (count > bytes_.size()) throw CutShort();
    const std::string_view taken = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return taken;
  }
  /// The number of things that follow, each of at least a byte: one that is too large is found out
  /// before memory is asked for.
  std::uint64_t count() {
    std::uint64_t count = 0;
    (*this)(count);
    if (count > bytes_.size()) throw CutShort();
    return count;
  }

  std::string_view bytes_;
};

}  // namespace muster::plan

#endif
