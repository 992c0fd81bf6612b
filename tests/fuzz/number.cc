// Numbers: the parser of canonical integers against a slow one, and the order of -n.

#include "key/number.h"

#include <string>
#include <utility>

#include "fuzz.h"

namespace {

using namespace muster;

/// What parse_canonical takes, said as plainly as possible.
bool is_canonical(const std::string& record) {
  const std::string digits = record.substr(record.starts_with('-') ? 1 : 0);
  if (digits.empty() || digits.size() > 18) return false;
  if (digits.find_first_not_of("0123456789") != std::string::npos) return false;
  return record == "0" || digits.front() != '0';
}

/// `behind` is what happens to lie in memory behind the record.
void check_parser(const std::string& record, std::string_view behind) {
  std::string text = record + '\n';
  text += behind;
  text.resize(text.size() + key::parse_bytes, '7');
  const std::size_t line = text.find('\n');
  const std::string first = text.substr(0, line);
  std::int64_t value = 0;
  const std::size_t bytes = key::parse_canonical(text.data(), '\n', value);
  fuzz::require(bytes == (is_canonical(first) ? line : 0),
                "canonical integers, and only they, parse");
  if (bytes == 0) return;
  fuzz::require(value == std::stoll(first), "an integer parses to its value");
  const key::Truncated truncated = key::truncated_number(first);
  fuzz::require(value == truncated.number && truncated.fraction == key::fraction_of_integer,
                "an integer is its own truncation");
  char written[key::canonical_bytes_max + 8];
  fuzz::require(std::string(written, key::format_canonical(value, written)) == first,
                "an integer can be written again from its value");
  fuzz::require(key::number_of_prefix(key::prefix_of_number(value)) == value,
                "an integer can be had back from its prefix");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::string_view a = input.text();
  const std::string_view b = input.text();
  const std::string_view c = input.text();
  check_parser(std::string(a), b);
  const auto prefix = [](std::string_view text) {
    const key::Truncated truncated = key::truncated_number(text);
    return std::pair(truncated.number, truncated.fraction);
  };
  fuzz::require_order(key::compare_numbers, prefix, a, b, c);
  if (prefix(a) == prefix(b) && key::is_exact(key::truncated_number(a)))
    fuzz::require(key::compare_numbers(a, b) == 0, "an exact truncation is of one number");
  return 0;
}
