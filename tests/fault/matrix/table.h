#ifndef MUSTER_MATRIX_TABLE_H
#define MUSTER_MATRIX_TABLE_H

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "fault/matrix/fault.h"

namespace muster::matrix {

/// What came of the cells, per run and kind of fault.
class Table {
 public:
  enum class Result { held, failed, not_reached };

  void add(const std::string& run, FaultKind kind, Result result, std::uint32_t elapsed_ms);

  [[nodiscard]] std::uint32_t failed() const;
  [[nodiscard]] std::uint32_t tried() const;
  [[nodiscard]] std::string text() const;

 private:
  struct Counts {
    std::uint32_t held = 0;
    std::uint32_t failed = 0;
    std::uint32_t not_reached = 0;
    std::uint32_t slowest_ms = 0;

    [[nodiscard]] std::uint32_t tried() const { return held + failed; }
    void add(const Counts& other);
  };
  struct Row {
    std::string run;
    std::array<Counts, fault_kind_count> kinds{};
  };

  std::vector<Row> rows_;
};

}  // namespace muster::matrix

#endif
