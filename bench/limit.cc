// What the machine allows: the same result as `muster sort -n` in one process, with a thread a core
// and no guarantee at all, as a measure for the bench.
//
//   limit text FILE… >FILE    integers, one a line, at most 18 digits, no leading zeros
//   limit u64 FILE… >FILE     64-bit words in native order, in and out
//
// A sample cuts the range of values into parts that fit a core's cache. Each thread maps its share
// of the files, parses it and puts each value into its part; then the threads take parts in turn,
// sort them by vqsort, format them, and write them where they belong: how many bytes come before is
// known by then. Stdout must be a regular file for that. Other input ends the program.

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <thread>
#include <vector>

#include "key/number.h"
#include "sort/vqsort.h"

namespace {

using namespace muster;
using Word = std::uint64_t;

[[noreturn, gnu::cold]] void die(const char* what) {
  std::fprintf(stderr, "limit: %s: %s\n", what,
               errno != 0 ? std::strerror(errno) : "not as expected");
  std::exit(1);
}

/// How many bytes before and behind a file may be read as well.
constexpr std::size_t margin = 4096;

/// The low `bytes` bytes of a word, or all of it.
constexpr Word low_bytes(std::size_t bytes) {
  return bytes >= 8 ? ~Word{0} : (Word{1} << (8 * bytes)) - 1;
}

Word load(const char* bytes) {
  Word word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

/// The value of the last `digits` bytes before `end`, 16 at most. No branch depends on how many
/// there are, since in random input nobody could predict it.
Word digits_before(const char* end, std::size_t digits) {
  static constexpr auto masks = [] {
    std::array<Word, 25> made{};  // at i: the last i - 8 bytes of a word
    for (std::size_t i = 0; i < made.size(); ++i)
      made[i] = ~low_bytes(16 - std::clamp<std::size_t>(i, 8, 16));
    return made;
  }();
  const auto eight = [](Word word, Word mask) {
    return key::detail::eight_digits((word & mask) | (key::detail::eight_zeros & ~mask));
  };
  return eight(load(end - 16), masks[digits]) * 100'000'000 +
         eight(load(end - 8), masks[digits + 8]);
}

/// How values are written: as text or as words. `take` gives the next value and moves on, `put`
/// writes one (eight bytes more may be written), `value_start` finds where the next value begins at
/// or behind a place in a file.
struct Text {
  static constexpr std::size_t value_bytes_min = 2;
  static constexpr std::size_t value_bytes_max = key::canonical_bytes_max + 1;
  static Word take(const char*& at) {
    const std::size_t minus = *at == '-' ? 1 : 0;
    const Word first = key::detail::non_digits(load(at + minus));
    const Word second = key::detail::non_digits(load(at + minus + 8));
    const std::size_t in_first = static_cast<std::size_t>(std::countr_zero(first)) / 8;
    const std::size_t in_second = static_cast<std::size_t>(std::countr_zero(second)) / 8;
    const std::size_t digits = in_first + (in_first == 8 ? in_second : 0);
    const char* const end = at + minus + digits;
    if (digits == 0 || digits == 16 || *end != '\n') return take_any(at);
    at = end + 1;
    const auto number = static_cast<std::int64_t>(digits_before(end, digits));
    return key::prefix_of_number(minus != 0 ? -number : number);
  }
  static char* put(Word value, char* to) {
    to = key::format_canonical(key::number_of_prefix(value), to);
    *to = '\n';
    return to + 1;
  }
  static std::size_t value_start(std::string_view file, std::size_t at) {
    if (at == 0 || at >= file.size()) return std::min(at, file.size());
    return std::min(file.find('\n', at - 1), file.size() - 1) + 1;
  }

 private:
  [[gnu::noinline]] static Word take_any(const char*& at) {
    std::int64_t number = 0;
    const std::size_t bytes = key::parse_canonical(at, '\n', number);
    if (bytes == 0) die("a line");
    at += bytes + 1;
    return key::prefix_of_number(number);
  }
};

struct Words {
  static constexpr std::size_t value_bytes_min = sizeof(Word);
  static constexpr std::size_t value_bytes_max = sizeof(Word);
  static Word take(const char*& at) {
    const Word value = load(at);
    at += sizeof value;
    return value;
  }
  static char* put(Word value, char* to) {
    std::memcpy(to, &value, sizeof value);
    return to + sizeof value;
  }
  static std::size_t value_start(std::string_view file, std::size_t at) {
    return std::min(at, file.size()) / sizeof(Word) * sizeof(Word);
  }
};

/// Private memory in large pages, touched only where it is used.
void* reserve(std::size_t bytes) {
  constexpr std::size_t large_page = std::size_t{2} << 20U;
  void* memory = ::mmap(nullptr, bytes + large_page, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) die("memory");
  std::size_t room = bytes + large_page;
  std::align(large_page, bytes, memory, room);
  ::madvise(memory, bytes, MADV_HUGEPAGE);
  return memory;
}

/// A file with a margin of zeros before and behind it.
std::string_view mapped(const char* path) {
  const int file = ::open(path, O_RDONLY | O_CLOEXEC);
  struct stat status {};
  if (file < 0 || ::fstat(file, &status) != 0) die(path);
  const auto bytes = static_cast<std::size_t>(status.st_size);
  char* const memory = static_cast<char*>(reserve(margin + bytes + margin)) + margin;
  if (bytes > 0 && ::mmap(memory, bytes, PROT_READ, MAP_PRIVATE | MAP_FIXED, file, 0) == MAP_FAILED)
    die(path);
  ::close(file);
  return {memory, bytes};
}

void in_threads(std::size_t threads, const auto& work) {
  std::vector<std::jthread> started;
  for (std::size_t thread = 1; thread < threads; ++thread) started.emplace_back(work, thread);
  work(0);
}

/// Which part a value belongs to: the range of a sample is divided into even cells, and
/// neighbouring cells make up parts that hold about the same share of the sample.
class Cuts {
 public:
  Cuts(std::vector<Word> sample, std::size_t parts) : part_of_cell_(cells), parts_(parts) {
    if (sample.empty()) return;
    std::sort(sample.begin(), sample.end());
    low_ = sample.front();
    const auto range_bits = static_cast<unsigned>(std::bit_width(sample.back() - low_));
    shift_ = range_bits > cell_bits ? range_bits - cell_bits : 0;
    std::size_t below = 0;
    for (std::size_t cell = 0; cell < cells; ++cell) {
      part_of_cell_[cell] = static_cast<std::uint32_t>(below * parts / (sample.size() + 1));
      while (below < sample.size() && cell_of(sample[below]) == cell) ++below;
    }
  }
  [[nodiscard]] std::size_t parts() const { return parts_; }
  [[nodiscard]] std::size_t part_of(Word value) const { return part_of_cell_[cell_of(value)]; }

 private:
  static constexpr unsigned cell_bits = 15;
  static constexpr std::size_t cells = std::size_t{1} << cell_bits;
  [[nodiscard]] std::size_t cell_of(Word value) const {
    return value < low_ ? 0 : std::min((value - low_) >> shift_, Word{cells - 1});
  }
  std::vector<std::uint32_t> part_of_cell_;
  std::size_t parts_;
  Word low_ = 0;
  unsigned shift_ = 0;
};

/// The values of one thread's share, by part, in chunks of one large piece of memory.
class Share {
 public:
  Share(std::size_t values_max, std::size_t parts)
      : memory_(static_cast<Word*>(reserve((values_max + (parts + 1) * chunk) * sizeof(Word)))),
        parts_(parts) {}

  void add(std::size_t number, Word value, std::size_t bytes) {
    Part& part = parts_[number];
    if (part.values % chunk == 0) {
      part.next = memory_ + used_;
      part.chunks.push_back(part.next);
      used_ += chunk;
    }
    *part.next++ = value;
    ++part.values;
    part.bytes += bytes;
  }
  [[nodiscard]] std::size_t values(std::size_t part) const { return parts_[part].values; }
  [[nodiscard]] std::size_t bytes(std::size_t part) const { return parts_[part].bytes; }
  Word* copy(std::size_t number, Word* to) const {
    std::size_t left = parts_[number].values;
    for (const Word* from : parts_[number].chunks) {
      to = std::copy_n(from, std::min(left, chunk), to);
      left -= std::min(left, chunk);
    }
    return to;
  }

 private:
  static constexpr std::size_t chunk = 512;
  struct Part {
    Word* next = nullptr;
    std::size_t values = 0;
    std::size_t bytes = 0;
    std::vector<const Word*> chunks;
  };
  Word* memory_;
  std::size_t used_ = 0;
  std::vector<Part> parts_;
};

void write_at(off_t place, std::span<const char> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(STDOUT_FILENO, bytes.data(), bytes.size(), place);
    if (written < 0) die("stdout");
    place += written;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

template <typename Format>
std::vector<Word> sample_of(const std::vector<std::string_view>& files, std::size_t total,
                            std::size_t count) {
  std::vector<Word> sample;
  const std::size_t step = total / count + 1;
  for (const std::string_view file : files)
    for (std::size_t at = 0; at < file.size(); at += step)
      if (const std::size_t start = Format::value_start(file, at); start < file.size()) {
        const char* text = file.data() + start;
        sample.push_back(Format::take(text));
      }
  return sample;
}

template <typename Format>
void sort_files(const std::vector<std::string_view>& files) {
  const std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
  std::size_t total = 0;
  for (const std::string_view file : files) total += file.size();
  const std::size_t parts =
      std::bit_ceil(total / (std::size_t{256} << 10U) + 1);  // of half a core's cache
  const Cuts cuts(sample_of<Format>(files, total, 32 * parts), parts);

  std::vector<std::unique_ptr<Share>> shares(threads);
  in_threads(threads, [&](std::size_t thread) {
    const std::size_t values_max = total / threads / Format::value_bytes_min + 64 * files.size();
    shares[thread] = std::make_unique<Share>(values_max, parts);
    Share& share = *shares[thread];
    for (const std::string_view file : files) {
      const char* at = file.data() + Format::value_start(file, file.size() / threads * thread);
      const char* const end =
          file.data() + (thread + 1 == threads
                             ? file.size()
                             : Format::value_start(file, file.size() / threads * (thread + 1)));
      while (at < end) {
        const char* const start = at;
        const Word value = Format::take(at);
        share.add(cuts.part_of(value), value, static_cast<std::size_t>(at - start));
      }
    }
  });

  std::vector<off_t> place(parts + 1);
  std::vector<std::size_t> values(parts);
  for (std::size_t part = 0; part < parts; ++part) {
    place[part + 1] = place[part];
    for (const auto& share : shares) {
      place[part + 1] += static_cast<off_t>(share->bytes(part));
      values[part] += share->values(part);
    }
  }
  const std::size_t values_max = *std::max_element(values.begin(), values.end());
  std::atomic<std::size_t> next = 0;
  in_threads(threads, [&](std::size_t) {
    auto* const sorted = static_cast<Word*>(reserve(values_max * sizeof(Word)));
    auto* const text = static_cast<char*>(reserve((values_max + 1) * Format::value_bytes_max + 8));
    for (std::size_t part = next++; part < parts; part = next++) {
      Word* end = sorted;
      for (const auto& share : shares) end = share->copy(part, end);
      sort::vqsort({sorted, end});
      char* to = text;
      for (const Word* value = sorted; value != end; ++value) to = Format::put(*value, to);
      write_at(place[part], {text, to});
    }
  });
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view format = argc > 2 ? argv[1] : "";
  std::vector<std::string_view> files;
  for (int i = 2; i < argc; ++i) files.push_back(mapped(argv[i]));
  if (format == "text") {
    sort_files<Text>(files);
  } else if (format == "u64") {
    sort_files<Words>(files);
  } else {
    std::fputs("usage: limit text|u64 FILE... >FILE\n", stderr);
    return 2;
  }
  std::fflush(nullptr);
  std::_Exit(0);  // nothing is left to do but to give the memory back, and the kernel does that
}
