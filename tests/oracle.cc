// Compares the order engine with GNU sort on generated cases: options by chance, input by chance.
//
//   oracle FIRST COUNT     the cases with the seeds FIRST … FIRST + COUNT - 1
//
// A case that differs is printed with its seed, its options and its input; the exit status is 1
// then. An order that sort refuses must be refused here too, in the same words.

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "gnu/options.h"
#include "os/child.h"
#include "os/fd.h"
#include "os/io.h"
#include "sort/sorter.h"

namespace {

using namespace muster;
using std::string_literals::operator""s;

struct Case {
  std::vector<std::string> options;
  std::string input;
  char delimiter = '\n';
};

struct Answer {
  bool is_refused = false;
  std::string text;  // the output, or the complaint
  friend bool operator==(const Answer&, const Answer&) = default;
};

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  Case make() {
    Case made;
    const char separator = separators_[below(separators_.size())];
    if (separator != 0) made.options.push_back("-t"s + separator);
    for (std::size_t keys = below(4); keys > 0; --keys) made.options.push_back("-k" + key());
    for (const char letter : "bdfirs"s)
      if (one_in(6)) made.options.push_back("-"s + letter);
    if (one_in(2)) made.options.push_back("-"s + kinds_[below(kinds_.size())]);
    if (one_in(40)) made.options.push_back("-"s + kinds_[below(kinds_.size())]);
    if (one_in(5)) made.options.emplace_back("-u");
    if (one_in(10)) made.delimiter = '\0';
    if (made.delimiter == '\0') made.options.emplace_back("-z");

    // Few different tokens, so that keys tie.
    std::vector<std::string> tokens(1 + below(12));
    for (std::string& one : tokens) one = token();
    // Mostly few records, so that a case that differs is easily read; with many, ties are sorted in
    // other ways.
    for (std::size_t records = below(one_in(20) ? 1000 : 25); records > 0; --records) {
      for (std::size_t fields = below(4); fields > 0; --fields) {
        made.input += tokens[below(tokens.size())];
        made.input += separator != 0 && !one_in(5) ? std::string(1, separator) : blanks();
      }
      made.input += made.delimiter;
    }
    if (!made.input.empty() && one_in(4)) made.input.pop_back();
    return made;
  }

 private:
  std::size_t below(std::size_t bound) { return random_() % bound; }
  bool one_in(std::size_t n) { return below(n) == 0; }

  std::string key() {
    std::string text = position(/*is_end=*/false);
    if (!one_in(3)) text += ',' + position(/*is_end=*/true);
    return text;
  }

  std::string position(bool is_end) {
    std::string text = std::to_string(one_in(60) ? 0 : 1 + below(3));
    if (one_in(3)) text += '.' + std::to_string(is_end || one_in(60) ? below(4) : 1 + below(4));
    for (const char letter : "bdfir"s)
      if (one_in(8)) text += letter;
    if (one_in(3)) text += kinds_[below(kinds_.size())];
    if (one_in(100)) text += 'x';
    return text;
  }

  std::string blanks() { return std::string(below(3), one_in(3) ? '\t' : ' '); }

  // Added to with +=: at a + that inserts in front of a temporary g++ 12 warns for no reason.
  std::string sign() { return one_in(2) ? "-" : ""; }

  std::string digits(std::size_t most) {
    std::string text;
    for (std::size_t n = 1 + below(most); n > 0; --n) text += static_cast<char>('0' + below(10));
    return text;
  }

  std::string token() {
    switch (below(12)) {
      case 0:
        return sign() += digits(3);
      case 1:
        return ((sign() += digits(3)) += '.') += one_in(5) ? "" : digits(4);
      case 2:
        return (sign() += std::string(below(3), '0')) += digits(30);
      case 3:
        return digits(2) + "kKMGTPEZYmgi"[below(12)] + (one_in(3) ? "i" : "");
      case 4:
        return digits(1) + "e" + (one_in(2) ? "-" : "+") + digits(4);
      case 5: {
        // No NaN: sort 9.1 orders two of them by the padding bytes of its long doubles.
        constexpr std::array<const char*, 13> words{"inf", "-inf", "infinity", "0x1f", "0x.8p3",
                                                    "-0",  "+5",   "+",        "-",    ".",
                                                    "..",  "1e",   "0x"};
        return words[below(words.size())];
      }
      case 6: {
        constexpr std::array<const char*, 10> words{"jan",  "FEB", "Mar",  "april", "May",
                                                    "JUNe", "dec", "Decx", "ja",    "xjan"};
        return words[below(words.size())];
      }
      case 7:
        return "a-" + digits(2) + '.' + digits(2) + (one_in(2) ? ".tar.gz" : "") +
               (one_in(4) ? "~" : "");
      case 8: {
        constexpr std::array<const char*, 14> words{
            ".a",    ".",          "..",      ".b.c",  "a~",      "a",   "a.b",
            "a.b~1", "foo-1.2rc1", "foo-1.2", "1.0-1", "1.0~rc1", "1.0", "a..b"};
        return words[below(words.size())];
      }
      default: {
        // Not 0x80: sort 9.1 takes it for a separator of thousands (its mark for "none" is 128).
        const std::string alphabet =
            "aAbBzZ09 .-_~:\x01\x7f\x81\xff\r\v"s + (one_in(3) ? "\0"s : "");
        std::string text;
        for (std::size_t n = below(one_in(5) ? 20 : 4); n > 0; --n)
          text += alphabet[below(alphabet.size())];
        return text;
      }
    }
  }

