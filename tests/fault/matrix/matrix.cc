// matrix [OPTION]…: every fault at every step of every run, each in a clean room of its own.
//
//   --muster=PATH    the program to be tested
//   --runs=A,B       only these runs
//   --cells=N        at most N cells a run, chosen by --seed (default: all)
//   --all            all cells: the default
//   --sample         one cell for each (role, call) of each run
//   --seed=N         chooses others (default 1)
//   --jobs=N         clean rooms at a time (default 4)
//   --patience=S     seconds that a run may take (default 60)
//   --only=TEXT      only cells whose name has TEXT in it, and all that was seen of them
//   --first          stop at the first cell that fails
//   --impossible     print what is left out, and why, and exit
//
// A table goes to stdout, and each cell that failed to stderr. Exit status: 0 if all held, 1 if any
// failed, 77 if namespaces are not permitted here, 2 if the harness could not do its work.

#include <getopt.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "fault/matrix/call.h"
#include "fault/matrix/cells.h"
#include "fault/matrix/clean_room.h"
#include "fault/matrix/hostile.h"
#include "fault/matrix/judge.h"
#include "fault/matrix/run_spec.h"
#include "fault/matrix/table.h"
#include "os/error.h"

namespace muster::matrix {
namespace {

constexpr int status_failed = 1;
constexpr int status_trouble = 2;
constexpr int status_skipped = 77;  // as automake and ctest have it

struct Options {
  std::string muster;
  std::string runs;
  std::string only;
  std::size_t cells_max = SIZE_MAX;
  bool is_sample = false;
  bool stops_at_first = false;
  std::uint32_t seed = 1;
  std::size_t jobs = 4;
  std::chrono::seconds patience{60};
};

class Matrix {
 public:
  explicit Matrix(Options options) : options_(std::move(options)) { make_inputs(site_.inputs()); }

  /// Tries all cells of all runs.
  const Table& fill() {
    for (const RunSpec& run : run_specs())
      if (is_wanted(run.name)) fill(run);
    if (is_wanted(hostile_name)) fill_with_hostile_runs();
    return table_;
  }

 private:
  static constexpr const char* hostile_name = "hostile";

  struct Cell {
    CleanRoom room;
    RunSpec run;
    std::shared_ptr<const Observation> clean;
    Fault fault;
  };

  [[nodiscard]] bool is_wanted(const std::string& run) const {
    return options_.runs.empty() ||
           (',' + options_.runs + ',').find(',' + run + ',') != std::string::npos;
  }

  void fill(const RunSpec& run) {
    const auto clean = std::make_shared<const Observation>(run_clean(run));
    std::vector<Fault> faults = all_faults(clean->points);
    const std::size_t possible = faults.size();
    if (!options_.only.empty())
      std::erase_if(faults, [&](const Fault& fault) {
        return fault.text().find(options_.only) == std::string::npos;
      });
    faults = options_.is_sample ? one_of_each(std::move(faults), options_.seed)
                                : some_of(std::move(faults), options_.cells_max, options_.seed);
    fmt::print(stderr, "{}: {} system calls, {} of {} cells\n", run.name, clean->points.size(),
               faults.size(), possible);
    for (const Fault& fault : faults) begin(run, clean, fault);
    while (!under_way_.empty()) finish_one();
  }

  void fill_with_hostile_runs() {
    for (const HostileRun& hostile : hostile_runs()) {
      if (hostile.run.name.find(options_.only) == std::string::npos) continue;
      Observation clean;
      clean.output = hostile.output;
      Fault fault;
      fault.kind = FaultKind::hostile_worker;
      fault.must_fail = !hostile.may_succeed;
      fault.reason = hostile.reason;
      fault.other = hostile.kills_init ? Role::init : Role::worker;
      if (hostile.kills_all) fault.at.role = Role::scheduler;
      begin(hostile.run, std::make_shared<const Observation>(std::move(clean)), fault);
    }
    while (!under_way_.empty()) finish_one();
  }

  /// Starts a cell, when there is a room for it.
  void begin(const RunSpec& run, const std::shared_ptr<const Observation>& clean,
             const Fault& fault) {
    if (options_.stops_at_first && table_.failed() > 0) return;
    if (under_way_.size() >= options_.jobs) finish_one();
    CleanRoom room(site_, options_.muster, {run, fault, false, options_.patience});
    const pid_t process = room.process();
    under_way_.emplace(process, Cell{std::move(room), run, clean, fault});
  }

