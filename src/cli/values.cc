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
#include "init/gate.h"
#include "jobs/max.h"
#include "os/error.h"
#include "os/memory.h"
#include "os/processors.h"
#include "os/signals.h"

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

/// The number that all of `text` is; nothing if it is none, or too large.
template <typename Number>
std::optional<Number> number_in(std::string_view text) {
  Number number = 0;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
  return number;
}

/// A whole number from 1 on that is followed by `%`; nothing if it is something else.
std::optional<std::uint32_t> percentage_of(std::string_view text) {
  if (!text.ends_with('%')) return std::nullopt;
  text.remove_suffix(1);
  const auto number = number_in<std::uint32_t>(text);
  return number == 0U ? std::nullopt : number;
}

}  // namespace

std::uint64_t number_of(const Value& value, std::uint64_t min, std::uint64_t max) {
  const auto number = number_in<std::uint64_t>(value.text);
  if (!number || *number < min || *number > max)
    throw UsageError(fmt::format("{}: invalid number '{}': expected a whole number from {} to {}",
                                 value.option, value.text, min, max));
  return *number;
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

void take_jobs(Arguments& arguments, const Value& value) {
  arguments.control.max_file.reset();
  arguments.jobs = jobs::max_of(value.text, os::processors());
  if (arguments.jobs) return;
  arguments.jobs = init::max_in(value.text);
  if (!arguments.jobs)
    throw UsageError(
        fmt::format("{}: invalid '{}': expected N, N%, +N, -N or 0 (no limit), or a file that says "
                    "one of these",
                    value.option, value.text));
  arguments.control.max_file = value.text;
}

std::uint64_t block_bytes_of(const Value& value) {
  constexpr std::string_view units = "KMGT";
  constexpr std::string_view units_of_1000 = "kmgt";
  const Count count = read_count(value.text);
  double factor = 1;
  bool is_valid = count.has_digits && count.suffix.size() <= 1;
  if (is_valid && !count.suffix.empty()) {
    const std::size_t power = units.find(count.suffix[0]);
    const std::size_t power_of_1000 = units_of_1000.find(count.suffix[0]);
    is_valid = power != std::string_view::npos || power_of_1000 != std::string_view::npos;
    factor = power != std::string_view::npos ? std::pow(1024.0, double(power + 1))
                                             : std::pow(1000.0, double(power_of_1000 + 1));
  }
  const double bytes = double(count.number) * factor;
  if (!is_valid || bytes < 1 || bytes > double(plan::Dealing::block_bytes_max))
    throw UsageError(
        fmt::format("{}: invalid size '{}': expected a number of bytes, from 1 to 1T, "
                    "optionally followed by K, M, G, T, k, m, g or t",
                    value.option, value.text));
  return static_cast<std::uint64_t>(bytes);
}

std::string unescaped(const Value& value) {
  constexpr std::string_view letters = "ntr";
  constexpr std::string_view meanings = "\n\t\r";
  std::string text;
  std::string_view rest = value.text;
  while (!rest.empty()) {
    const std::string_view escaped = rest.substr(1, rest[0] == '\\' ? 3 : 0);
    const std::size_t letter = escaped.empty() ? std::string_view::npos : letters.find(escaped[0]);
    const std::size_t digits = std::min(escaped.find_first_not_of("01234567"), escaped.size());
    if (letter != std::string_view::npos) {
      text += meanings[letter];
      rest.remove_prefix(2);
    } else if (digits > 0) {
      unsigned byte = 0;
      std::from_chars(escaped.data(), escaped.data() + digits, byte, 8);
      text += static_cast<char>(byte);
      rest.remove_prefix(1 + digits);
    } else {
      text += rest[0];
      rest.remove_prefix(1);
    }
  }
  if (text.size() > plan::Dealing::mark_bytes_max)
    throw UsageError(
        fmt::format("{}: longer than {} bytes", value.option, plan::Dealing::mark_bytes_max));
  return text;
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

void take_timeout(plan::Jobs& control, const Value& value) {
  control.timeout.reset();
  control.timeout_percentage = percentage_of(value.text);
  if (control.timeout_percentage) return;
  const std::chrono::milliseconds timeout = duration_of(value);
  if (timeout.count() > 0) control.timeout = timeout;
}

void take_retry_delay(plan::Jobs& control, const Value& value) {
  constexpr std::string_view doubles = ",double";
  Value delay = value;
  control.retry_delay_doubles = value.text.ends_with(doubles);
  if (control.retry_delay_doubles) delay.text.resize(delay.text.size() - doubles.size());
  control.retry_delay = duration_of(delay);
}

std::vector<plan::EndStep> end_steps_of(const Value& value) {
  const auto refuse = [&] {
    throw UsageError(fmt::format(
        "{}: invalid '{}': expected signals, each but the last with the milliseconds until the "
        "next, such as TERM,200,TERM,100,KILL",
        value.option, value.text));
  };
  std::vector<plan::EndStep> steps;
  std::string_view rest = value.text;
  const auto next_part = [&] {
    const std::string_view part = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    return part;
  };
  while (!rest.empty()) {
    const std::optional<int> signal = os::signal_number(next_part());
    if (!signal) refuse();
    if (*signal == SIGKILL) return steps;
    const std::string_view pause = next_part();
    const auto ms = pause.empty() ? std::optional(1000U) : number_in<std::uint32_t>(pause);
    if (!ms) refuse();
    steps.push_back({*signal, std::chrono::milliseconds(*ms)});
  }
  if (steps.empty()) refuse();
  return steps;
}

double load_of(const Value& value) {
  if (const auto percentage = percentage_of(value.text))
    return static_cast<double>(os::processors()) * *percentage / 100;
  const auto load = number_in<double>(value.text);
  if (!load || !(*load > 0) || *load > 1e6)
    throw UsageError(
        fmt::format("{}: invalid '{}': expected a number of processes, or N% of the "
                    "number of processors",
                    value.option, value.text));
  return *load;
}

plan::Halt halt_of(const Value& value) {
  using plan::Halt;
  const auto refuse = [&] {
    throw UsageError(
        fmt::format("{}: invalid '{}': expected never, or soon or now, optionally followed by "
                    ",fail=, ,success= or ,done= and N or N%",
                    value.option, value.text));
  };
  std::string_view text = value.text;
  const std::string_view when = text.substr(0, text.find(','));
  text.remove_prefix(when.size());
  Halt halt;
  if (when == "never" && text.empty()) return {Halt::When::never};
  if (when == "soon")
    halt.when = Halt::When::soon;
  else if (when != "now")
    refuse();
  if (text.empty()) return halt;
  constexpr std::array<std::pair<std::string_view, Halt::After>, 3> conditions{
      {{",fail=", Halt::After::failures},
       {",success=", Halt::After::successes},
       {",done=", Halt::After::ends}}};
  const auto* const condition =
      std::find_if(conditions.begin(), conditions.end(),
                   [&](const auto& one) { return text.starts_with(one.first); });
  if (condition == conditions.end()) refuse();
  halt.after = condition->second;
  text.remove_prefix(condition->first.size());
  if (const auto percentage = percentage_of(text)) {
    halt.count = *percentage;
    halt.is_percentage = true;
  } else {
    const auto count = number_in<std::uint32_t>(text);
    if (!count) refuse();
    halt.count = *count;
  }
  if (!halt.is_valid()) refuse();
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
