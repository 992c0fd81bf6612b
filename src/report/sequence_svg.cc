// The diagram as SVG: lanes from top to bottom, a row for each step. Every colour is told by a
// shape or a word, too.

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "report/sequence.h"

namespace muster::report {
namespace {

using Kind = Sequence::Kind;

// In pixels.
constexpr int row_height = 22;
constexpr int head_height = 62;
constexpr int time_width = 84;
constexpr int lane_width = 84;
constexpr int text_width = 380;
constexpr int foot_height = 34;

constexpr std::string_view style =
    R"(.seq{font:12px system-ui,sans-serif;background:#fff;color:#1b1f24}
.seq text{fill:currentColor}.seq .seq-head{font-weight:600;text-anchor:middle}
.seq .seq-pid,.seq .seq-note{fill-opacity:.75}.seq .seq-pid{text-anchor:middle}
.seq .seq-time{text-anchor:end;font-variant-numeric:tabular-nums;fill-opacity:.75}
.seq .seq-calls{font:600 11px ui-monospace,monospace}
.seq .seq-number{text-anchor:middle;font-weight:600}
.seq .seq-number-box{fill:#fff}.seq .seq-stripe{fill:#000;fill-opacity:.035}
.seq .seq-life{stroke-width:2}.seq .seq-attached{stroke-width:8;stroke-opacity:.4}
.seq .seq-arrow{stroke:currentColor;stroke-width:1.5}.seq .seq-head-of-arrow{fill:currentColor}
.seq .seq-quiet{stroke-dasharray:2 3}
.seq .seq-worker{stroke:#009e73;fill:#009e73}.seq .seq-init{stroke:#0072b2;fill:#0072b2}
.seq .seq-scheduler{stroke:#d55e00;fill:#d55e00}
.seq .seq-segment{fill:#e69f00;stroke:#b07900}
.seq .seq-nameless{fill:none;stroke:#b07900;stroke-dasharray:3 3}
@media(prefers-color-scheme:dark){.seq{background:#0d1117;color:#e6edf3}
.seq .seq-number-box{fill:#0d1117}.seq .seq-stripe{fill:#fff;fill-opacity:.05}
.seq .seq-init{stroke:#56b4e9;fill:#56b4e9}.seq .seq-nameless{stroke:#e69f00}}
)";

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '&')
      result += "&amp;";
    else if (c == '<')
      result += "&lt;";
    else if (c == '>')
      result += "&gt;";
    else
      result += c;
  }
  return result;
}

/// Rows from one step to another.
struct Span {
  std::size_t first = 0;
  std::size_t last = 0;
};

class Drawing {
 public:
  explicit Drawing(const Sequence& sequence)
      : sequence_(sequence),
        text_x_(x_of(sequence.scheduler()) + lane_width / 2 + 16),
        width_(text_x_ + text_width),
        height_(head_height + static_cast<int>(sequence.steps.size()) * row_height + foot_height) {}

  std::string draw(std::string_view nonce) {
    svg_ = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"seq\" role=\"img\" "
        "viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\">\n<title>What the processes of this "
        "run did, from top to bottom</title>\n",
        width_, height_);
    svg_ += nonce.empty() ? "<style>\n" : fmt::format("<style nonce=\"{}\">\n", nonce);
    svg_ += style;
    svg_ += "</style>\n";
    for (std::size_t row = 1; row < sequence_.steps.size(); row += 2)
      svg_ += fmt::format(
          "<rect class=\"seq-stripe\" fill=\"none\" x=\"0\" y=\"{}\" width=\"{}\" "
          "height=\"{}\"/>\n",
          y_of(row) - row_height / 2, width_, row_height);
    head();
    if (!sequence_.steps.empty()) spans();
    for (std::size_t row = 0; row < sequence_.steps.size(); ++row) add(row);
    foot();
    return svg_ + "</svg>\n";
  }

 private:
  [[nodiscard]] int x_of(std::size_t lane) const {
    return time_width + lane_width / 2 +
           static_cast<int>(lane <= sequence_.init() ? lane : lane + 1) * lane_width;
  }
  [[nodiscard]] int segment_x() const { return x_of(sequence_.init()) + lane_width; }
  [[nodiscard]] static int y_of(std::size_t row) {
    return head_height + static_cast<int>(row) * row_height + row_height / 2;
  }
  [[nodiscard]] const char* class_of(std::size_t lane) const {
    if (lane == sequence_.init()) return "seq-init";
    return lane == sequence_.scheduler() ? "seq-scheduler" : "seq-worker";
  }

  void text(const char* name, int x, int y, std::string_view words) {
    svg_ +=
        fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\">{}</text>\n", name, x, y, escaped(words));
  }
  void line(const std::string& name, int x1, int y1, int x2, int y2) {
    svg_ += fmt::format(
        "<line class=\"{}\" stroke=\"currentColor\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>\n",
        name, x1, y1, x2, y2);
  }

  void head() {
    text("seq-time", time_width - 10, 24, "ms");
    for (std::size_t lane = 0; lane < sequence_.lanes.size(); ++lane) {
      const auto& [name, pid] = sequence_.lanes[lane];
      text("seq-head", x_of(lane), 24, name);
      if (pid != 0) text("seq-pid", x_of(lane), 42, fmt::format("pid {}", pid));
    }
    text("seq-head", segment_x(), 24, "segment");
  }

  /// The lanes, who is attached, and the segment, as long as each is there.
  void spans() {
    SequenceState state(sequence_);
    const std::size_t lanes = sequence_.lanes.size();
    std::vector<std::size_t> running(lanes, none);
    std::vector<std::size_t> attached(lanes, none);
    std::size_t named = none;
    std::size_t nameless = none;
    running[sequence_.init()] = 0;
    for (std::size_t row = 0; row <= sequence_.steps.size(); ++row) {
      const bool is_end = row == sequence_.steps.size();
      if (!is_end) state.take(sequence_.steps[row]);
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        if (const auto span = turn(running[lane], !is_end && state.is_running(lane), row))
          life("seq-life", lane, *span);
        if (const auto span = turn(attached[lane], !is_end && state.is_attached(lane), row))
          life("seq-attached", lane, *span);
      }
      const bool has_segment = !is_end && state.has_segment();
      if (const auto span = turn(named, has_segment && state.has_name(), row))
        bar("seq-segment", *span);
      if (const auto span = turn(nameless, has_segment && !state.has_name(), row))
        bar("seq-nameless", *span);
    }
  }

  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  /// Something has been so since row `since`, or has not been; now it is, or is not. Returns the
  /// span that is over.
  static std::optional<Span> turn(std::size_t& since, bool is_now, std::size_t row) {
    if (is_now == (since != none)) return std::nullopt;
    if (is_now) {
      since = row;
      return std::nullopt;
    }
    const Span span{since, row};
    since = none;
    return span;
  }

  /// The rows of what lasts to the end of the run end with the last.
  [[nodiscard]] int end_of(Span span) const {
    return y_of(std::min(span.last, sequence_.steps.size() - 1));
  }

  void life(const char* name, std::size_t lane, Span span) {
    line(fmt::format("{} {}", name, class_of(lane)), x_of(lane), y_of(span.first), x_of(lane),
         end_of(span));
  }

  void bar(const char* name, Span span) {
    svg_ += fmt::format(
        "<rect class=\"{}\" fill=\"none\" stroke=\"currentColor\" x=\"{}\" y=\"{}\" width=\"16\" "
        "height=\"{}\" rx=\"3\"/>\n",
        name, segment_x() - 8, y_of(span.first), end_of(span) - y_of(span.first));
  }

  void arrow(int from, int to, int y, bool is_quiet, const std::string& numbers) {
    const int direction = from < to ? 1 : -1;
    line(is_quiet ? "seq-arrow seq-quiet" : "seq-arrow", from, y, to - 6 * direction, y);
    svg_ += fmt::format("<path class=\"seq-head-of-arrow\" d=\"M{} {}l{} -4v8z\"/>\n", to, y,
                        -8 * direction);
    if (numbers.empty()) return;
    const int middle = (from + to) / 2;
    const int half = 5 + 4 * static_cast<int>(numbers.size());
    svg_ += fmt::format(
        "<rect class=\"seq-number-box\" fill=\"none\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"16\" "
        "rx=\"3\"/>\n",
        middle - half, y - 8, 2 * half);
    text("seq-number", middle, y + 4, numbers);
  }

  void add(std::size_t row) {
    const Sequence::Step& step = sequence_.steps[row];
    const int y = y_of(row);
    const int from = x_of(step.from);
    const int to = x_of(step.to);
    switch (step.kind) {
      case Kind::act:
        break;
      case Kind::start:
      case Kind::tell:
      case Kind::pass:
        arrow(from, to, y, /*is_quiet=*/false, step.numbers);
        break;
      case Kind::reap:
        arrow(to, from, y, /*is_quiet=*/true, {});
        svg_ +=
            fmt::format("<path class=\"seq-arrow\" d=\"M{} {}l8 8m0 -8l-8 8\"/>\n", to - 4, y - 4);
        break;
      case Kind::print:
        arrow(from, text_x_ - 8, y, /*is_quiet=*/false, {});
        break;
      case Kind::create:
      case Kind::attach:
        arrow(from, segment_x(), y, /*is_quiet=*/false, {});
        break;
      case Kind::detach:
      case Kind::unlink:
        arrow(from, segment_x(), y, /*is_quiet=*/true, {});
        break;
    }
    svg_ += fmt::format("<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"4\"/>\n", class_of(step.from),
                        from, y);
    const std::chrono::duration<double, std::milli> elapsed = step.when - sequence_.start;
    text("seq-time", time_width - 10, y + 4, fmt::format("{:.2f}", elapsed.count()));
    svg_ += fmt::format("<text x=\"{}\" y=\"{}\">", text_x_, y + 4);
    if (!step.calls.empty())
      svg_ += fmt::format("<tspan class=\"seq-calls\">{}</tspan>: ", escaped(step.calls));
    svg_ += escaped(step.text) + "</text>\n";
  }

  void foot() {
    std::string note =
        "Thick line: attached to the segment. Full bar: the segment has its name; dashed: not any "
        "more. "
        "Cross: the process has ended.";
    if (sequence_.workers_left_out > 0)
      note += fmt::format(" Not shown: {} more workers.", sequence_.workers_left_out);
    if (sequence_.steps_left_out > 0)
      note += fmt::format(" Not shown: {} more steps.", sequence_.steps_left_out);
    text("seq-note", 16, height_ - 14, note);
  }

  const Sequence& sequence_;
  int text_x_;
  int width_;
  int height_;
  std::string svg_;
};

}  // namespace

std::string sequence_svg(const Sequence& sequence, std::string_view nonce) {
  return Drawing(sequence).draw(nonce);
}

}  // namespace muster::report
