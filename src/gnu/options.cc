// sort's options as an order. The rules about which options a key inherits and which exclude each
// other, and the wording of the complaints, are those of GNU sort: scripts and people know them.

#include "gnu/options.h"

#include <algorithm>

#include "key/ascii.h"
#include "key/binary.h"

namespace muster::gnu {
namespace {

[[noreturn]] void bad_field(const std::string& definition, const std::string& why) {
  throw OrderError(why + ": invalid field specification '" + definition + "'");
}

/// A number at the front of `rest`, which it is taken off, after blanks and a plus if they are
/// there. More than fits counts as the largest.
std::uint64_t take_count(std::string_view& rest, const std::string& where) {
  std::string_view text = rest;
  text.remove_prefix(std::min(text.find_first_not_of(" \t\n\v\f\r"), text.size()));
  if (text.starts_with('+')) text.remove_prefix(1);
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits == 0)
    throw OrderError(where + ": invalid count at start of '" + std::string(rest) + "'");
  std::uint64_t number = 0;
  for (const char digit : text.substr(0, digits)) {
    const auto value = static_cast<std::uint64_t>(digit - '0');
    if (number > (key::Key::to_the_end - value) / 10) {
      number = key::Key::to_the_end;
      break;
    }
    number = number * 10 + value;
  }
  rest = text.substr(digits);
  return number;
}

bool take(std::string_view& rest, char c) {
  if (!rest.starts_with(c)) return false;
  rest.remove_prefix(1);
  return true;
}

}  // namespace

void Options::Draft::set(char letter, bool at_start, bool at_end) {
  switch (letter) {
    case 'b':
      key.skip_blanks_at_start = key.skip_blanks_at_start || at_start;
      key.skip_blanks_at_end = key.skip_blanks_at_end || at_end;
      break;
    case 'd':
      key.dictionary = true;
      key.printing = false;  // what counts in a dictionary is printing
      break;
    case 'f':
      key.fold = true;
      break;
    case 'i':
      key.printing = !key.dictionary;
      break;
    case 'r':
      key.reverse = true;
      break;
    default:
      if (kinds.find(letter) == std::string::npos) kinds += letter;
  }
}

void Options::Draft::take_letters(const Draft& other) {
  kinds = other.kinds;
  key.skip_blanks_at_start = other.key.skip_blanks_at_start;
  key.skip_blanks_at_end = other.key.skip_blanks_at_end;
  key.dictionary = other.key.dictionary;
  key.printing = other.key.printing;
  key.fold = other.key.fold;
  key.reverse = other.key.reverse;
}

void Options::Draft::drop_letters(const Draft& other) {
  std::erase_if(kinds, [&](char letter) { return other.kinds.find(letter) != std::string::npos; });
  const auto drop = [](bool& flag, bool others) { flag = flag && !others; };
  drop(key.skip_blanks_at_start, other.key.skip_blanks_at_start);
  drop(key.skip_blanks_at_end, other.key.skip_blanks_at_end);
  drop(key.dictionary, other.key.dictionary);
  drop(key.printing, other.key.printing);
  drop(key.fold, other.key.fold);
  drop(key.reverse, other.key.reverse);
}

std::string Options::Draft::written_letters() const {
  std::string all = kinds;
  if (key.skip_blanks_at_start || key.skip_blanks_at_end) all += 'b';
  if (key.dictionary) all += 'd';
  if (key.fold) all += 'f';
  if (key.printing) all += 'i';
  if (key.reverse) all += 'r';
  std::string sorted;
  for (const char letter : letters)
    if (all.find(letter) != std::string::npos) sorted += letter;
  return sorted;
}

key::Key Options::Draft::finished() const {
  const auto has = [&](char letter) { return kinds.find(letter) != std::string::npos; };
  const bool ignores = key.dictionary || key.printing;
  const int exclusive =
      has('n') + has('g') + has('h') + has('M') + (has('V') || has('R') || ignores);
  if (exclusive > 1) {
    std::string sorted = written_letters();
    std::erase_if(sorted, [](char letter) { return letter == 'b' || letter == 'r'; });
    throw OrderError("options '-" + sorted + "' are incompatible");
  }
  key::Key result = key;
  if (has('n')) result.kind = key::KeyKind::numeric;
  if (has('g')) result.kind = key::KeyKind::general;
  if (has('h')) result.kind = key::KeyKind::human;
  if (has('M')) result.kind = key::KeyKind::month;
  if (has('V')) result.kind = key::KeyKind::version;
  if (has('R')) result.kind = key::KeyKind::random;
  return result;
}

void Options::set(char letter) {
  is_any_set_ = true;
  all_.set(letter, /*at_start=*/true, /*at_end=*/true);
}

void Options::set_separator(const std::string& text) {
  if (text.empty()) throw OrderError("empty tab");
  char byte = text[0];
  if (text == "\\0") {
    byte = '\0';
  } else if (text == "\\t") {  // sort refuses it, and its users ask for it
    byte = '\t';
  } else if (text.size() > 1) {
    throw OrderError("multi-character tab '" + text + "'");
  }
  if (separator_ && *separator_ != byte) throw OrderError("incompatible tabs");
  separator_ = byte;
  is_any_set_ = true;
}

void Options::add_key(const std::string& definition) {
  is_any_set_ = true;
  if (definition.find(':') == std::string::npos)
    keys_.push_back(parse_key(definition));
  else
    binary_keys_.push_back(definition);
}

