#ifndef MUSTER_MERGE_TOURNAMENT_H
#define MUSTER_MERGE_TOURNAMENT_H

#include <cstddef>
#include <utility>
#include <vector>

namespace muster::merge {

/// Says again and again which of several sorted sources has the record that comes first: a tree of
/// losers (Knuth, The Art of Computer Programming, volume 3, 5.4.1), which takes log2(sources)
/// comparisons a record.
///
/// It knows the sources by number only: comes_first(a, b) compares the records that sources a and b
/// have in front, and a source without any comes after all others.
template <typename ComesFirst>
class Tournament {
 public:
  Tournament(std::size_t sources, ComesFirst comes_first)
      : sources_(sources), comes_first_(std::move(comes_first)), losers_(sources) {
    if (sources_ > 1) winner_ = play(1);
  }

  [[nodiscard]] std::size_t winner() const { return winner_; }

  /// The winner has another record in front now.
  void replay() {
    for (std::size_t node = (winner_ + sources_) / 2; node >= 1; node /= 2)
      if (comes_first_(losers_[node], winner_)) std::swap(losers_[node], winner_);
  }

 private:
  // Leaves are the nodes sources_ … 2 * sources_ - 1; each inner node keeps its loser.
  std::size_t play(std::size_t node) {
    if (node >= sources_) return node - sources_;
    const std::size_t a = play(2 * node);
    const std::size_t b = play(2 * node + 1);
    const bool a_wins = comes_first_(a, b);
    losers_[node] = a_wins ? b : a;
    return a_wins ? a : b;
  }

  std::size_t sources_;
  ComesFirst comes_first_;
  std::vector<std::size_t> losers_;  // node i of the tree; its children are 2i and 2i+1
  std::size_t winner_ = 0;
};

}  // namespace muster::merge

#endif
