#include "worker/draw.h"

#include <unistd.h>

#include <random>
#include <string>

#include <fmt/format.h>

#include "os/io.h"

namespace muster::worker {
namespace {

constexpr std::size_t write_bytes = 1U << 16U;

int draw_numbers(const Draw& draw, std::uint32_t index, const event::Log& log) {
  std::random_device device;
  std::seed_seq seeds = draw.seed
                            ? std::seed_seq{static_cast<std::uint32_t>(*draw.seed),
                                            static_cast<std::uint32_t>(*draw.seed >> 32U), index}
                            : std::seed_seq{device(), device(), device(), device()};
  std::mt19937_64 random(seeds);
  std::uniform_int_distribution<std::uint64_t> numbers(0, draw.max);

  std::string text;
  std::uint64_t drawn = 0;
  for (std::uint64_t i = 0; i < draw.count; ++i) {
    const std::uint64_t number = numbers(random);
    ++drawn;
    text += fmt::format_int(number).c_str();
    text += '\n';
    if (i + 1 < draw.count && text.size() < write_bytes) continue;
    log.emit(event::NumbersDrawn{drawn, number});
    log.emit(event::PipeWritten{text.size()});
    os::write_all(STDOUT_FILENO, text, "cannot write the worker's pipe");
    drawn = 0;
    text.clear();
  }
  return 0;
}

}  // namespace

Task draw_task(const Draw& draw, std::uint32_t index) {
  return {{}, {}, [draw, index](const event::Log& log) { return draw_numbers(draw, index, log); }};
}

}  // namespace muster::worker
