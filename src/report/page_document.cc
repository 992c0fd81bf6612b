#include "report/page_document.h"

#include <iterator>

#include <fmt/format.h>

#include "report/html.h"
#include "report/page_assets.h"
#include "report/quantities.h"

namespace muster::report {
namespace {

std::string head(const PageContent& content, const std::string& nonce) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'nonce-{0}'; script-src 'nonce-{0}'; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<title>{1} muster: {2}</title>\n<style nonce=\"{0}\">{3}</style>\n</head>\n",
      nonce, content.has_succeeded ? "✓" : "✗", html_text(content.status), page_style);
}

std::string pairs(const PageContent::Pairs& pairs, const char* name) {
  std::string html = fmt::format("<dl class=\"{}\">\n", name);
  for (const auto& [term, text] : pairs)
    fmt::format_to(std::back_inserter(html), "<div><dt>{}</dt><dd><bdi>{}</bdi></dd></div>\n",
                   html_text(term), html_text(text));
  return html + "</dl>\n";
}

std::string section(std::string_view heading, const std::string& html) {
  if (html.empty()) return {};
  return fmt::format("<section>\n<h2>{}</h2>\n{}</section>\n", heading, html);
}

void append_failure(std::string& html, const Failure& failure) {
  const auto out = std::back_inserter(html);
  fmt::format_to(out, "<div class=\"cause\"><p><bdi>{}</bdi></p>\n", html_text(failure.sentence));
  if (!failure.last_lines.empty()) {
    html += "<p class=\"small\">The end of its standard error:</p>\n<pre>";
    for (const std::string& line : failure.last_lines)
      fmt::format_to(out, "<bdi>{}</bdi>\n", html_text(line));
    html += "</pre>\n";
  }
  html += "</div>\n";
}

/// All but the first few have to be opened, so that the rest of the page is near.
std::string failures(std::span<const Failure> shown, std::uint64_t in_all) {
  constexpr std::size_t open_max = 10;
  std::string html;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (i == open_max)
      fmt::format_to(std::back_inserter(html), "<details><summary>{} more</summary>\n",
                     count_text(shown.size() - open_max));
    append_failure(html, shown[i]);
  }
  if (in_all > shown.size())
    fmt::format_to(std::back_inserter(html),
                   "<p>These are the first {} of {}; the table below has the others.</p>\n",
                   count_text(shown.size()), counted(in_all, "failure"));
  return html + (shown.size() > open_max ? "</details>\n" : "");
}

std::string distributions(const PageContent& content) {
  std::vector<double> durations;
  std::vector<double> records;
  for (const Try* const one : last_tries(content.tries.tries)) {
    durations.push_back(seconds_of(end_of(*one, content.tries.duration) - one->start));
    records.push_back(static_cast<double>(one->records));
  }
  if (durations.empty()) return {};
  return "<div class=\"two\">\n" +
         histogram(std::move(durations), Unit::seconds, "Workers by how long they took") +
         histogram(std::move(records), Unit::count, "Workers by how many records they wrote") +
         "</div>\n<h3>The slowest</h3>\n" + slowest_workers(content.tries);
}

std::string values(const PageContent& content) {
  if (content.quantiles.empty()) return {};
  return histogram_of_quantiles(
             content.quantiles, content.values_count,
             fmt::format("{} by value", counted(content.values_count, "record"))) +
         "<p>Each is a record of the sorted result, at most 0.2 % from the rank that stands above "
         "it. The bars are drawn from 257 such records.</p>\n";
}

std::string turns(const TriesView& tries) {
  const auto part = [](const char* heading, const std::string& table) {
    return table.empty() ? table : fmt::format("<h3>{}</h3>\n{}", heading, table);
  };
  return part("The furthest ahead", workers_ahead(tries)) +
         part("Those whose pipes waited longest", waiting_workers(tries));
}

}  // namespace

std::string page_document(const PageContent& content, const std::string& nonce) {
  std::string html = head(content, nonce);
  const auto out = std::back_inserter(html);
  fmt::format_to(out,
                 "<body>\n<main>\n<h1>A run of muster</h1>\n<p class=\"status {}\"><strong>{} "
                 "{}</strong></p>\n",
                 content.has_succeeded ? "good" : "bad", content.has_succeeded ? "✓" : "✗",
                 html_text(content.status));
  html += section("Why", failures(content.failures, content.failures_in_all));
  html += pairs(content.facts, "facts");
  html += section("In numbers", pairs(content.figures, "figures"));
  html += section("Tried again", failures(content.retried, content.retried.size()));
  if (content.sequence != nullptr)
    html += section("Step by step",
                    "<div class=\"wide\">" + sequence_svg(*content.sequence, nonce) + "</div>\n");
  html += section("Timeline", timeline(content.tries));
  html += section("Meanwhile", resource_charts(content.tries, content.samples));
  html += section("Values", values(content));
  html += section("Durations and records", distributions(content));
  if (content.has_turns) html += section("Turns", turns(content.tries));
  html += section("Workers", worker_table(content.tries));
  fmt::format_to(out, "</main>\n<script nonce=\"{}\">{}</script>\n</body>\n</html>\n", nonce,
                 page_script);
  return html;
}

}  // namespace muster::report