  std::mt19937_64 random_;
  static constexpr std::string_view kinds_ = "nghMVnghV";
  static constexpr std::string_view separators_{"\0\0\0:\ta", 6};
};

Answer ours(const Case& one) {
  try {
    gnu::Options options;
    for (const std::string& option : one.options) {
      const std::string argument = option.substr(2);
      switch (option[1]) {
        case 't':
          options.set_separator(argument);
          break;
        case 'k':
          options.add_key(argument);
          break;
        case 's':
          options.set_stable();
          break;
        case 'u':
          options.set_unique();
          break;
        case 'z':
          break;
        default:
          options.set(option[1]);
      }
    }
    // Small chunks, so that the runs of a large case have to be put together.
    sort::Sorter sorter(options.order({}), one.delimiter, 1, /*chunk_bytes=*/4096);
    std::string input = one.input;
    if (!input.empty() && input.back() != one.delimiter) input += one.delimiter;
    sorter.add(input, 0);
    Answer answer;
    sorter.release([&](std::string_view records) { answer.text += records; });
    return answer;
  } catch (const gnu::OrderError& error) {
    return {true, error.what()};
  }
}

std::string content(const os::Fd& file) {
  std::string text(static_cast<std::size_t>(::lseek(file.get(), 0, SEEK_END)), '\0');
  ::lseek(file.get(), 0, SEEK_SET);
  if (os::read_full(file, text, "cannot read a memfd") < text.size()) std::abort();
  return text;
}

Answer theirs(const Case& one) {
  const os::Fd input(::memfd_create("input", MFD_CLOEXEC));
  const os::Fd output(::memfd_create("output", MFD_CLOEXEC));
  const os::Fd complaint(::memfd_create("complaint", MFD_CLOEXEC));
  os::write_all(input.get(), one.input, "cannot write a memfd");
  ::lseek(input.get(), 0, SEEK_SET);
  std::vector<const char*> argv{"sort"};
  for (const std::string& option : one.options) argv.push_back(option.c_str());
  argv.push_back(nullptr);
  const std::array<int, 3> descriptors{input.get(), output.get(), complaint.get()};
  const os::Spawned sort = os::start_program("sort", argv.data(), environ, {descriptors});
  int status = 0;
  if (sort.error != 0 || ::waitpid(sort.pid, &status, 0) < 0) std::abort();
  if (WEXITSTATUS(status) == 0) return {false, content(output)};
  std::string text = content(complaint);
  return {true, text.substr(6, text.find('\n') - 6)};  // after "sort: "
}

std::string shown(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\n')
      result += "\\n\n  ";
    else if (c < ' ' || c > '~' || c == '\\')
      result += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    else
      result += c;
  }
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  ::setenv("LC_ALL", "C", 1);
  const std::uint64_t first = std::strtoull(argv[1], nullptr, 10);
  const std::uint64_t count = std::strtoull(argv[2], nullptr, 10);
  int different = 0;
  int refused = 0;
  for (std::uint64_t seed = first; seed < first + count && different < 5; ++seed) {
    const Case one = Generator(seed).make();
    const Answer expected = theirs(one);
    const Answer got = ours(one);
    refused += expected.is_refused ? 1 : 0;
    if (got == expected) continue;
    ++different;
    fmt::print("seed {}: sort", seed);
    for (const std::string& option : one.options) fmt::print(" '{}'", shown(option));
    fmt::print("\ninput:\n  {}\nsort:\n  {}\nmuster:\n  {}\n", shown(one.input),
               shown(expected.text), shown(got.text));
  }
  fmt::print("{} cases from seed {}, of them {} refused by sort: {} differ\n", count, first,
             refused, different);
  return different == 0 ? 0 : 1;
}
