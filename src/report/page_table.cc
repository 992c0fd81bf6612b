// The tables of workers.
//
// A row has no more markup than it needs: end tags that HTML lets be left out are, since there may
// be ten thousand rows.

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "report/html.h"
#include "report/page_parts.h"
#include "report/quantities.h"

namespace muster::report {
namespace {

constexpr double mebibyte = 1024.0 * 1024;

std::chrono::nanoseconds duration_of(const Try& one, const TriesView& view) {
  return end_of(one, view.duration) - one.start;
}

/// The failed ones first, and then those that took longest.
void put_first_what_matters(std::vector<const Try*>& tries, const TriesView& view) {
  const auto key = [&](const Try* one) {
    return std::pair(one->outcome != Outcome::failed, -duration_of(*one, view));
  };
  std::stable_sort(tries.begin(), tries.end(),
                   [&](const Try* a, const Try* b) { return key(a) < key(b); });
}

void append_row(std::string& html, const Try& one, const TriesView& view) {
  const Look& look = look_of(one.outcome);
  const auto out = std::back_inserter(html);
  const std::chrono::duration<double> processor_time = one.usage.user + one.usage.system;
  fmt::format_to(out, "<tr{}><td>{}<td>{}<td>{}<td>{:.3f}<td>{:.3f}<td>{:.3f}<td>{:.3f}<td>{:.1f}",
                 one.outcome == Outcome::failed ? fmt::format(" id=\"P{}\"", one.job + 1) : "",
                 one.job + 1, html_text(view.title_of(one.job)), one.slot + 1,
                 seconds_of(one.start), seconds_of(duration_of(one, view)), seconds_of(one.waiting),
                 processor_time.count(),
                 static_cast<double>(one.usage.resident_bytes_max) / mebibyte);
  fmt::format_to(out, "<td>{}<td>{}<td>{}<td>{} {}", count_text(one.records), count_text(one.bytes),
                 one.attempt + 1, look.sign, look.word);
  if (one.outcome == Outcome::failed && !one.status.succeeded())
    html += ": " + html_text(one.status.text());
  html += '\n';
}

/// A table of the twenty workers for which `number_of` is greatest, with bars; empty if it is 0 for
/// all.
template <typename NumberOf>
std::string greatest(const TriesView& view, const char* what, Unit unit,
                     const NumberOf& number_of) {
  constexpr std::size_t shown_max = 20;
  std::vector<const Try*> tries = last_tries(view.tries);
  const std::size_t shown = std::min(tries.size(), shown_max);
  std::partial_sort(tries.begin(), tries.begin() + static_cast<std::ptrdiff_t>(shown), tries.end(),
                    [&](const Try* a, const Try* b) {
                      return std::pair(-number_of(*a), a->job) < std::pair(-number_of(*b), b->job);
                    });
  tries.resize(shown);
  std::erase_if(tries, [&](const Try* one) { return number_of(*one) <= 0; });
  if (tries.empty()) return {};
  const double most = number_of(*tries.front());
  std::string html = fmt::format(
      "<table class=\"longest\">\n<tr><th scope=\"col\">Worker<th scope=\"col\">Input<th "
      "scope=\"col\">{}<th scope=\"col\" width=\"40%\">\n",
      what);
  for (const Try* const one : tries) {
    const double number = number_of(*one);
    fmt::format_to(std::back_inserter(html),
                   "<tr><td>P{}<td>{}<td>{}<td><svg width=\"100%\" height=\"12\" "
                   "aria-hidden=\"true\"><rect width=\"{:.2f}%\" height=\"12\" "
                   "fill=\"{}\"/></svg>\n",
                   one->job + 1, html_text(view.title_of(one->job)), quantity_text(number, unit),
                   100 * number / most, look_of(one->outcome).color);
  }
  return html + "</table>\n";
}

}  // namespace

std::string slowest_workers(const TriesView& view) {
  return greatest(view, "Duration", Unit::seconds,
                  [&](const Try& one) { return seconds_of(duration_of(one, view)); });
}

std::string waiting_workers(const TriesView& view) {
  return greatest(view, "Waiting", Unit::seconds,
                  [](const Try& one) { return seconds_of(one.waiting); });
}

std::string workers_ahead(const TriesView& view) {
  return greatest(view, "Ahead", Unit::bytes,
                  [](const Try& one) { return static_cast<double>(one.bytes_ahead); });
}

std::string worker_table(const TriesView& view) {
  std::vector<const Try*> tries = last_tries(view.tries);
  if (tries.empty()) return {};
  std::string html;
  if (const std::size_t all = tries.size(); all > rows_max) {
    put_first_what_matters(tries, view);
    tries.resize(rows_max);
    std::sort(tries.begin(), tries.end(),
              [](const Try* a, const Try* b) { return a->job < b->job; });
    fmt::format_to(std::back_inserter(html),
                   "<p><strong>Of {} workers, the table has the {} that failed or took "
                   "longest.</strong></p>\n",
                   count_text(all), count_text(rows_max));
  }
  constexpr std::size_t many = 500;  // page.css says what differs then
  fmt::format_to(std::back_inserter(html),
                 "<div class=\"wide{}\" tabindex=\"0\" role=\"region\" aria-label=\"Table of "
                 "workers\"><table id=\"workers\">\n<thead><tr>",
                 tries.size() > many ? " many" : "");
  for (const char* const head :
       {"Worker", "Input", "Slot", "Start, s", "Duration, s", "Waiting, s", "CPU, s",
        "Peak memory, MiB", "Records", "Bytes", "Tries", "Status"})
    fmt::format_to(std::back_inserter(html), "<th scope=\"col\">{}", head);
  html += "\n<tbody>\n";
  for (const Try* const one : tries) append_row(html, *one, view);
  return html + "</table></div>\n";
}

}  // namespace muster::report