Options::Draft Options::parse_key(const std::string& definition) {
  Draft draft;
  std::string_view rest = definition;
  const auto take_letters = [&](bool at_start) {
    while (!rest.empty() && letters.find(rest.front()) != std::string_view::npos) {
      draft.set(rest.front(), at_start, !at_start);
      rest.remove_prefix(1);
    }
  };
  const auto take_position = [&](const std::string& where) {
    const std::uint64_t field = take_count(rest, where);
    if (field == 0) bad_field(definition, "field number is zero");
    return field;
  };

  draft.key.first_field = take_position("invalid number at field start") - 1;
  if (take(rest, '.')) {
    const std::uint64_t byte = take_count(rest, "invalid number after '.'");
    if (byte == 0) bad_field(definition, "character offset is zero");
    draft.key.first_byte = byte - 1;
  }
  take_letters(/*at_start=*/true);
  if (take(rest, ',')) {
    draft.key.last_field = take_position("invalid number after ','") - 1;
    if (take(rest, '.')) draft.key.last_bytes = take_count(rest, "invalid number after '.'");
    take_letters(/*at_start=*/false);
  }
  if (!rest.empty()) bad_field(definition, "stray character in field spec");
  return draft;
}

bool Options::is_random() const {
  const auto has = [](const Draft& draft) { return draft.kinds.find('R') != std::string::npos; };
  return has(all_) || std::any_of(keys_.begin(), keys_.end(), has);
}

std::vector<Options::Draft> Options::complete_keys() const {
  std::vector<Draft> keys = keys_;
  for (Draft& draft : keys)
    if (draft.written_letters().empty()) draft.take_letters(all_);
  return keys;
}

std::string Options::ignored_letters() const {
  if (keys_.empty()) return {};
  Draft rest = all_;
  for (const Draft& draft : complete_keys()) rest.drop_letters(draft);
  return rest.written_letters();
}

/// What becomes of records whose keys, which are set already, are equal.
void Options::settle_ties(order::Order& order) const {
  if (is_stable_) order.ties = order::Ties::input_order;
  if (is_unique_) order.ties = order::Ties::first_only;
  if (!all_.key.reverse) return;
  if (order.has_last_resort()) {
    order.ties = order::Ties::whole_record_reversed;
  } else if (order.keys.empty()) {
    order.add_whole_record();
    order.keys.back().reverse = true;
  }
}

/// Has texts compared by collation, and as the last resort the whole record; records that collate
/// the same stay in the order of input. Numbers, months and versions are the same in every locale.
void Options::collate(order::Order& order) {
  for (key::Key& key : order.keys) {
    if (key.kind == key::KeyKind::bytes) key.kind = key::KeyKind::collated;
    if (key.kind == key::KeyKind::random) key.kind = key::KeyKind::collated_random;
  }
  order.ties_are_identical = false;
  if (!order.keys.empty() && !order.has_last_resort()) return;
  key::Key& whole_record = order.keys.emplace_back();
  whole_record.kind = key::KeyKind::collated;
  whole_record.reverse = order.ties == order::Ties::whole_record_reversed;
  if (order.has_last_resort()) order.ties = order::Ties::input_order;
}

order::Order Options::order(const key::RandomSeed& seed) const {
  // Refused in the words of sort: nothing else is a key with a colon.
  for (const std::string& definition : binary_keys_) parse_key(definition);
  order::Order order;
  for (const Draft& draft : complete_keys()) order.keys.push_back(draft.finished());
  const bool is_more_than_reversed =
      !all_.kinds.empty() || all_.key.is_transformed() || all_.key.skip_blanks_at_start;
  if (keys_.empty() && is_more_than_reversed) order.keys.push_back(all_.finished());
  if (separator_) order.separator = {true, *separator_};
  settle_ties(order);
  order.seed = seed;
  if (collate_) collate(order);
  return order;
}

order::Order Options::binary_order(record::Framing framing, key::KeyKind value) const {
  std::string letters_of_text = all_.written_letters();
  std::erase(letters_of_text, 'r');
  if (separator_) letters_of_text += 't';
  if (!letters_of_text.empty())
    throw OrderError("-" + letters_of_text + " can only be used with text, not with --records");
  if (!keys_.empty())
    throw OrderError(
        "keys that are fields of text cannot be used with --records: use --key=OFFSET:TYPE");
  if (value != key::KeyKind::bytes && !binary_keys_.empty())
    throw OrderError("--key=OFFSET:TYPE can only be used with --records=fixed:N: " +
                     key::name_of_binary(framing, value) + " is the key itself");
  order::Order order;
  for (const std::string& definition : binary_keys_)
    order.keys.push_back(parse_binary_key(definition, framing.bytes()));
  if (value != key::KeyKind::bytes) {
    order.keys.push_back({.kind = value, .reverse = all_.key.reverse});
    order.ties_are_identical = true;
  }
  settle_ties(order);
  return order;
}

/// OFFSET:TYPE[r]
key::Key Options::parse_binary_key(const std::string& definition, std::size_t record_bytes) const {
  const std::string what = "--key=" + definition + ": ";
  std::string_view rest = definition;
  if (!key::is_digit(rest.front()))
    throw OrderError(what + "OFFSET:TYPE begins with a number of bytes");
  key::Key key;
  key.first_byte = take_count(rest, what);
  if (!take(rest, ':')) throw OrderError(what + "':' and a type follow the offset");
  key.reverse = rest.ends_with('r');
  if (key.reverse) rest.remove_suffix(1);
  const auto kind = key::binary_named(rest);
  if (!kind)
    throw OrderError(what + "'" + std::string(rest) + "' is none of " + key::binary_names());
  key.kind = *kind;
  const std::size_t bytes = key::bytes_of_binary(key.kind);
  if (bytes > record_bytes || key.first_byte > record_bytes - bytes)
    throw OrderError(what + "reaches past the end of a record of " + std::to_string(record_bytes) +
                     " bytes");
  key.reverse = key.reverse || all_.key.reverse;
  return key;
}

}  // namespace muster::gnu
