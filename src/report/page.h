#ifndef MUSTER_REPORT_PAGE_H
#define MUSTER_REPORT_PAGE_H

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "deliver/output_file.h"
#include "event/event.h"
#include "event/text.h"
#include "report/page_document.h"
#include "report/sequence.h"
#include "report/stderr_tails.h"
#include "report/story.h"

namespace muster::report {

/// Makes of a run a page to look at, one file of HTML (docs/report.md). It keeps at most 64 bytes a
/// job, and what jobs that run and the first that have failed wrote to their stderr last.
class Page final : public event::Sink {
 public:
  using TitleOf = std::function<std::string(std::uint32_t job)>;

  struct Options {
    std::string path;
    /// Whether the order goes by all workers, so that some have to wait for others.
    bool has_turns = false;
  };

  /// `story` must outlive it. Throws std::system_error, or what deliver::OutputFile does, if the
  /// file cannot be written.
  Page(const Story& story, Options options, TitleOf title_of);

  void on(const event::Stamp& stamp, const event::Event& event) override;
  [[nodiscard]] bool wants_stderr() const override { return true; }

  /// The run is over: replaces the file. Throws as the constructor does. The steps of the run are
  /// drawn if they are given.
  void write(const Sequence* sequence);

 private:
  void keep_title(std::uint32_t job);
  [[nodiscard]] PageContent content() const;

  const Story& story_;
  Options options_;
  TitleOf title_of_;
  std::optional<deliver::OutputFile> file_;
  std::deque<event::Text<64>> titles_;  // by job
  StderrTails tails_;
  std::unordered_map<std::uint32_t, std::vector<std::string>>
      last_lines_;  // by job that has failed
  std::vector<Failure> retried_;
};

}  // namespace muster::report

#endif
