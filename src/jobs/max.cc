#include "jobs/max.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace muster::jobs {

std::optional<std::uint64_t> max_of(std::string_view text, std::size_t processors) {
  constexpr std::string_view blanks = " \t\n\r";
  const std::size_t first = std::min(text.find_first_not_of(blanks), text.size());
  text.remove_prefix(first);
  text = text.substr(0, text.find_last_not_of(blanks) + 1);
  const char sign = text.starts_with('+') || text.starts_with('-') ? text.front() : '\0';
  if (sign != '\0') text.remove_prefix(1);
  const bool is_percentage = sign == '\0' && text.ends_with('%');
  if (is_percentage) text.remove_suffix(1);

  constexpr std::uint64_t most = 1'000'000;
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  if (result.ec != std::errc() || result.ptr != end || number > most) return std::nullopt;
  if (is_percentage && number == 0) return std::nullopt;
  if (is_percentage) return std::max<std::uint64_t>(1, processors * number / 100);
  if (sign == '+') return processors + number;
  if (sign == '-') return number < processors ? processors - number : 1;
  return number;
}

}  // namespace muster::jobs
