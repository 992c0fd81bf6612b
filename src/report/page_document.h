#ifndef MUSTER_REPORT_PAGE_DOCUMENT_H
#define MUSTER_REPORT_PAGE_DOCUMENT_H

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "report/page_parts.h"
#include "report/sequence.h"

namespace muster::report {

/// Why a run or a try failed, or which try it was, and the last that the worker in question wrote
/// to its stderr.
struct Failure {
  std::string sentence;
  std::vector<std::string> last_lines;
};

/// All that the page of a run says.
struct PageContent {
  using Pairs = std::vector<std::pair<std::string, std::string>>;

  std::string status{};  ///< how the run ended, in a sentence
  bool has_succeeded = false;
  Pairs facts{};                    ///< what was run, where and when
  std::vector<Failure> failures{};  ///< in the order in which they happened
  std::uint64_t failures_in_all = 0;
  std::vector<Failure> retried{};  ///< tries that were followed by another, if they wrote to stderr
  Pairs figures{};                 ///< what came of it, in numbers
  TriesView tries;
  std::span<const Sample> samples{};
  std::vector<double> quantiles{};  ///< of the values of the result, if it has any
  std::uint64_t values_count = 0;   ///< of which these are
  /// Whether the order goes by all workers, so that some have to wait for others.
  bool has_turns = false;
  const Sequence* sequence = nullptr;  ///< the steps of the run, if they are drawn
};

/// A whole page, in one file that asks for no other. Its own policy allows no more than its own
/// style and script, told by `nonce`, which nobody can have known.
std::string page_document(const PageContent& content, const std::string& nonce);

}  // namespace muster::report

#endif
