// What --debug shows: the columns and the wording are GNU sort's, found by trying; its binary is
// the oracle of the tests.

#include "gnu/debug.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "key/ascii.h"
#include "os/locale.h"

namespace muster::gnu {
namespace {

std::size_t columns_of(std::string_view text) {
  const auto tabs = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\t'));
  return os::columns_of(text) + tabs;
}

/// Where a part of `record` starts.
std::size_t start_of(std::string_view part, std::string_view record) {
  return static_cast<std::size_t>(part.data() - record.data());
}

void underline(std::string_view record, std::string_view part, std::string& to) {
  const std::size_t columns = columns_of(part);
  to.append(columns_of(record.substr(0, start_of(part, record))), ' ');
  if (columns == 0)
    to += "^ no match for key";
  else
    to.append(columns, '_');
  to += '\n';
}

bool is_number(const key::Key& key) {
  return key.kind == key::KeyKind::numeric || key.kind == key::KeyKind::general ||
         key.kind == key::KeyKind::human;
}

bool kind_skips_blanks(const key::Key& key) {
  return is_number(key) || key.kind == key::KeyKind::month;
}

/// Whether the key ends before it begins, as -k1.5,1.2 does.
bool ends_before_start(std::string_view record, std::string_view text, key::Key key,
                       key::Separator separator) {
  key.first_field = 0;
  key.first_byte = 0;
  key.skip_blanks_at_start = false;
  const std::string_view up_to_end = key::key_text(record, key, separator);
  return up_to_end.data() + up_to_end.size() < text.data();
}

/// What a key compares. Where blanks are skipped from the start of a record, sort takes them for a
/// part of the key that does not count, which tells when the key ends among them.
std::string_view compared_text(std::string_view record, key::Key key, key::Separator separator) {
  const bool skips_from_start =
      key.skip_blanks_at_start && key.first_field == 0 && key.first_byte == 0;
  if (skips_from_start) key.skip_blanks_at_start = false;
  std::string_view text = key::key_text(record, key, separator);
  if (skips_from_start) key::skip_blanks(text);
  if (kind_skips_blanks(key) && ends_before_start(record, text, key, separator)) {
    // Nothing, where the blanks after the start end.
    text = record.substr(start_of(text, record));
    key::skip_blanks(text);
    return text.substr(0, 0);
  }
  return key::significant_text(key.kind, text);
}

bool spans_fields(const key::Key& key) {
  return key.last_field == key::Key::to_the_end || key.first_field < key.last_field;
}

/// Whether the blanks before a field, which belong to it, move or decide what is compared.
bool has_significant_blanks(const key::Key& key) {
  const bool ends_in_first_field_by_byte = key.last_field == 0 && key.last_bytes != 0;
  if (ends_in_first_field_by_byte) return false;
  const bool at_start =
      !key.skip_blanks_at_start && (!kind_skips_blanks(key) || key.first_byte != 0);
  return at_start || (!key.skip_blanks_at_end && key.last_bytes != 0);
}

/// What the separator is in a number that it does not end; nothing if it ends all.
std::string_view meaning_in_numbers(const order::Order& order) {
  const auto reads_on = [](const key::Key& key) { return is_number(key) && spans_fields(key); };
  const auto reads_on_in_general = [&](const key::Key& key) {
    return key.kind == key::KeyKind::general && spans_fields(key);
  };
  if (!order.separator.is_given || std::none_of(order.keys.begin(), order.keys.end(), reads_on))
    return {};
  switch (order.separator.byte) {
    case '.':
      return "decimal point";
    case '-':
      return "minus sign";
    case '+':
      if (std::any_of(order.keys.begin(), order.keys.end(), reads_on_in_general))
        return "plus sign";
      return {};
    default:
      return {};
  }
}

void warn_of_keys(std::span<const key::Key> keys, const order::Order& order,
                  std::vector<std::string>& lines) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const key::Key& key = keys[i];
    const std::size_t number = i + 1;
    const bool has_zero_width = key.last_field < key.first_field;
    if (has_zero_width)
      lines.push_back(fmt::format("key {} has zero width and will be ignored", number));
    else if (!order.separator.is_given && has_significant_blanks(key))
      lines.push_back(fmt::format(
          "leading blanks are significant in key {}; consider also specifying 'b'", number));
    if (is_number(key) && spans_fields(key))
      lines.push_back(fmt::format("key {} is numeric and spans multiple fields", number));
  }
}

void warn_of_numbers(const Options& options, const order::Order& order,
                     std::vector<std::string>& lines) {
  if (std::none_of(order.keys.begin(), order.keys.end(), is_number)) return;
  const std::string_view meaning =
      options.key_count() > 0 ? meaning_in_numbers(order) : std::string_view{};
  if (!meaning.empty())
    lines.push_back(fmt::format("field separator '{}' is treated as a {} in numbers",
                                order.separator.byte, meaning));
  const bool is_point_separator = order.separator.is_given && order.separator.byte == '.';
  if (meaning.empty() || !is_point_separator)
    lines.push_back(fmt::format("{}numbers use '.' as a decimal point in this locale",
                                is_point_separator ? "" : "note "));
}

void warn_of_letters(const Options& options, const order::Order& order,
                     std::vector<std::string>& lines) {
  std::string ignored = options.ignored_letters();
  const bool is_last_resort_reversed = order.has_last_resort() && std::erase(ignored, 'r') > 0;
  if (!ignored.empty())
    lines.push_back(ignored.size() == 1 ? fmt::format("option '-{}' is ignored", ignored)
                                        : fmt::format("options '-{}' are ignored", ignored));
  if (is_last_resort_reversed)
    lines.emplace_back("option '-r' only applies to last-resort comparison");
}

}  // namespace

std::string underlined(std::string_view record, const order::Order& order) {
  std::string text(record);
  std::replace(text.begin(), text.end(), '\t', '>');
  text += '\n';
  for (const key::Key& key : order.keys)
    underline(record, compared_text(record, key, order.separator), text);
  if (order.compares_whole_record()) underline(record, record, text);
  return text;
}

std::vector<std::string> warnings(const Options& options, const order::Order& order) {
  std::vector<std::string> lines{
      options.collates()
          ? fmt::format("text ordering performed using '{}' sorting rules", os::collation_name())
          : "text ordering performed using simple byte comparison"};
  warn_of_keys(std::span(order.keys).first(options.key_count()), order, lines);
  warn_of_numbers(options, order, lines);
  warn_of_letters(options, order, lines);
  return lines;
}

}  // namespace muster::gnu
