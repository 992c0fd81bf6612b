#include "cli/values.h"

#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/usage_error.h"
#include "os/error.h"
#include "os/memory.h"
#include "os/processors.h"

namespace muster::cli {
namespace {

constexpr std::int64_t size_max = std::numeric_limits<std::int64_t>::max();

/// A number as sort(1) takes it.
struct Count {
  bool has_digits = false;
  std::uint64_t number = 0;
  bool is_too_large = false;  // then `number` is the most there is
  std::string suffix;         // what follows it
};

Count read_count(const std::string& text) {
  std::string_view rest = text;
  rest.remove_prefix(std::min(rest.find_first_not_of(" \t\n\v\f\r"), rest.size()));
  if (rest.starts_with('+')) rest.remove_prefix(1);
  Count count;
  const auto result = std::from_chars(rest.data(), rest.data() + rest.size(), count.number);
  count.has_digits = result.ec != std::errc::invalid_argument;
  count.is_too_large = result.ec == std::errc::result_out_of_range;
  if (count.is_too_large) count.number = std::numeric_limits<std::uint64_t>::max();
  count.suffix = rest.substr(static_cast<std::size_t>(result.ptr - rest.data()));
  return count;
}

/// How many descriptors this process may be allowed; it need not be allowed them yet.
std::uint64_t descriptors_max() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
    os::throw_errno("cannot read the limit on descriptors");
  return limit.rlim_max;
}

}  // namespace

std::uint64_t number_of(const Value& value, std::uint64_t min, std::uint64_t max) {
  std::uint64_t number = 0;
  const std::string& text = value.text;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  if (result.ec != std::errc() || result.ptr != end || number < min || number > max)
    throw UsageError(fmt::format("{}: invalid number '{}': expected a whole number from {} to {}",
                                 value.option, text, min, max));
  return number;
}

std::uint64_t count_of(const Value& value) {
  const Count count = read_count(value.text);
  if (!count.has_digits)
    throw UsageError(fmt::format("invalid {} argument '{}'", value.option, value.text));
  if (!count.suffix.empty())
    throw UsageError(fmt::format("invalid suffix in {} argument '{}'", value.option, value.text));
  return count.number;
}

std::uint64_t size_of(const Value& value) {
  const std::string& text = value.text;
  const Count count = read_count(text);
  if (count.suffix == "%" && count.has_digits)
    return static_cast<std::uint64_t>(std::min(
        double(count.number) * double(os::available_memory_bytes()) / 100, double(size_max)));
  constexpr std::string_view units = "bKMGTPEZY";
  constexpr std::string_view in_lower_case = "bkmgt";  // those that may be
  const std::string unit = count.suffix.empty() ? "K" : count.suffix;
  const std::size_t power = std::min(units.find(unit[0]), in_lower_case.find(unit[0]));
  const bool is_unit_alone = !count.suffix.empty() && power > 0 && power != std::string_view::npos;
  if (!count.has_digits && !is_unit_alone) throw UsageError("invalid -S argument '" + text + "'");
  if (unit.size() > 1 || power == std::string_view::npos)
    throw UsageError("invalid suffix in -S argument '" + text + "'");
  const double bytes =
      std::ldexp(count.has_digits ? double(count.number) : 1, 10 * static_cast<int>(power));
  if (count.is_too_large || bytes >= std::ldexp(1, 64))
    throw UsageError("-S argument '" + text + "' too large");
  return static_cast<std::uint64_t>(std::min(bytes, double(size_max)));
}

std::size_t batch_size_of(const Value& value) {
  const std::uint64_t number = count_of(value);
  const std::uint64_t most = descriptors_max() - 3;  // standard input, output and error are open
  if (number < 2)
    throw UsageError(
        fmt::format("invalid --batch-size argument '{}'\n{}: minimum --batch-size argument is '2'",
                    value.text, value.program));
  if (number > most)
    throw UsageError(
        fmt::format("--batch-size argument '{}' too large\n"
                    "{}: maximum --batch-size argument with current rlimit is {}",
                    value.text, value.program, most));
  return number;
}

std::size_t jobs_of(const Value& value) {
  constexpr std::uint64_t most = 1'000'000;
  if (!value.text.ends_with('%')) return number_of(value, 0, most);
  Value percent = value;
  percent.text.pop_back();
  return std::max<std::size_t>(1, os::processors() * number_of(percent, 1, most) / 100);
}

std::chrono::milliseconds duration_of(const Value& value) {
  double number = 0;
  const std::string& text = value.text;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  const std::string_view unit(result.ptr, static_cast<std::size_t>(end - result.ptr));
  constexpr std::array<std::pair<std::string_view, double>, 5> units{
      {{"", 1}, {"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}}};
  const auto* const found =
      std::find_if(units.begin(), units.end(), [&](const auto& one) { return one.first == unit; });
  if (result.ec != std::errc() || found == units.end() || !(number >= 0) || number > 1e9)
    throw UsageError(fmt::format(
        "{}: invalid duration '{}': expected a number, optionally followed by s, m, h or d",
        value.option, text));
  const double ms = number * found->second * 1000;
  const auto ms_max = static_cast<double>(plan::Jobs::duration_max.count());
  return std::chrono::milliseconds(std::llround(std::min(ms, ms_max)));
}

Halt halt_of(const Value& value) {
  using When = plan::Halt::When;
  const auto refuse = [&] {
    throw UsageError(fmt::format(
        "{}: invalid '{}': expected never, or soon or now, optionally followed by ,fail=N or "
        ",fail=N%",
        value.option, value.text));
  };
  std::string_view text = value.text;
  const std::string_view when = text.substr(0, text.find(','));
  text.remove_prefix(when.size());
  Halt halt;
  if (when == "never" && text.empty()) return {When::never};
  if (when == "soon")
    halt.when = When::soon;
  else if (when != "now")
    refuse();
  if (text.empty()) return halt;
  constexpr std::string_view failures = ",fail=";
  if (!text.starts_with(failures)) refuse();
  text.remove_prefix(failures.size());
  halt.is_percentage = text.ends_with('%');
  if (halt.is_percentage) text.remove_suffix(1);
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, halt.failures);
  const std::uint64_t most = halt.is_percentage ? 100 : std::numeric_limits<std::uint32_t>::max();
  if (result.ec != std::errc() || result.ptr != end || halt.failures == 0 || halt.failures > most)
    refuse();
  return halt;
}

std::size_t choice_of(const Value& value, std::span<const Choice> choices) {
  std::vector<std::size_t> begun;
  std::string explanation = "Valid arguments are:";
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const auto& [word, synonym] = choices[i];
    if (word.starts_with(value.text) || (!synonym.empty() && synonym.starts_with(value.text)))
      begun.push_back(i);
    explanation += fmt::format("\n  - '{}'", word);
    if (!synonym.empty()) explanation += fmt::format(", '{}'", synonym);
  }
  if (begun.size() != 1)
    throw UsageError(fmt::format("{} argument '{}' for '{}'",
                                 begun.empty() ? "invalid" : "ambiguous", value.text, value.option),
                     explanation);
  return begun.front();
}

}  // namespace muster::cli
