#ifndef MUSTER_CLI_VALUES_H
#define MUSTER_CLI_VALUES_H

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.h"

namespace muster::cli {

/// One of the fixed values of an option, and another word for it, if there is one.
struct Choice {
  std::string_view word;
  std::string_view synonym;
};

/// The argument of an option, as it was given.
struct Value {
  std::string option;      ///< as messages name it: "--jobs"
  std::string text;        ///< empty if there is none
  std::size_t choice = 0;  ///< which of the option's choices it is, if the option takes one of them
  std::string program = {};  ///< what messages of more than one line begin each line with
};

// What a value says. Each throws UsageError if it says nothing of the kind.

/// A whole number from `min` to `max`.
std::uint64_t number_of(const Value& value, std::uint64_t min, std::uint64_t max);

/// A number as the options of sort(1) take it: blanks and a plus before it do not count, and more
/// than can be counted counts as the most.
std::uint64_t count_of(const Value& value);

/// Bytes, as -S of sort(1) takes them: a number of KiB, or with a unit, or a percentage of the
/// available memory.
std::uint64_t size_of(const Value& value);

/// How many files --batch-size lets be merged at a time.
std::size_t batch_size_of(const Value& value);

/// Notes N, N% of the processors, +N or -N of them, 0 (no limit), or a file that says one of these.
void take_jobs(Arguments& arguments, const Value& value);

/// From 1 to plan::Dealing::block_bytes_max bytes: a number, or with a unit, K to T for the powers
/// of 1024 and k to t for those of 1000.
std::uint64_t block_bytes_of(const Value& value);

/// The text with \n, \t, \r and up to three octal digits after a backslash as what they stand for.
std::string unescaped(const Value& value);

/// Seconds as timeout(1) takes them: a number, optionally followed by s, m, h or d.
std::chrono::milliseconds duration_of(const Value& value);

/// Notes a duration, or N% of the median.
void take_timeout(plan::Jobs& control, const Value& value);

/// Notes a duration, with or without ",double".
void take_retry_delay(plan::Jobs& control, const Value& value);

/// "TERM,200,INT,100,KILL": signals, each with the milliseconds until the next.
std::vector<plan::EndStep> end_steps_of(const Value& value);

/// A number of processes, or N% of the processors.
double load_of(const Value& value);

/// "never", or "soon" or "now", which may be followed by ",fail=", ",success=" or ",done=" and N or
/// N%.
plan::Halt halt_of(const Value& value);

/// Which of `choices` the text is, or is the beginning of.
std::size_t choice_of(const Value& value, std::span<const Choice> choices);

}  // namespace muster::cli

#endif
