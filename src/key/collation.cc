// The locale's collation, by strcoll and strxfrm.
//
// The two should agree and do not: glibc's strcoll puts "7b" after "7-B", its strxfrm before it,
// for in places it counts characters in that the locale ignores. sort goes by strcoll, so that is
// the order here as well. They do agree on the first level of a collation (which letters there
// are, accents and cases aside), and that is all that is taken from strxfrm for comparing.

#include "key/collation.h"

#include <algorithm>
#include <cstring>

namespace muster::key {
namespace {

/// What ends a level in what glibc's strxfrm gives.
constexpr char level_end = '\1';

/// Appends what strxfrm makes of `piece`. No text makes it fail.
void append_transformed(const char* piece, std::string& result) {
  char usual[1024];
  const std::size_t bytes = std::strxfrm(usual, piece, sizeof usual);
  if (bytes < sizeof usual) {
    result.append(usual, bytes);
    return;
  }
  const std::size_t before = result.size();
  result.resize(before + bytes + 1);  // strxfrm ends it by NUL
  std::strxfrm(result.data() + before, piece, bytes + 1);
  result.pop_back();
}

}  // namespace

int compare_collated(std::string_view a, std::string_view b) {
  if (a == b) return 0;
  if (a.empty() || b.empty()) return a.empty() ? -1 : 1;
  const std::string ended_a(a);
  const std::string ended_b(b);
  std::size_t at_a = 0;
  std::size_t at_b = 0;
  while (at_a <= a.size() && at_b <= b.size()) {
    const char* const piece_a = ended_a.c_str() + at_a;
    const char* const piece_b = ended_b.c_str() + at_b;
    const int result = std::strcoll(piece_a, piece_b);
    if (result != 0) return result;
    at_a += std::strlen(piece_a) + 1;
    at_b += std::strlen(piece_b) + 1;
  }
  return static_cast<int>(at_a <= a.size()) - static_cast<int>(at_b <= b.size());
}

std::string collated_beginning(std::string_view text) {
  const std::string piece(text.substr(0, text.find('\0')));
  std::string result;
  append_transformed(piece.c_str(), result);
  result.resize(std::min(result.find(level_end), result.size()));
  return result;
}

std::string collated(std::string_view text) {
  const std::string ended(text);
  std::string result;
  for (std::size_t at = 0; at <= text.size(); at += std::strlen(ended.c_str() + at) + 1) {
    append_transformed(ended.c_str() + at, result);
    result += '\0';
  }
  return result;
}

}  // namespace muster::key
