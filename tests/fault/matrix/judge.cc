// All or an error, and nothing left behind: what every cell must show.

#include "fault/matrix/judge.h"

#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <set>
#include <string_view>

#include "fault/matrix/call.h"

namespace muster::matrix {
namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t length = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.emplace_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return lines;
}

std::vector<std::string> sorted_lines_of(std::string_view text) {
  std::vector<std::string> lines = lines_of(text);
  std::sort(lines.begin(), lines.end());
  return lines;
}

const SavedFile* find(const Observation& seen, const std::string& name) {
  const auto found = std::find_if(seen.files.begin(), seen.files.end(),
                                  [&](const SavedFile& file) { return file.name == name; });
  return found == seen.files.end() ? nullptr : &*found;
}

class Judge {
 public:
  Judge(const RunSpec& run, const Observation& clean, const Fault& fault, const Observation& seen)
      : run_(run), clean_(clean), fault_(fault), seen_(seen) {}

  std::vector<std::string> judge() {
    // It could not even be loaded.
    if (fault_.kind == FaultKind::surroundings && !seen_.has_struck) return {};
    judge_processes();
    judge_litter();
    judge_end();
    judge_files();
    return std::move(broken_);
  }

 private:
  void broke(std::string what) { broken_.push_back(std::move(what)); }

  /// Whether init was killed by the fault, so that it could neither say nor finish anything.
  [[nodiscard]] bool is_init_killed() const { return fault_.kills_init() && seen_.has_struck; }

  [[nodiscard]] bool is_output_whole() const {
    return run_.promise == Promise::same_records
               ? sorted_lines_of(seen_.output) == sorted_lines_of(clean_.output)
               : seen_.output == clean_.output;
  }

  /// Whether what is on stdout is the beginning of the result, or, if any order will do, a part.
  [[nodiscard]] bool is_output_begun() const {
    if (run_.promise == Promise::same_bytes) return clean_.output.starts_with(seen_.output);
    const auto all = sorted_lines_of(clean_.output);
    const auto some = sorted_lines_of(seen_.output);
    return std::includes(all.begin(), all.end(), some.begin(), some.end());
  }

  /// What Muster has said. That a worker is stopped is said while the run waits for it, and is no
  /// error; of those for workers each may name another one. Its other roles speak up themselves
  /// only if they cannot tell init, which then says how they ended.
  [[nodiscard]] std::size_t message_count() const {
    std::size_t count = 0;
    std::set<std::string> workers;
    for (const std::string& line : lines_of(seen_.messages)) {
      const bool is_notice = line.starts_with("muster: warning: ") ||
                             (fault_.kind == FaultKind::stop_and_kill &&
                              line.find("; the run waits for it") != std::string::npos);
      if (is_notice || !line.starts_with("muster: ")) continue;
      const std::string worker = line.substr(0, line.find(' ', std::strlen("muster: P")));
      if (line.starts_with("muster: P") && workers.insert(worker).second && workers.size() > 1)
        continue;
      ++count;
    }
    return count;
  }

  /// What has several causes, or several outputs to fail for, may have a message for each.
  [[nodiscard]] bool may_repeat() const {
    return fault_.kind == FaultKind::kill_two || fault_.kind >= FaultKind::surroundings ||
           (fault_.kind == FaultKind::fail_ever_after && run_.has_other_outputs);
  }

  /// Whether it may fail when all of stdout is out: what streams may be out before a worker fails;
  /// other files are completed afterwards; between the Scheduler's last write and its word to init
  /// nobody else knows; and a run on disk is found to be whole when its last block is out.
  [[nodiscard]] bool may_fail_late() const {
    return run_.streams || run_.has_other_outputs || fault_.kills_scheduler() ||
           call_name(fault_.at.call) == "pread64";
  }

  /// Whether a message can come out.
  [[nodiscard]] bool may_speak() const {
    const Surroundings& surroundings = fault_.surroundings;
    return surroundings.lack != Lack::open_streams || (surroundings.amount & 4U) == 0;
  }

  void judge_processes() {
    if (seen_.has_hung) broke("it does not end");
    for (const std::string& left : seen_.left) broke("left: " + left);
    for (const std::string& crash : seen_.crashes) broke("crashed: " + crash);
  }

  void judge_litter() {
    for (const std::string& name : seen_.litter) broke("left: " + name);
    if (seen_.bytes_held > 0 && seen_.litter.empty())
      broke(std::to_string(seen_.bytes_held) + " bytes are held without a name");
    for (const SavedFile& file : seen_.files) {
      const bool is_temporary = file.name.find(".muster-") != std::string::npos ||
                                file.name.ends_with(".part") || file.name.ends_with(".part/");
      // What is kept of a worker may be there in part, under a name that says so.
      if (is_temporary && !(is_init_killed() && run_.has_other_outputs))
        broke("left: " + file.name);
    }
  }

  void judge_end() {
    const int status = seen_.wait_status;
    if (WIFSIGNALED(status)) {
      if (!is_init_killed() || WTERMSIG(status) != SIGKILL)
        broke("init died of signal " + std::to_string(WTERMSIG(status)));
      if (!is_output_begun()) broke("what was printed is no beginning of the result");
      return;
    }
    if (WEXITSTATUS(status) == 0) {
      if (fault_.must_fail) broke("status 0, although a worker has failed");
      if (!is_output_whole()) broke("status 0, but stdout differs from the clean run's");
      if (message_count() > 0) broke("status 0, and yet a message");
      return;
    }
    const std::string number = "status " + std::to_string(WEXITSTATUS(status));
    if (seen_.messages.find(fault_.reason) == std::string::npos)
      broke(number + ", but not for the reason that it should have");
    const std::size_t messages = message_count();
    if ((messages == 0 && may_speak()) || (messages > 1 && !may_repeat()))
      broke(number + ", with " + std::to_string(messages) + " messages");
    if (!is_output_begun()) broke(number + ", and what was printed is no beginning of the result");
    if (!clean_.output.empty() && is_output_whole() && !may_fail_late())
      broke(number + ", although stdout is complete");
  }

  void judge_files() {
    const bool is_good = WIFEXITED(seen_.wait_status) && WEXITSTATUS(seen_.wait_status) == 0;
    for (const std::string& name : run_.results) {
      const SavedFile* const file = find(seen_, name);
      const SavedFile* const expected = find(clean_, name);
      const bool is_whole = file != nullptr && expected != nullptr && *file == *expected;
      const bool is_old = name != old_file || (file != nullptr && file->bytes == old_bytes);
      if (is_good && !is_whole) broke("status 0, but " + name + " is not that of the clean run");
      if (!is_good && file != nullptr && !is_whole && !is_old)
        broke(name + " is neither old nor complete");
      if (!is_good && name == old_file && is_whole && !is_init_killed())
        broke("an error, although " + name + " is complete");
    }
    if (is_good) {
      for (const SavedFile& file : clean_.files)
        if (find(seen_, file.name) == nullptr) broke("status 0, but " + file.name + " is missing");
    }
    if (find(seen_, old_file) == nullptr) broke(std::string(old_file) + " has gone");
  }

  const RunSpec& run_;
  const Observation& clean_;
  const Fault& fault_;
  const Observation& seen_;
  std::vector<std::string> broken_;
};

}  // namespace

std::vector<std::string> broken_promises(const RunSpec& run, const Observation& clean,
                                         const Fault& fault, const Observation& seen) {
  return Judge(run, clean, fault, seen).judge();
}

}  // namespace muster::matrix
