#include "fault/matrix/table.h"

#include <algorithm>

#include <fmt/format.h>

namespace muster::matrix {

void Table::Counts::add(const Counts& other) {
  held += other.held;
  failed += other.failed;
  not_reached += other.not_reached;
  slowest_ms = std::max(slowest_ms, other.slowest_ms);
}

void Table::add(const std::string& run, FaultKind kind, Result result, std::uint32_t elapsed_ms) {
  if (rows_.empty() || rows_.back().run != run) rows_.push_back({run, {}});
  Counts& counts = rows_.back().kinds[static_cast<std::size_t>(kind)];
  counts.add({result == Result::held, result == Result::failed, result == Result::not_reached,
              elapsed_ms});
}

std::uint32_t Table::failed() const {
  std::uint32_t failed = 0;
  for (const Row& row : rows_)
    for (const Counts& counts : row.kinds) failed += counts.failed;
  return failed;
}

std::uint32_t Table::tried() const {
  std::uint32_t tried = 0;
  for (const Row& row : rows_)
    for (const Counts& counts : row.kinds) tried += counts.tried();
  return tried;
}

std::string Table::text() const {
  std::string text = fmt::format("{:<12}{:<24}{:>8}{:>8}{:>8}{:>13}{:>12}\n", "run", "fault",
                                 "tried", "held", "failed", "not reached", "slowest, ms");
  const auto add_line = [&](const std::string& run, const std::string& kind, const Counts& counts) {
    text += fmt::format("{:<12}{:<24}{:>8}{:>8}{:>8}{:>13}{:>12}\n", run, kind, counts.tried(),
                        counts.held, counts.failed, counts.not_reached, counts.slowest_ms);
  };
  std::array<Counts, fault_kind_count> by_kind{};
  Counts all;
  for (const Row& row : rows_) {
    for (std::size_t kind = 0; kind < fault_kind_count; ++kind) {
      const Counts& counts = row.kinds[kind];
      if (counts.tried() + counts.not_reached == 0) continue;
      add_line(row.run, name_of(static_cast<FaultKind>(kind)), counts);
      by_kind[kind].add(counts);
      all.add(counts);
    }
  }
  for (std::size_t kind = 0; kind < fault_kind_count; ++kind)
    if (by_kind[kind].tried() > 0)
      add_line("all", name_of(static_cast<FaultKind>(kind)), by_kind[kind]);
  add_line("all", "all", all);
  return text;
}

}  // namespace muster::matrix
