// The diagram for a terminal. A line has the time, a cell or more for each lane, and what happens:
//
//      ms   P1    P2    init  seg.  Scheduler
//    1.53   ├──18──▶│           read: 3 bytes

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "report/role_color.h"
#include "report/sequence.h"

namespace muster::report {
namespace {

using Kind = Sequence::Kind;

constexpr std::size_t columns_max = 79;
constexpr std::size_t first_lane = 11;
constexpr std::size_t lane_columns = 6;
/// After the last lane, for the arrow to stdout.
constexpr std::size_t margin = 5;

/// What lines are drawn with.
struct Glyphs {
  const char* runs;
  const char* attached;
  const char* acts;
  const char* ended;
  const char* line;
  const char* dotted;
  const char* to_right;
  const char* to_left;
  const char* from_left;
  const char* from_right;
  const char* named;
  const char* nameless;
};
constexpr Glyphs unicode{"│", "┃", "●", "×", "─", "·", "▶", "◀", "├", "┤", "▓", "░"};
constexpr Glyphs ascii{"|", "H", "*", "x", "-", ".", ">", "<", "|", "|", "#", ":"};

class Drawing {
 public:
  Drawing(const Sequence& sequence, bool has_unicode, bool has_colors)
      : sequence_(sequence),
        glyphs_(has_unicode ? unicode : ascii),
        has_colors_(has_colors),
        state_(sequence),
        label_column_(column_of(sequence.scheduler()) + margin) {}

  std::string draw() {
    head();
    for (const Sequence::Step& step : sequence_.steps) add(step);
    foot();
    return std::move(text_);
  }

 private:
  using Row = std::vector<std::string>;

  /// The segment has a column of its own between init and the Scheduler.
  [[nodiscard]] std::size_t column_of(std::size_t lane) const {
    return first_lane + (lane <= sequence_.init() ? lane : lane + 1) * lane_columns;
  }
  [[nodiscard]] std::size_t segment_column() const {
    return column_of(sequence_.init()) + lane_columns;
  }

  [[nodiscard]] std::string colored(std::size_t lane, const std::string& text) const {
    if (!has_colors_) return text;
    const event::Role role = lane == sequence_.init()        ? event::Role::init
                             : lane == sequence_.scheduler() ? event::Role::scheduler
                                                             : event::Role::worker;
    return color_begin(role).append(text).append(color_end);
  }

  void put(Row& row, std::size_t column, std::string_view text) const {
    for (std::size_t i = 0; i < text.size() && column + i < row.size(); ++i)
      row[column + i] = text[i];
  }

  /// The lanes as they are now.
  [[nodiscard]] Row lanes() const {
    Row row(label_column_, " ");
    for (std::size_t lane = 0; lane < sequence_.lanes.size(); ++lane)
      if (state_.is_running(lane))
        row[column_of(lane)] =
            colored(lane, state_.is_attached(lane) ? glyphs_.attached : glyphs_.runs);
    if (state_.has_segment())
      row[segment_column()] = state_.has_name() ? glyphs_.named : glyphs_.nameless;
    return row;
  }

  void end_line(const Row& row, std::string_view label) {
    std::string line;
    for (const std::string& cell : row) line += cell;
    line += label;
    line.erase(line.find_last_not_of(' ') + 1);
    text_ += line + '\n';
  }

  void head() {
    // The last name is wider than its lane, and pids are, so that they take turns.
    Row names(columns_max, " ");
    Row pids = names;
    Row other_pids = names;
    const auto centered = [&](Row& row, std::size_t column, const std::string& text) {
      put(row, column - (text.size() - 1) / 2, text);
    };
    put(names, 6, "ms");
    centered(names, segment_column(), "shm");
    for (std::size_t lane = 0; lane < sequence_.lanes.size(); ++lane) {
      const auto& [name, pid] = sequence_.lanes[lane];
      if (lane == sequence_.scheduler())
        put(names, column_of(lane) - 3, name);
      else
        centered(names, column_of(lane), name);
      if (pid != 0)
        centered(lane % 2 == 0 ? pids : other_pids, column_of(lane), std::to_string(pid));
    }
    for (const Row& row : {names, pids, other_pids}) end_line(row, "");
  }

