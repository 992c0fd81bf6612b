// Merging: a tournament of the records that the sources have in front.
//
// A record is looked at where its source has put it: its end is found once, its prefix is made
// once, and its bytes are copied once, to the piece that is written next. Prefixes are not stored
// in runs: making them again takes less time than reading them would.

#include "spill/merge.h"

#include <cstring>
#include <span>
#include <string>
#include <utility>

#include "order/entry.h"
#include "order/tournament.h"
#include "spill/run_file.h"

namespace muster::spill {
namespace {

/// What is written at a time, but for records that are longer.
constexpr std::size_t piece_bytes = std::size_t{128} << 10U;

/// A record in front of its source.
struct Front {
  std::string_view record;
  order::Origin origin;  // only its source counts if the sources have no origins
  std::uint64_t prefix = 0;
  bool is_done = false;  // there is no record any more
};

class Merge {
 public:
  Merge(std::vector<std::unique_ptr<Source>> sources, const order::Comparison& comparison,
        char delimiter, Origins origins, const std::function<void(std::string_view)>& write)
      : comparison_(comparison),
        delimiter_(delimiter),
        origins_(origins),
        write_(write),
        sources_(std::move(sources)),
        blocks_(sources_.size()),
        fronts_(sources_.size()),
        left_(sources_.size()),
        piece_(std::make_unique_for_overwrite<char[]>(piece_bytes)) {}

  void carry_out() {
    for (std::size_t i = 0; i < sources_.size(); ++i) {
      fronts_[i].origin = {i, 0};
      advance(i);
    }
    order::Tournament tournament(sources_.size(),
                                 [this](std::size_t a, std::size_t b) { return is_first(a, b); });
    while (left_ > (is_last_one_plain() ? 1 : 0)) {
      const std::size_t winner = tournament.winner();
      if (!comparison_.is_unique() || is_new(fronts_[winner])) put(fronts_[winner]);
      advance(winner);
      tournament.replay();
    }
    if (left_ == 1) put_rest(tournament.winner());
    flush();
  }

 private:
  static constexpr std::size_t origin_bytes = sizeof(order::Origin);

  /// Whether the front of source a comes before that of source b.
  bool is_first(std::size_t a, std::size_t b) const {
    const Front& x = fronts_[a];
    const Front& y = fronts_[b];
    if (x.is_done || y.is_done) return !x.is_done;
    if (x.prefix != y.prefix) return x.prefix < y.prefix;
    const int result = comparison_.compare_tied(x.record, y.record, x.prefix);
    return result != 0 ? result < 0 : x.origin < y.origin;
  }

  /// Whether no record like this one has been put last.
  bool is_new(const Front& front) const {
    return !has_last_ || last_prefix_ != front.prefix ||
           comparison_.compare_tied(last_, front.record, last_prefix_) != 0;
  }

  /// Brings the next record of source i to its front.
  void advance(std::size_t i) {
    std::string_view& block = blocks_[i];
    Front& front = fronts_[i];
    if (block.empty()) {
      block = next_block(*sources_[i]);
      if (block.empty()) {
        front.is_done = true;
        sources_[i].reset();
        --left_;
        return;
      }
    }
    if (origins_ != Origins::none) {
      if (block.size() < origin_bytes) throw_damaged();
      std::memcpy(&front.origin, block.data(), origin_bytes);
      block.remove_prefix(origin_bytes);
    }
    const std::size_t bytes = block.find(delimiter_);
    if (bytes == std::string_view::npos) throw_damaged();
    front.record = block.substr(0, bytes);
    block.remove_prefix(bytes + 1);
    front.prefix = comparison_.prefix(front.record);
  }

  std::string_view next_block(Source& source) {
    if (piece_used_ > 0 && source.would_wait()) flush();
    return source.next();
  }

  [[noreturn]] static void throw_damaged() {
    throw DamagedRun("a temporary file is damaged: a record");
  }

  /// Whether nothing need be known of the records of the only source that is left.
  [[nodiscard]] bool is_last_one_plain() const {
    return origins_ != Origins::dropped && !comparison_.is_unique();
  }

  /// The rest of the only source that is left, from its front on.
  void put_rest(std::size_t i) {
    put(fronts_[i]);
    flush();
    if (!blocks_[i].empty()) write_(blocks_[i]);
    for (auto block = sources_[i]->next(); !block.empty(); block = sources_[i]->next())
      write_(block);
  }

  /// Puts the record, and what stands around it in its block, behind those that wait to be written.
  void put(const Front& front) {
    const std::size_t before = origins_ == Origins::kept ? origin_bytes : 0;
    const std::string_view bytes(front.record.data() - before, before + front.record.size() + 1);
    if (bytes.size() > piece_bytes - piece_used_) flush();
    if (bytes.size() > piece_bytes) {
      write_(bytes);
    } else {
      std::memcpy(piece_.get() + piece_used_, bytes.data(), bytes.size());
      piece_used_ += bytes.size();
    }
    if (!comparison_.is_unique()) return;
    last_.assign(front.record);
    last_prefix_ = front.prefix;
    has_last_ = true;
  }

  void flush() {
    if (piece_used_ > 0) write_({piece_.get(), std::exchange(piece_used_, 0)});
  }

  const order::Comparison& comparison_;
  const char delimiter_;
  const Origins origins_;
  const std::function<void(std::string_view)>& write_;
  std::vector<std::unique_ptr<Source>> sources_;
  std::vector<std::string_view> blocks_;  // behind the front of each source
  std::vector<Front> fronts_;
  std::size_t left_;  // sources that are not done

  std::unique_ptr<char[]> piece_;  // what is written next
  std::size_t piece_used_ = 0;
  std::string last_;  // the record put last, if only the first of equal ones is wanted
  std::uint64_t last_prefix_ = 0;
  bool has_last_ = false;
};

}  // namespace

void merge(std::vector<std::unique_ptr<Source>> sources, const order::Comparison& comparison,
           char delimiter, Origins origins, const std::function<void(std::string_view)>& write) {
  if (!sources.empty())
    Merge(std::move(sources), comparison, delimiter, origins, write).carry_out();
}

}  // namespace muster::spill
