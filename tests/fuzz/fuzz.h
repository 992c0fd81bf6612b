#ifndef MUSTER_TESTS_FUZZ_H
#define MUSTER_TESTS_FUZZ_H

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

/// What each target defines: takes any bytes, returns 0, and aborts if a promise was broken.
/// libFuzzer calls it, or driver.cc where there is no clang.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace muster::fuzz {

/// Takes an input apart, from its start.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size)
      : rest_(reinterpret_cast<const char*>(data), size) {}

  [[nodiscard]] bool is_empty() const { return rest_.empty(); }

  /// The next byte; 0 at the end.
  char byte() {
    if (rest_.empty()) return 0;
    const char next = rest_.front();
    rest_.remove_prefix(1);
    return next;
  }

  /// What comes before the next text_end, or all the rest.
  std::string_view text() {
    const std::size_t end = rest_.find(text_end);
    const std::string_view next = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    return next;
  }

  static constexpr char text_end = '\x1e';

 private:
  std::string_view rest_;
};

inline void require(bool kept, const char* promise) {
  if (kept) return;
  (void)std::fprintf(stderr, "not so: %s\n", promise);
  std::abort();
}

inline int sign(int comparison) {
  return (comparison > 0) - (comparison < 0);
}

/// The promises of a comparison and of the prefix that goes with it, on three texts.
template <typename Compare, typename Prefix>
void require_order(const Compare& compare, const Prefix& prefix, std::string_view a,
                   std::string_view b, std::string_view c) {
  const int a_b = sign(compare(a, b));
  const int b_c = sign(compare(b, c));
  const int a_c = sign(compare(a, c));
  require(compare(a, a) == 0, "a text is equal to itself");
  require(a_b == -sign(compare(b, a)), "turned round, a comparison says the opposite");
  require(b_c == -sign(compare(c, b)), "turned round, a comparison says the opposite");
  if (a_b <= 0 && b_c <= 0) require(a_c <= 0, "what is before b is before what is behind b");
  if (a_b >= 0 && b_c >= 0) require(a_c >= 0, "what is behind b is behind what is before b");
  if (a_b == 0) require(a_c == b_c, "equal texts compare alike with a third");
  if (b_c == 0) require(a_c == a_b, "equal texts compare alike with a third");
  if (a_b <= 0) require(prefix(a) <= prefix(b), "a prefix never decreases along the order");
  if (a_b >= 0) require(prefix(a) >= prefix(b), "a prefix never decreases along the order");
}

}  // namespace muster::fuzz

#endif