  void arrow(Row& row, std::size_t from, std::size_t to, const char* line,
             const std::string& numbers) const {
    const bool is_to_right = from < to;
    const std::size_t begin = std::min(from, to) + 1;
    const std::size_t end = std::max(from, to);
    for (std::size_t column = begin; column < end; ++column) row[column] = line;
    row[is_to_right ? end - 1 : begin] = is_to_right ? glyphs_.to_right : glyphs_.to_left;
    const std::size_t space = end - begin - 1;  // but for the head
    if (numbers.empty() || numbers.size() > space) return;
    put(row, begin + (is_to_right ? 0 : 1) + (space - numbers.size()) / 2, numbers);
  }

  void add(const Sequence::Step& step) {
    // A lane that begins or ends in this line has a mark of its own there.
    const bool ends = step.kind == Kind::reap;
    state_.take(step);
    Row row = lanes();
    const std::size_t from = column_of(step.from);
    const std::size_t to = column_of(step.to);
    const auto begin_arrow = [&](bool is_to_right) {
      row[from] = colored(step.from, is_to_right ? glyphs_.from_left : glyphs_.from_right);
    };
    switch (step.kind) {
      case Kind::act:
        row[from] = colored(step.from, glyphs_.acts);
        break;
      case Kind::start:
      case Kind::tell:
      case Kind::pass:
        begin_arrow(from < to);
        arrow(row, from, to, glyphs_.line, step.numbers);
        break;
      case Kind::reap:
        arrow(row, to, from, glyphs_.dotted, {});
        row[to] = colored(step.to, glyphs_.ended);
        break;
      case Kind::print:
        begin_arrow(/*is_to_right=*/true);
        arrow(row, from, label_column_ - 1, glyphs_.line, {});
        break;
      case Kind::create:
      case Kind::attach:
      case Kind::detach:
      case Kind::unlink:
        begin_arrow(from < segment_column());
        arrow(
            row, from, segment_column(),
            step.kind == Kind::create || step.kind == Kind::attach ? glyphs_.line : glyphs_.dotted,
            {});
        if (!state_.has_segment()) row[segment_column()] = glyphs_.ended;
        break;
    }
    if (ends) row[from] = colored(step.from, glyphs_.acts);
    const std::chrono::duration<double, std::milli> elapsed = step.when - sequence_.start;
    put(row, 0, fmt::format("{:8.2f}", elapsed.count()));
    label(row, step.calls.empty() ? step.text : step.calls + ": " + step.text);
  }

  /// On as many lines as it takes.
  void label(Row row, std::string_view text) {
    const std::size_t columns = columns_max - label_column_;
    while (text.size() > columns) {
      std::size_t bytes = text.rfind(' ', columns);
      if (bytes == std::string_view::npos) bytes = columns;
      end_line(row, text.substr(0, bytes));
      text.remove_prefix(std::min(bytes + 1, text.size()));
      row = lanes();
    }
    end_line(row, text);
  }

  void foot() {
    text_ += fmt::format(
        "{} runs   {} attached to the segment   {} the segment   {} nameless   {} ended\n",
        glyphs_.runs, glyphs_.attached, glyphs_.named, glyphs_.nameless, glyphs_.ended);
    if (sequence_.workers_left_out > 0)
      text_ += fmt::format("(not shown: {} more workers)\n", sequence_.workers_left_out);
    if (sequence_.steps_left_out > 0)
      text_ += fmt::format("(not shown: {} more steps)\n", sequence_.steps_left_out);
  }

  const Sequence& sequence_;
  Glyphs glyphs_;
  bool has_colors_;
  SequenceState state_;
  std::size_t label_column_;
  std::string text_;
};

}  // namespace

std::string sequence_text(const Sequence& sequence, bool has_unicode, bool has_colors) {
  return Drawing(sequence, has_unicode, has_colors).draw();
}

}  // namespace muster::report
