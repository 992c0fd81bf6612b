#ifndef MUSTER_SORT_CUTS_H
#define MUSTER_SORT_CUTS_H

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "order/comparison.h"
#include "sort/run.h"
#include "sort/value.h"

namespace muster::sort {

using Runs = std::vector<std::unique_ptr<Run>>;

/// A place in the order at which every run is cut: in front of this record of one of them.
struct Cut {
  key::Prefix prefix;
  std::size_t run = 0;
  bool is_word = false;   ///< whether the record is among the run's words or its entries
  std::size_t index = 0;  ///< its index there
};

/// Cuts all runs at the same places in the order, so that the parts between two places can be
/// worked on apart.
class Cutter {
 public:
  Cutter(const Runs& runs, const order::Comparison& comparison, const std::optional<Value>& value)
      : runs_(runs), comparison_(comparison), value_(value) {}

  /// Places, in order, about so many records apart. Records that compare equal can be cut apart,
  /// unless only the first of them is wanted.
  [[nodiscard]] std::vector<Cut> cuts(std::size_t records) const;

  /// How many words, and entries, of `run` lie before each of the cuts, which are in order.
  struct Positions {
    std::vector<std::size_t> words;
    std::vector<std::size_t> entries;
  };
  [[nodiscard]] Positions positions(std::size_t run, const std::vector<Cut>& cuts) const;

 private:
  [[nodiscard]] Cut at_word(std::size_t run, std::size_t index) const;
  [[nodiscard]] Cut at_entry(std::size_t run, std::size_t index) const;
  [[nodiscard]] bool comes_before(const Cut& a, const Cut& b) const;
  std::string_view record(const Cut& cut, char* spare) const;

  const Runs& runs_;
  const order::Comparison& comparison_;
  const std::optional<Value>& value_;
};

}  // namespace muster::sort

#endif
