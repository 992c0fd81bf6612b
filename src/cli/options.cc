#include "cli/options.h"

#include <getopt.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

#include <fmt/format.h>

#include "key/binary.h"
#include "os/locale.h"
#include "os/memory.h"

namespace muster::cli {
namespace {

constexpr int help_column = 33;

/// What getopt_long returns for an option without a letter: this plus its index.
constexpr int long_only = 256;

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

/// -S: bytes.
std::size_t parse_size(const std::string& text) {
  const Count count = read_count(text);
  if (count.suffix == "%" && count.has_digits)
    return static_cast<std::size_t>(std::min(
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
  return static_cast<std::size_t>(std::min(bytes, double(size_max)));
}

}  // namespace

int parse_options(int argc, char** argv, const std::vector<Option>& options, Operands operands) {
  std::string letters = operands == Operands::last ? "+" : "";
  std::vector<::option> long_options;
  for (std::size_t i = 0; i < options.size(); ++i) {
    const Option& option = options[i];
    const int value = option.letter != 0 ? option.letter : long_only + static_cast<int>(i);
    const bool is_optional = option.argument != nullptr && option.argument[0] == '[';
    const int has_argument = option.argument == nullptr ? no_argument
                             : is_optional              ? optional_argument
                                                        : required_argument;
    if (option.name != nullptr) long_options.push_back({option.name, has_argument, nullptr, value});
    if (option.letter == 0) continue;
    letters += option.letter;
    if (has_argument == required_argument) letters += ':';
  }
  long_options.push_back({nullptr, 0, nullptr, 0});

  optind = 0;  // start anew
  for (;;) {
    const int value = ::getopt_long(argc, argv, letters.c_str(), long_options.data(), nullptr);
    if (value == -1) break;
    if (value == '?') throw UsageError("");  // it has said what is wrong, after argv[0]
    const auto chosen = std::find_if(options.begin(), options.end(), [&](const Option& option) {
      return option.letter != 0 ? option.letter == value
                                : long_only + (&option - options.data()) == value;
    });
    chosen->apply(optarg != nullptr ? optarg : "");
  }

  return optind;
}

std::string options_help(const std::vector<Option>& options) {
  std::string text;
  for (const Option& option : options) {
    std::string left = option.letter != 0 ? fmt::format("  -{}", option.letter) : "    ";
    if (option.name != nullptr)
      left += fmt::format("{} --{}", option.letter != 0 ? "," : " ", option.name);
    if (option.argument != nullptr) left += fmt::format("={}", option.argument);
    std::string_view help = option.help;
    while (!help.empty()) {
      const std::string_view line = help.substr(0, help.find('\n'));
      text += fmt::format("{:{}}{}\n", left.size() < help_column ? left : left + "  ", help_column,
                          line);
      left.clear();
      help.remove_prefix(std::min(help.size(), line.size() + 1));
    }
  }
  return text;
}

std::uint64_t parse_number(const std::string& text, std::uint64_t min, std::uint64_t max,
                           const std::string& name) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  if (result.ec != std::errc() || result.ptr != end || number < min || number > max)
    throw UsageError(
        fmt::format("{}: '{}' is not a whole number from {} to {}", name, text, min, max));
  return number;
}

std::uint64_t parse_count(const std::string& text, const std::string& name) {
  const Count count = read_count(text);
  if (!count.has_digits) throw UsageError(fmt::format("invalid {} argument '{}'", name, text));
  if (!count.suffix.empty())
    throw UsageError(fmt::format("invalid suffix in {} argument '{}'", name, text));
  return count.number;
}

std::size_t parse_word(const std::string& text,
                       std::span<const std::vector<std::string_view>> choices,
                       const std::string& name) {
  std::vector<std::size_t> begun;
  std::string explanation = "Valid arguments are:";
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const auto begins = [&](std::string_view word) { return word.starts_with(text); };
    if (std::any_of(choices[i].begin(), choices[i].end(), begins)) begun.push_back(i);
    explanation += fmt::format("\n  - '{}'", fmt::join(choices[i], "', '"));
  }
  if (begun.size() != 1)
    throw UsageError(fmt::format("{} argument '{}' for '{}'",
                                 begun.empty() ? "invalid" : "ambiguous", text, name),
                     explanation);
  return begun.front();
}

std::size_t parse_jobs(const std::string& text, const std::string& name) {
  constexpr std::uint64_t most = 1'000'000;
  if (!text.ends_with('%')) return parse_number(text, 0, most, name);
  const std::uint64_t percent = parse_number(text.substr(0, text.size() - 1), 1, most, name);
  return std::max<std::size_t>(1, os::processors() * percent / 100);
}

std::chrono::milliseconds parse_duration(const std::string& text, const std::string& name) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  const std::string_view unit(result.ptr, static_cast<std::size_t>(end - result.ptr));
  constexpr std::array<std::pair<std::string_view, double>, 5> units{
      {{"", 1}, {"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}}};
  const auto found =
      std::find_if(units.begin(), units.end(), [&](const auto& one) { return one.first == unit; });
  if (result.ec != std::errc() || found == units.end() || !(number >= 0) || number > 1e9)
    throw UsageError(fmt::format(
        "{}: invalid duration '{}': expected a number, optionally followed by s, m, h or d", name,
        text));
  return std::chrono::milliseconds(std::llround(number * found->second * 1000));
}

void Records::complete() {
  if (end_with_nul && framing.is_of_size())
    throw UsageError("-z cannot be used with --records: its records have a fixed size");
  if (are_printed && value == key::KeyKind::bytes)
    throw UsageError(
        framing.is_of_size()
            ? "--print cannot be used with --records=fixed:N: its records are not values"
            : "--print can only be used with --records=TYPE");
  if (end_with_nul) framing = record::Framing('\0');
}

order::Order Records::order(const order::Options& options, const key::RandomSeed& seed) const {
  return framing.is_of_size() ? options.binary_order(framing, value) : options.order(seed);
}

Option zero_option(Records& records) {
  return {'z', "zero-terminated", nullptr, "records end with NUL, not newline",
          [&records](const std::string&) { records.end_with_nul = true; }};
}

std::vector<Option> binary_options(Records& records) {
  return {
      {0, "records", "TYPE",
       "records are binary values: i8, i16, i32, i64, u8, u16, u32,\n"
       "u64, f32, f64, in the machine's byte order (NaN last, -0.0\n"
       "before 0.0); or fixed:N, N bytes each, compared by\n"
       "--key=OFFSET:TYPE[r] (bytes from 0, r reverses) or as bytes",
       [&records](const std::string& type) {
         constexpr std::string_view fixed = "fixed:";
         const auto value = key::binary_named(type);
         if (!value && !type.starts_with(fixed))
           throw UsageError(
               fmt::format("--records: '{}' is none of {}, fixed:N", type, key::binary_names()));
         const std::uint64_t bytes = value ? key::bytes_of_binary(*value)
                                           : parse_number(type.substr(fixed.size()), 1,
                                                          record::bytes_max, "--records=fixed");
         records.framing = record::Framing::of_size(static_cast<std::uint32_t>(bytes));
         records.value = value.value_or(key::KeyKind::bytes);
       }},
      {0, "print", nullptr, "print the values of --records=TYPE as text, one a line",
       [&records](const std::string&) { records.are_printed = true; }},
  };
}

Option order_option(Release& release) {
  return {0, "order", "WORD",
          "release records: ascending (the default) or descending,\n"
          "when all are there; or as they come: arrival (first come,\n"
          "first served), worker (all of P1, then of P2, …),\n"
          "round-robin (one of each in turn). What comes as it\n"
          "comes has been printed when a later worker fails",
          [&release](const std::string& word) {
            using order::Policy;
            if (word == "ascending" || word == "descending") {
              release = {Policy::sorted, word == "descending"};
            } else if (word == "arrival") {
              release = {Policy::arrival, false};
            } else if (word == "worker") {
              release = {Policy::worker, false};
            } else if (word == "round-robin") {
              release = {Policy::round_robin, false};
            } else {
              throw UsageError("--order: '" + word +
                               "' is none of ascending, descending, arrival, worker, round-robin");
            }
          }};
}

void apply_release(const Release& release, order::Order& order) {
  order.policy = release.policy;
  if (release.descending) order.reverse();
}

Option top_option(std::uint64_t& top) {
  return {0, "top", "K", "print the first K records only, and hold no more than it takes",
          [&top](const std::string& text) {
            top = parse_number(text, 0, std::numeric_limits<std::uint64_t>::max() - 1, "--top");
          }};
}

std::vector<Option> header_options(std::uint64_t& header, bool& may_differ, const char* help) {
  return {{0, "header", "N", help,
           [&header](const std::string& text) {
             header =
                 parse_number(text, 0, std::numeric_limits<std::uint64_t>::max() - 1, "--header");
           }},
          {0, "header-any", nullptr, "allow headers that differ from the first one",
           [&may_differ](const std::string&) { may_differ = true; }}};
}

void check_header(std::uint64_t header, bool may_differ) {
  if (may_differ && header == 0) throw UsageError("--header-any can only be used with --header");
}

std::vector<Option> ordering_options(order::Options& options) {
  const auto letter = [&options](char c) {
    return [&options, c](const std::string&) { options.set(c); };
  };
  return {
      {'k', "key", "KEYDEF",
       "compare by this part of the record first, then by the next\n"
       "-k; KEYDEF is F[.C][OPTS][,F[.C][OPTS]], as for sort(1)",
       [&options](const std::string& text) { options.add_key(text); }},
      {'t', "field-separator", "SEP",
       "fields are separated by this byte ('\\0' and '\\t' too);\n"
       "the default is where blanks begin",
       [&options](const std::string& text) { options.set_separator(text); }},
      {'b', "ignore-leading-blanks", nullptr, "skip blanks where a key begins", letter('b')},
      {'d', "dictionary-order", nullptr, "only blanks, letters and digits count", letter('d')},
      {'f', "ignore-case", nullptr, "lower case counts as upper case", letter('f')},
      {'g', "general-numeric-sort", nullptr, "compare floating-point numbers", letter('g')},
      {'h', "human-numeric-sort", nullptr, "compare numbers with units: 2K < 1G", letter('h')},
      {'i', "ignore-nonprinting", nullptr, "only printing characters count", letter('i')},
      {'M', "month-sort", nullptr, "compare months: (unknown) < JAN < … < DEC", letter('M')},
      {'n', "numeric-sort", nullptr, "compare numbers", letter('n')},
      {'R', "random-sort", nullptr, "shuffle, but keep equal keys together", letter('R')},
      {'V', "version-sort", nullptr, "compare the versions in texts: a2 < a10", letter('V')},
      {'r', "reverse", nullptr, "reverse the order", letter('r')},
      {0, "sort", "WORD",
       "the same by name: general-numeric, human-numeric, month,\n"
       "numeric, random, version",
       [&options](const std::string& word) {
         static const std::vector<std::string_view> words[] = {
             {"general-numeric"}, {"human-numeric"}, {"month"},
             {"numeric"},         {"random"},        {"version"}};
         options.set("ghMnRV"[parse_word(word, words, "--sort")]);
       }},
      {'s', "stable", nullptr, "records with equal keys stay in the order of input",
       [&options](const std::string&) { options.set_stable(); }},
      {'u', "unique", nullptr, "of records with equal keys, only the first",
       [&options](const std::string&) { options.set_unique(); }},
      {0, "locale", nullptr,
       "compare texts as the locale (LC_ALL, LC_COLLATE, LANG) has\n"
       "it, not by bytes; -g, -h, -M, -n and -V stay as they are",
       [&options](const std::string&) { options.set_locale(!os::collate_by_environment()); }},
  };
}

Memory::Memory() : bytes(os::available_memory_bytes() / 2) {}

std::vector<std::string> Memory::folders() const {
  if (!folders_given.empty()) return folders_given;
  const char* const path = std::getenv("TMPDIR");
  return {path != nullptr ? path : "/tmp"};
}

std::vector<Option> memory_options(Memory& memory) {
  return {
      {'S', "buffer-size", "SIZE",
       "keep at most SIZE of records in memory; spill the rest to\n"
       "disk (default: 50% of the memory that is free)",
       [&memory](const std::string& text) { memory.bytes = parse_size(text); }},
      {'T', "temporary-directory", "DIR",
       "where to spill (default $TMPDIR or /tmp); if given several\n"
       "times, to each in turn",
       [&memory](const std::string& text) { memory.folders_given.push_back(text); }},
  };
}

}  // namespace muster::cli
