#ifndef MUSTER_GNU_OPTIONS_H
#define MUSTER_GNU_OPTIONS_H

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "order/order.h"
#include "record/framing.h"

namespace muster::gnu {

/// An order that cannot be: what() says so in the words of GNU sort.
class OrderError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Builds an order from the options of sort(1), in any order of their coming. Knows the options'
/// meaning, not the command line.
class Options {
 public:
  /// The letters that apply to all keys that have none of their own: b d f g h i M n R r V.
  static constexpr std::string_view letters = "bdfghiMnRrV";

  void set(char letter);
  void set_stable() { is_any_set_ = is_stable_ = true; }
  void set_unique() { is_any_set_ = is_unique_ = true; }
  /// --locale: texts are compared by the locale's collation, unless that goes by bytes.
  void set_locale(bool goes_by_bytes) {
    is_any_set_ = true;
    collate_ = !goes_by_bytes;
  }
  /// -k F[.C][LETTERS][,F[.C][LETTERS]], or, for binary records, -k OFFSET:TYPE[r]
  void add_key(const std::string& definition);
  /// -t: one byte, or \0, or \t
  void set_separator(const std::string& text);

  /// Whether texts are compared by the locale's collation.
  [[nodiscard]] bool collates() const { return collate_; }

  /// Whether anything was set that compares records.
  [[nodiscard]] bool is_any_set() const { return is_any_set_; }

  /// Whether chance is asked for: -R, for all or for a key.
  [[nodiscard]] bool is_random() const;

  /// How many -k there are: their keys are the first of the order.
  [[nodiscard]] std::size_t key_count() const { return keys_.size(); }

  /// The letters that were set for all keys although each -k has letters of its own: they
  /// have no effect.
  [[nodiscard]] std::string ignored_letters() const;

  /// The order; `seed` for -R. Throws OrderError for options that exclude each other.
  [[nodiscard]] order::Order order(const key::RandomSeed& seed) const;
  /// The same for binary records of a fixed size, each of which is a `value`, or, if that is
  /// KeyKind::bytes, holds the values that the keys say. Options that can only be
  /// used with text are an OrderError.
  [[nodiscard]] order::Order binary_order(record::Framing framing, key::KeyKind value) const;

 private:
  /// A key as it is written: kinds that exclude each other are found only when all are there.
  struct Draft {
    key::Key key;
    std::string kinds;  // letters of g h M n R V

    void set(char letter, bool at_start, bool at_end);
    /// Takes the letters of `other`, and nothing else, in place of its own; or takes them away.
    void take_letters(const Draft& other);
    void drop_letters(const Draft& other);
    [[nodiscard]] std::string written_letters() const;
    [[nodiscard]] key::Key finished() const;
  };

  static Draft parse_key(const std::string& definition);
  [[nodiscard]] key::Key parse_binary_key(const std::string& definition,
                                          std::size_t record_bytes) const;
  /// The keys; those without a letter of their own have those for all keys.
  [[nodiscard]] std::vector<Draft> complete_keys() const;
  void settle_ties(order::Order& order) const;
  static void collate(order::Order& order);

  Draft all_;
  std::vector<Draft> keys_;
  std::vector<std::string> binary_keys_;  // as they were given
  std::optional<char> separator_;
  bool is_stable_ = false;
  bool is_unique_ = false;
  bool collate_ = false;
  bool is_any_set_ = false;
};

}  // namespace muster::gnu

#endif
