#ifndef MUSTER_CLI_OPTIONS_H
#define MUSTER_CLI_OPTIONS_H

#include <chrono>
#include <cstdint>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "order/options.h"
#include "order/order.h"
#include "record/framing.h"

namespace muster::cli {

/// The command line asks for something that makes no sense; what() says what, or is empty if that
/// has been said. `explanation`, if there is one, says more, on lines of its own.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
  UsageError(const std::string& what, std::string explanation)
      : std::runtime_error(what), explanation_(std::move(explanation)) {}

  [[nodiscard]] const std::string& explanation() const { return explanation_; }

 private:
  std::string explanation_;
};

/// One option of a command: how it is written, what --help says of it, and what it does.
struct Option {
  char letter = 0;             ///< 0 if there is only the long name
  const char* name = nullptr;  ///< without the dashes; none if there is only the letter
  /// What --help calls it; none if the option takes none, in brackets if it may be left out.
  const char* argument = nullptr;
  std::string help;  ///< lines after the first are indented by whoever prints them
  std::function<void(const std::string& argument)> apply;
};

/// Where arguments that are no options may stand.
enum class Operands {
  last,      ///< what follows the first of them is not looked at: it belongs to another command
  anywhere,  ///< also before options; they are moved to the end (unless POSIXLY_CORRECT is set)
};

/// Applies the options among the arguments (argv[0] is what messages begin with) and returns the
/// index of the first argument that is none. Long names may be shortened as long as they are
/// unique. Throws UsageError, as `apply` may.
int parse_options(int argc, char** argv, const std::vector<Option>& options,
                  Operands operands = Operands::last);

/// The options as --help shows them.
std::string options_help(const std::vector<Option>& options);

/// Numbers and words as options take them. `name` is the option, for the UsageError.
std::uint64_t parse_number(const std::string& text, std::uint64_t min, std::uint64_t max,
                           const std::string& name);
/// A number as the options of sort(1) take it: blanks and a plus before it do not count, and more
/// than can be counted counts as the most.
std::uint64_t parse_count(const std::string& text, const std::string& name);
/// Which of `choices`, each some words that mean the same, the text is or begins.
std::size_t parse_word(const std::string& text,
                       std::span<const std::vector<std::string_view>> choices,
                       const std::string& name);
/// N, N% of the processors, or 0 (no limit).
std::size_t parse_jobs(const std::string& text, const std::string& name);
/// Seconds, as timeout(1) takes them: a number, with s, m, h or d behind it if wanted.
std::chrono::milliseconds parse_duration(const std::string& text, const std::string& name);

/// What records are: lines, unless they are told otherwise.
struct Records {
  record::Framing framing;
  /// The binary value that each record is; KeyKind::bytes if they are none.
  key::KeyKind value = key::KeyKind::bytes;
  bool are_printed = false;  ///< values as text
  bool end_with_nul = false;

  /// When all options are known: throws UsageError if they exclude each other.
  void complete();
  /// What `options` say of how such records are compared. Throws order::OrderError.
  [[nodiscard]] order::Order order(const order::Options& options,
                                   const key::RandomSeed& seed) const;
};

/// -z; and --records and --print.
Option zero_option(Records& records);
std::vector<Option> binary_options(Records& records);

/// What --order asks for.
struct Release {
  order::Policy policy = order::Policy::sorted;
  bool descending = false;
};

/// --order, the same for all commands; to be applied when the keys are known.
Option order_option(Release& release);
void apply_release(const Release& release, order::Order& order);

/// How much memory records may take, and where the others go.
struct Memory {
  Memory();
  /// Those that were given, else $TMPDIR or /tmp.
  [[nodiscard]] std::vector<std::string> folders() const;

  std::size_t bytes;
  std::vector<std::string> folders_given;
};

/// -S and -T.
std::vector<Option> memory_options(Memory& memory);

/// --top: how many of the first records are wanted.
Option top_option(std::uint64_t& top);

/// --header: how many records of each input are its header; and --header-any.
std::vector<Option> header_options(std::uint64_t& header, bool& may_differ, const char* help);
void check_header(std::uint64_t header, bool may_differ);

/// The options of sort(1) that say how records are compared.
std::vector<Option> ordering_options(order::Options& options);

}  // namespace muster::cli

#endif
