// Merging: a tournament of the records that the sources have in front.
//
// A record is read where its source has put it: its end is found once, its prefix is made once, and
// its bytes are copied once, to the piece that is written next. Ends and prefixes are
// found for some hundred records at a time, so that the processor has many of them at work at
// once; which source wins can only be guessed, and each wrong guess makes it start anew.
// Prefixes are not stored in runs: making them again takes less time than reading them would.

#include "merge/merge.h"

#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include "merge/tournament.h"
#include "order/origin.h"

namespace muster::merge {
namespace {

/// What is written at a time, but for records that are longer.
constexpr std::size_t piece_bytes = std::size_t{128} << 10U;

/// How many records of a source are decoded at a time: into 8 KiB of keyed records.
constexpr std::size_t batch_records = 256;

constexpr std::size_t origin_bytes = sizeof(order::Origin);

/// The origin of a record, which stands before it.
order::Origin origin_of(std::string_view record) {
  order::Origin origin;
  std::memcpy(&origin, record.data() - origin_bytes, origin_bytes);
  return origin;
}

/// A source, and its records that are decoded but not in front yet.
struct Lane {
  std::unique_ptr<Source> source;
  std::string_view block;  // what is left of it
  std::vector<order::Keyed> decoded;
  std::size_t next = 0;  // of those
};

class Merge {
 public:
  Merge(std::vector<std::unique_ptr<Source>> sources, const order::Comparison& comparison,
        record::Framing framing, Origins origins,
        const std::function<void(std::string_view)>& write)
      : comparison_(comparison),
        framing_(framing),
        origins_(origins),
        write_(write),
        lanes_(sources.size()),
        fronts_(sources.size()),
        left_(sources.size()),
        piece_(std::make_unique_for_overwrite<char[]>(piece_bytes)) {
    for (std::size_t i = 0; i < sources.size(); ++i) {
      lanes_[i].source = std::move(sources[i]);
      lanes_[i].decoded.reserve(batch_records);
      advance(i);
    }
  }

  void carry_out() {
    Tournament tournament(lanes_.size(),
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
  static bool is_done(const order::Keyed& front) { return front.record.data() == nullptr; }

  /// Whether the front of source a comes before that of source b.
  [[nodiscard]] bool is_first(std::size_t a, std::size_t b) const {
    const order::Keyed& x = fronts_[a];
    const order::Keyed& y = fronts_[b];
    if (is_done(x) || is_done(y)) return !is_done(x);
    const int result = comparison_.compare(x, y);
    if (result != 0) return result < 0;
    return origins_ == Origins::none ? a < b : origin_of(x.record) < origin_of(y.record);
  }

  /// Whether the record put last does not equal this one.
  [[nodiscard]] bool is_new(const order::Keyed& front) const {
    return !last_ || comparison_.compare(*last_, front) != 0;
  }

  /// Brings the next record of source i to its front.
  void advance(std::size_t i) {
    Lane& lane = lanes_[i];
    if (lane.next == lane.decoded.size()) decode_batch(lane);
    if (lane.next < lane.decoded.size()) {
      fronts_[i] = lane.decoded[lane.next++];
    } else {
      fronts_[i] = {};
      lane.source.reset();
      --left_;
    }
  }

  /// Finds the next records of a source and their prefixes; at the end there are none.
  void decode_batch(Lane& lane) {
    lane.decoded.clear();
    lane.next = 0;
    if (lane.block.empty()) {
      if (piece_used_ > 0 && lane.source->would_wait()) flush();
      lane.block = lane.source->next();
    }
    while (!lane.block.empty() && lane.decoded.size() < batch_records) {
      if (origins_ != Origins::none) {
        if (lane.block.size() <= origin_bytes) throw_damaged();
        lane.block.remove_prefix(origin_bytes);
      }
      lane.decoded.push_back(first_of(lane.block));
      lane.block.remove_prefix(lane.decoded.back().record.size() + framing_.delimiter_bytes());
    }
  }

  /// The first record in a block.
  [[nodiscard]] order::Keyed first_of(std::string_view block) const {
    const std::string_view record = framing_.first(block);
    if (!framing_.is_whole(record, block)) throw_damaged();
    return comparison_.keyed(record);
  }

  [[noreturn]] static void throw_damaged() {
    throw DamagedSource("a temporary file is damaged: a record");
  }

  /// Whether the records of the only source that is left can be copied without decoding them.
  [[nodiscard]] bool is_last_one_plain() const {
    return origins_ != Origins::dropped && !comparison_.is_unique();
  }

  /// The rest of the only source that is left, from its front on.
  void put_rest(std::size_t i) {
    Lane& lane = lanes_[i];
    for (put(fronts_[i]); lane.next < lane.decoded.size(); ++lane.next)
      put(lane.decoded[lane.next]);
    flush();
    if (!lane.block.empty()) write_(lane.block);
    for (auto block = lane.source->next(); !block.empty(); block = lane.source->next())
      write_(block);
  }

  /// Appends the record, and what stands around it in its block, to what is written next.
  void put(const order::Keyed& front) {
    const std::size_t before = origins_ == Origins::kept ? origin_bytes : 0;
    const std::string_view bytes(front.record.data() - before,
                                 before + front.record.size() + framing_.delimiter_bytes());
    if (bytes.size() > piece_bytes - piece_used_) flush();
    if (bytes.size() > piece_bytes) {
      write_(bytes);
    } else {
      std::memcpy(piece_.get() + piece_used_, bytes.data(), bytes.size());
      piece_used_ += bytes.size();
    }
    if (!comparison_.is_unique()) return;
    last_record_.assign(front.record);
    last_ = {front.prefix, last_record_};
  }

  void flush() {
    if (piece_used_ > 0) write_({piece_.get(), std::exchange(piece_used_, 0)});
  }

  const order::Comparison& comparison_;
  const record::Framing framing_;
  const Origins origins_;
  const std::function<void(std::string_view)>& write_;
  std::vector<Lane> lanes_;
  std::vector<order::Keyed> fronts_;  // the record is null if the source is done
  std::size_t left_;                  // sources that are not done

  std::unique_ptr<char[]> piece_;  // what is written next
  std::size_t piece_used_ = 0;
  std::optional<order::Keyed> last_;  // put last, if only the first of equal ones is wanted
  std::string last_record_;           // its bytes
};

}  // namespace

void merge(std::vector<std::unique_ptr<Source>> sources, const order::Comparison& comparison,
           record::Framing framing, Origins origins,
           const std::function<void(std::string_view)>& write) {
  if (!sources.empty()) Merge(std::move(sources), comparison, framing, origins, write).carry_out();
}

}  // namespace muster::merge