  Observation run_clean(const RunSpec& run) {
    const CleanRoom room(site_, options_.muster, {run, {}, true, options_.patience});
    while (::waitpid(room.process(), nullptr, 0) < 0 && errno == EINTR) {
    }
    Observation seen = room.observation();
    if (!seen.trouble.empty()) throw std::runtime_error(run.name + ": " + seen.trouble);
    const auto broken = broken_promises(run, seen, {}, seen);
    if (!broken.empty() || seen.wait_status != 0)
      throw std::runtime_error(fmt::format("{}: fails without a fault: {}{}", run.name,
                                           fmt::join(broken, "; "), seen.messages));
    return seen;
  }

  void finish_one() {
    int status = 0;
    const pid_t process = ::waitpid(-1, &status, 0);
    if (process < 0) os::throw_errno("cannot wait for a clean room");
    const auto node = under_way_.extract(process);
    if (!node) return;
    const auto& [room, run, clean, fault] = node.mapped();
    const Observation seen = room.observation();
    if (!seen.trouble.empty()) throw std::runtime_error(run.name + ": " + seen.trouble);
    const auto broken = broken_promises(run, *clean, fault, seen);
    const Table::Result result = !broken.empty()   ? Table::Result::failed
                                 : seen.has_struck ? Table::Result::held
                                                   : Table::Result::not_reached;
    const bool is_hostile = fault.kind == FaultKind::hostile_worker;
    table_.add(is_hostile ? hostile_name : run.name, fault.kind, result, seen.elapsed_ms);
    if (!broken.empty() || !options_.only.empty()) tell(run, fault, seen, broken);
  }

  void tell(const RunSpec& run, const Fault& fault, const Observation& seen,
            const std::vector<std::string>& broken) const {
    std::string text =
        fmt::format("{}: {}: {}\n", run.name, fault.text(),
                    broken.empty() ? "held" : fmt::format("{}", fmt::join(broken, "; ")));
    if (!seen.messages.empty()) text += "    " + seen.messages;
    if (!options_.only.empty())
      text += fmt::format("    wait status {:#x}, {} bytes of stdout, {} ms, {}\n",
                          seen.wait_status, seen.output.size(), seen.elapsed_ms,
                          seen.has_struck ? "struck" : "not reached");
    std::fputs(text.c_str(), stderr);
  }

  Options options_;
  Site site_;
  std::map<pid_t, Cell> under_way_;
  Table table_;
};

Options parse(int argc, char** argv) {
  Options options;
  const option flags[] = {
      {"muster", required_argument, nullptr, 'm'}, {"runs", required_argument, nullptr, 'r'},
      {"cells", required_argument, nullptr, 'c'},  {"all", no_argument, nullptr, 'a'},
      {"sample", no_argument, nullptr, 's'},       {"seed", required_argument, nullptr, 'S'},
      {"jobs", required_argument, nullptr, 'j'},   {"patience", required_argument, nullptr, 'p'},
      {"only", required_argument, nullptr, 'o'},   {"impossible", no_argument, nullptr, 'i'},
      {"first", no_argument, nullptr, 'f'},        {}};
  for (int flag = 0; (flag = ::getopt_long(argc, argv, "", flags, nullptr)) != -1;) {
    switch (flag) {
      case 'm':
        options.muster = ::realpath(optarg, nullptr);  // as /proc shows it
        break;
      case 'r':
        options.runs = optarg;
        break;
      case 'c':
        options.cells_max = std::stoul(optarg);
        break;
      case 'a':
        options.cells_max = SIZE_MAX;
        break;
      case 's':
        options.is_sample = true;
        break;
      case 'S':
        options.seed = static_cast<std::uint32_t>(std::stoul(optarg));
        break;
      case 'j':
        options.jobs = std::stoul(optarg);
        break;
      case 'p':
        options.patience = std::chrono::seconds(std::stoul(optarg));
        break;
      case 'o':
        options.only = optarg;
        break;
      case 'f':
        options.stops_at_first = true;
        break;
      case 'i':
        for (const Impossible& row : impossible_failures())
          fmt::print("{}: {}\n", row.call, row.why);
        std::exit(0);
      default:
        std::exit(status_trouble);
    }
  }
  if (options.muster.empty()) throw std::runtime_error("--muster=PATH is missing");
  return options;
}

int run(int argc, char** argv) {
  try {
    Options options = parse(argc, argv);
    if (const std::string why = prepare_namespaces(); !why.empty()) {
      fmt::print("skipped: {}\n", why);
      return status_skipped;
    }
    Matrix matrix(std::move(options));
    const Table& table = matrix.fill();
    fmt::print("{}", table.text());
    return table.failed() > 0 ? status_failed : 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "matrix: %s\n", error.what());
    return status_trouble;
  }
}

}  // namespace
}  // namespace muster::matrix

int main(int argc, char** argv) {
  return muster::matrix::run(argc, argv);
}
