#include "plan/words.h"

#include <algorithm>
#include <charconv>
#include <system_error>

#include "os/error.h"
#include "os/io.h"
#include "plan/archive.h"

namespace muster::plan {
namespace {

/// Takes the first word off `bytes`.
std::string_view take_word(std::string_view& bytes) {
  const std::size_t end = bytes.find('\0');
  if (end == std::string_view::npos) throw CutShort();
  const std::string_view word = bytes.substr(0, end);
  bytes.remove_prefix(end + 1);
  return word;
}

/// Takes a space and a number off the head.
std::uint64_t take_number(std::string_view& head) {
  std::uint64_t number = 0;
  const auto [end, error] =
      head.starts_with(' ') ? std::from_chars(head.data() + 1, head.data() + head.size(), number)
                            : std::from_chars_result{nullptr, std::errc::invalid_argument};
  if (error != std::errc()) throw FormatError("it does not begin as a plan");
  head.remove_prefix(static_cast<std::size_t>(end - head.data()));
  return number;
}

}  // namespace

std::vector<std::string> parse_words(std::string_view bytes) {
  if (!bytes.starts_with(words_magic.substr(0, bytes.size())))
    throw FormatError("it does not begin as a plan");
  std::string_view head = take_word(bytes);
  head.remove_prefix(std::min(words_magic.size(), head.size()));
  const std::uint64_t version = take_number(head);
  if (version != words_version)
    throw FormatError("it is of version " + std::to_string(version) + ", not " +
                      std::to_string(words_version));
  const std::uint64_t count = take_number(head);
  if (!head.empty()) throw FormatError("it does not begin as a plan");
  std::vector<std::string> words;  // grows with what has come, not with what is announced
  while (words.size() < count) words.emplace_back(take_word(bytes));
  if (!bytes.empty()) throw FormatError("there are bytes after its end");
  return words;
}

std::vector<std::string> read_words(const os::Fd& from) {
  const auto bytes = os::read_to_end(from);
  if (!bytes) os::throw_errno("cannot read a plan");
  return parse_words(*bytes);
}

}  // namespace muster::plan
