// The init role: one loop that blocks until something happens.
//
// It never looks into the bytes it gathers: they go from a pipe straight into a slab. Whatever
// goes wrong ends in the same place, end(), which stops every process of the run and leaves only
// when there is none any more.

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <memory>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "deliver/output_file.h"
#include "explain/story.h"
#include "init/awaited.h"
#include "init/plan.h"
#include "init/processes.h"
#include "init/scheduler_link.h"
#include "init/sizes.h"
#include "init/workers.h"
#include "key/binary.h"
#include "os/error.h"
#include "os/events.h"
#include "os/io.h"
#include "os/memory.h"
#include "os/process.h"
#include "os/run_processes.h"
#include "protocol/protocol.h"
#include "segment/segment.h"
#include "worker/worker.h"

namespace muster::init {
namespace {

using protocol::Kind;
using worker::Worker;
using Clock = std::chrono::steady_clock;

/// Workers that are started between two looks at what the others do.
constexpr int starts_max = 8;

constexpr std::array ending_signals{SIGINT, SIGTERM, SIGHUP, SIGQUIT};

/// A second signal asks for the end at once, but not one that was sent with the first: timeout(1)
/// signals both the process and its group.
constexpr std::chrono::milliseconds repeated_signal_min{100};

/// How long processes that were killed may take to end before they are left behind.
constexpr std::chrono::seconds killed_patience{10};
/// Until they are looked for again.
constexpr std::chrono::milliseconds killed_look_again{500};

enum class Phase {
  starting,   ///< the Scheduler makes the segment
  gathering,  ///< workers run
  releasing,  ///< all workers have ended well; the Scheduler writes
  ending,     ///< nothing more is wanted: every process is to end
  ended,      ///< no child is left
};

/// What has become of a worker's records.
enum class Result : std::uint8_t { none, ended, failed };

enum Tag : std::uint64_t { pipes_tag, signals_tag, replies_tag };

std::vector<int> watched_signals() {
  os::restore_default(SIGCHLD);  // whoever ignores it cannot wait for children
  std::vector<int> signals(ending_signals.begin(), ending_signals.end());
  signals.push_back(SIGCHLD);
  return signals;
}

class Run {
 public:
  explicit Run(const Plan& plan)
      : plan_(plan),
        // Before signals are taken: to open a FIFO is to wait for its reader.
        output_(plan.output_path ? std::make_unique<deliver::OutputFile>(*plan.output_path)
                                 : nullptr),
        pipe_signal_is_ignored_(os::is_ignored(SIGPIPE)),
        signals_(watched_signals()),
        processes_(os::random_name(16)),
        workers_(jobs_for(plan), plan.worker_count, processes_.run_id(), story_) {
    if (plan.explain_from_ns) story_ = explain::Story("init", *plan.explain_from_ns);
    if (os::number_in_proc() == 0)
      throw std::runtime_error("/proc is not mounted: mount it (mount -t proc proc /proc)");
    os::ignore(SIGPIPE);
    os::adopt_orphans();
    segment::sweep();
    if (plan.order.awaits_single_workers() && !plan.partial) awaited_.emplace();
    pids_.resize(plan.worker_count);
    results_.resize(plan.worker_count);
  }

  Outcome play() {
    attempt(&Run::start_scheduler);
    while (phase_ != Phase::ended) attempt(&Run::step);
    story_.tell("leaves: every child is reaped and nothing is left behind");
    return outcome_;
  }

 private:
  void attempt(void (Run::*what)());
  void start_scheduler();
  void step();

  void gather_on();
  [[nodiscard]] bool can_start() const {
    return phase_ == Phase::gathering && next_ < plan_.worker_count && workers_.has_room();
  }
  void start_next_worker();
  void refuse(std::uint32_t index, int error);
  void read_pipes();
  void settle(std::uint32_t index);
  void fail(std::uint32_t index, const std::string& cause);
  void complain(const std::string& message);

  void hear_scheduler();
  void hear(const channel::Message& message);
  [[nodiscard]] std::string why_refused(Kind kind, const protocol::RefusedRecord& refused) const;
  void deliver(const protocol::Delivered& delivered);

  void take_signals();
  void reap();
  void take_ending(const os::ExitStatus& status);
  void take_stop(const os::ExitStatus& stop);
  [[nodiscard]] std::optional<Clock::time_point> due() const;
  void on_time(Clock::time_point now);
  void mention_awaited(Clock::time_point now);
  void watch_silence();
  void look_for_silence(Clock::time_point now);

  void end(bool at_once);
  [[nodiscard]] bool is_ending() const { return phase_ >= Phase::ending; }
  void ask_all_to_end();
  void let_scheduler_leave();
  void kill_all();
  void leave_behind(const std::vector<os::ProcessName>& left);
  void give_up();

  const Plan& plan_;
  explain::Story story_;
  Outcome outcome_;
  Phase phase_ = Phase::starting;

  std::unique_ptr<deliver::OutputFile> output_;
  bool pipe_signal_is_ignored_;
  os::Signals signals_;
  os::Watch events_;
  std::optional<Clock::time_point> silence_due_;  // when to look for it
  std::optional<Clock::time_point> kill_due_;     // when to kill what has not ended

  std::optional<Awaited> awaited_;  // if it is worth a word

  Processes processes_;
  std::unique_ptr<SchedulerLink> scheduler_;
  Workers workers_;

  std::uint32_t next_ = 0;       // index of the next worker to start
  std::vector<pid_t> pids_;      // of all that have started, by index
  std::vector<Result> results_;  // the same; what the Scheduler was told
  bool is_asked_to_end_ = false;
  bool has_scheduler_left_ = false;
  Clock::time_point ending_since_;
  std::optional<Clock::time_point> killing_since_;
};

/// Does one step of the run. If that fails as no step may, the run ends in the usual way; if even
/// that fails, in the shortest.
void Run::attempt(void (Run::*what)()) {
  try {
    return (this->*what)();
  } catch (const std::exception& error) {
    outcome_.run_failed = true;
    complain(error.what());
  }
  try {
    if (scheduler_ && !is_ending()) return end(/*at_once=*/true);
  } catch (const std::exception&) {  // what went wrong first has been said
  }
  give_up();
}

void Run::step() {
  if (phase_ == Phase::gathering) gather_on();
  const auto ready = events_.ready(can_start() ? Clock::time_point::min() : due());
  const auto is_ready = [&](Tag tag) {
    return std::find(ready.begin(), ready.end(), tag) != ready.end();
  };
  // Pipes first, so that a worker's last bytes are in before its end; the Scheduler next, whose
  // words can only be waited for. Deadlines come last, when it is known what came before them.
  if (is_ready(pipes_tag)) read_pipes();
  if (is_ready(replies_tag)) hear_scheduler();
  if (is_ready(signals_tag)) take_signals();
  on_time(Clock::now());
}

void Run::start_scheduler() {
  events_.add(workers_.pipes(), pipes_tag);
  events_.add(signals_.fd(), signals_tag);
  protocol::Setup setup;
  setup.memory_bytes_max = plan_.memory_bytes_max;
  setup.start_ns = story_.start_ns();
  setup.init_pid = ::getpid();
  setup.worker_count = plan_.worker_count;
  setup.threads = static_cast<std::uint32_t>(os::processors());
  setup.geometry = geometry_for(plan_);
  setup.policy = plan_.order.policy;
  setup.separator = plan_.order.separator;
  setup.ties = plan_.order.ties;
  setup.ties_are_identical = plan_.order.ties_are_identical;
  setup.seed = plan_.order.seed;
  setup.is_tagged = bool(plan_.tag);
  setup.top = plan_.top;
  setup.header = plan_.header;
  setup.headers_may_differ = plan_.headers_may_differ;
  setup.format = plan_.format;
  setup.framing = plan_.framing;
  setup.value = plan_.value;
  setup.partial = plan_.partial;
  setup.explain = story_.is_told();
  setup.run_id = protocol::Text<40>(processes_.run_id());
  const int output = output_ ? output_->fd().get() : STDOUT_FILENO;
  scheduler_ = std::make_unique<SchedulerLink>(setup, plan_.order.keys, output,
                                               output_ ? output_->temporary_name() : "",
                                               plan_.temporary_folders, story_);
  processes_.add_scheduler(scheduler_->pid(), scheduler_->take_roster());
  events_.add(scheduler_->replies(), replies_tag);
}

// --- gathering -------------------------------------------------------------------------------

void Run::gather_on() {
  // A few at a time: those that run want to be read meanwhile, and signals to be heard.
  for (int i = 0; i < starts_max && can_start(); ++i) start_next_worker();
  if (phase_ != Phase::gathering) return;
  const bool all_are_over = next_ == plan_.worker_count && workers_.is_empty();
  // A slab is handed over when it is full. Before that only at the end, or if the order may
  // release records at once and the Scheduler has nothing else to do.
  if (all_are_over || (plan_.order.streams() && scheduler_->is_scheduler_idle()))
    scheduler_->hand_over();
  if (all_are_over && scheduler_->is_all_handed_over()) {
    story_.tell("tells the Scheduler that all workers have ended");
    phase_ = Phase::releasing;
    scheduler_->release();
  }
}

void Run::start_next_worker() {
  const std::uint32_t index = next_;
  const int error = workers_.start(index, plan_.task(index));
  const bool is_for_now =
      error == EAGAIN || error == EMFILE || error == ENFILE || error == ENOMEM || error == ENOBUFS;
  if (is_for_now && !workers_.is_empty()) return workers_.wait_for_room();
  if (++next_ == plan_.worker_count) workers_.heed_holds();
  if (error != 0) return refuse(index, error);
  if (plan_.tag) scheduler_->add_tag(index, plan_.tag(index));
  pids_[index] = workers_.find(index)->pid();
  processes_.add_worker(pids_[index], index);
}

/// Worker `index` could not be started.
void Run::refuse(std::uint32_t index, int error) {
  const bool is_command = error == ENOENT || error == EACCES || error == ENOEXEC ||
                          error == ENOTDIR || error == ELOOP || error == EISDIR || error == E2BIG;
  if (is_command) outcome_.command_error = error;
  fail(index, (is_command ? "cannot be run: " : "cannot be started: ") + os::error_text(error));
}

void Run::read_pipes() {
  const auto settle_it = [this](std::uint32_t index) { settle(index); };
  if (!workers_.read(*scheduler_, settle_it)) events_.mute(workers_.pipes(), pipes_tag, true);
}

/// Something about the worker has changed; if it is over now, its records are complete.
void Run::settle(std::uint32_t index) {
  const Worker* const worker = workers_.find(index);
  if (worker == nullptr || is_ending()) return;
  if (worker->exit_status() && !worker->exit_status()->succeeded())
    return fail(index, worker->exit_status()->text());
  if (!worker->is_over()) return;
  results_[index] = Result::ended;
  scheduler_->add_mark(index, segment::PieceKind::end);
  workers_.remove(index);
}

void Run::fail(std::uint32_t index, const std::string& cause) {
  if (is_ending() || results_[index] == Result::failed) return;
  complain(worker::name_of(index, pids_[index], plan_.task(index).title) + ": " + cause);
  ++outcome_.workers_failed;
  if (results_[index] == Result::none) scheduler_->add_mark(index, segment::PieceKind::drop);
  results_[index] = Result::failed;
  if (const Worker* const worker = workers_.find(index))
    worker->signal(SIGKILL);  // if it still runs
  workers_.remove(index);
  if (!plan_.partial) end(/*at_once=*/true);
}

void Run::complain(const std::string& message) {
  plan_.report(message);
}

// --- the Scheduler ---------------------------------------------------------------------------

void Run::hear_scheduler() {
  const auto message = scheduler_->receive();
  if (!message) {  // it has died, and reap() will say of what
    events_.remove(scheduler_->replies());
    return scheduler_->close_replies();
  }
  try {
    hear(*message);
  } catch (const std::exception& error) {
    if (is_ending()) return;
    complain(scheduler_->name() + ": " + error.what());
    outcome_.run_failed = true;
    end(/*at_once=*/true);
  }
}

/// In words.
std::string Run::why_refused(Kind kind, const protocol::RefusedRecord& refused) const {
  if (kind == Kind::record_torn)
    return fmt::format("ended in the middle of a record: {} bytes of {} (--records={})",
                       refused.bytes, plan_.framing.bytes(),
                       key::name_of_binary(plan_.framing, plan_.value));
  return fmt::format("record {}{}", refused.record,
                     kind == Kind::record_too_long
                         ? " is longer than 1 GiB: is the delimiter right (-z)?"
                         : " is out of order, and -m takes each worker's output as sorted: sort it "
                           "there by the same options, or leave -m out");
}

void Run::hear(const channel::Message& message) {
  if (is_ending()) return;
  switch (static_cast<Kind>(message.kind())) {
    case Kind::segment_ready:
      if (phase_ != Phase::starting) break;
      scheduler_->attach(message.body<protocol::SegmentReady>().name.string());
      phase_ = Phase::gathering;
      if (awaited_ && plan_.worker_count > 0) awaited_->set(0);
      return;
    case Kind::slab_emptied: {
      const auto emptied = message.body<protocol::EmptiedSlab>();
      scheduler_->take_back(emptied.slab);
      if (workers_.take_new_space()) events_.mute(workers_.pipes(), pipes_tag, false);
      if (awaited_)
        awaited_->set(emptied.awaited < plan_.worker_count ? std::optional(emptied.awaited)
                                                           : std::nullopt);
      return;
    }
    case Kind::worker_held:
    case Kind::worker_let_go: {
      const std::uint32_t index = message.body<protocol::WorkerIndex>().worker;
      if (index >= plan_.worker_count) break;
      workers_.hold(index, static_cast<Kind>(message.kind()) == Kind::worker_held);
      watch_silence();
      return;
    }
    case Kind::record_too_long:
    case Kind::record_out_of_order:
    case Kind::record_torn: {
      const auto refused = message.body<protocol::RefusedRecord>();
      if (refused.worker >= plan_.worker_count) break;
      fail(refused.worker, why_refused(static_cast<Kind>(message.kind()), refused));
      return;
    }
    case Kind::header_differs: {
      const auto [worker, first] = message.body<protocol::DifferingHeader>();
      if (worker >= plan_.worker_count || first >= plan_.worker_count) break;
      fail(worker, fmt::format("its header differs from that of {}; if it may, add --header-any",
                               worker::name_of(first, pids_[first], plan_.task(first).title)));
      return;
    }
    case Kind::reader_gone:
      // Once the Scheduler writes, it finds out by itself, and perhaps all has been read.
      if (phase_ == Phase::releasing) return;
      [[fallthrough]];
    case Kind::output_closed:
      if (pipe_signal_is_ignored_)
        throw std::system_error(EPIPE, std::generic_category(), "cannot write the output");
      outcome_.signal = SIGPIPE;
      end(/*at_once=*/true);
      return;
    case Kind::failed:
      throw std::runtime_error(message.body<protocol::Failed>().cause.string());
    case Kind::delivered:
      if (phase_ != Phase::releasing) break;
      deliver(message.body<protocol::Delivered>());
      return;
    default:
      break;
  }
  throw channel::ProtocolError("unexpected message from the Scheduler");
}

void Run::deliver(const protocol::Delivered& delivered) {
  story_.tell("hears that {} records are printed", delivered.records);
  if (output_) {
    try {
      output_->commit();
    } catch (const std::system_error& error) {
      complain(error.what());
      outcome_.run_failed = true;
    }
  }
  end(/*at_once=*/false);
}

// --- signals, children, deadlines --------------------------------------------------------------

void Run::take_signals() {
  while (const auto signal = signals_.next()) {
    if (*signal == SIGCHLD) {
      reap();
    } else if (is_ending()) {
      if (Clock::now() - ending_since_ >= repeated_signal_min) kill_all();
    } else {
      outcome_.signal = *signal;
      end(/*at_once=*/true);
    }
  }
}

void Run::reap() {
  for (;;) {
    os::ExitStatus status;
    switch (os::reap_any(status)) {
      case os::Reap::ended:
        take_ending(status);
        break;
      case os::Reap::stopped:
        take_stop(status);
        break;
      case os::Reap::nothing_new:
        if (phase_ == Phase::ending) let_scheduler_leave();
        return;
      case os::Reap::no_children:
        phase_ = Phase::ended;
        return;
    }
  }
}

void Run::take_ending(const os::ExitStatus& status) {
  if (processes_.is_scheduler(status.pid)) {
    story_.tell("reaps the Scheduler, which {}", status.text());
    processes_.forget_scheduler();
    if (!status.succeeded()) segment::sweep();  // it may have died before it could unlink its own
    // Its last words say more than its status.
    while (scheduler_->replies() && os::has_something(scheduler_->replies()) && !is_ending())
      hear_scheduler();
    if (is_ending()) return;
    complain(scheduler_->name() + ": " + status.text());
    outcome_.run_failed = true;
    return end(/*at_once=*/true);
  }
  const auto index = processes_.worker(status.pid);
  if (!index) return;
  processes_.forget_worker(status.pid);
  story_.tell("reaps P{}, which {}", *index + 1, status.text());
  Worker* const worker = workers_.find(*index);
  if (worker == nullptr) return;
  worker->set_exit_status(status);
  const bool lingers = worker->is_lingering();
  settle(*index);
  if (lingers) watch_silence();
}

/// A worker is not in the terminal's foreground, so to touch the terminal stops it. Nobody would
/// continue it, and it may be waiting for a password that nobody is asked for.
void Run::take_stop(const os::ExitStatus& stop) {
  const auto index = processes_.worker(stop.pid);
  if (!index || is_ending()) return;
  if (stop.number == SIGTTIN || stop.number == SIGTTOU)
    return fail(*index, fmt::format("stopped by {} the terminal, which workers cannot use: give it "
                                    "what it asks for in another way",
                                    stop.number == SIGTTIN ? "reading from" : "writing to"));
  complain(fmt::format(
      "{}: stopped by signal {}; the run waits for it (kill -CONT {} continues it)",
      worker::name_of(*index, stop.pid, plan_.task(*index).title), stop.number, stop.pid));
}

/// The next of all deadlines.
std::optional<Clock::time_point> Run::due() const {
  std::optional<Clock::time_point> next;
  for (const auto& one : {silence_due_, kill_due_, awaited_ ? awaited_->due() : std::nullopt})
    if (one && (!next || *one < *next)) next = one;
  return next;
}

void Run::on_time(Clock::time_point now) {
  if (kill_due_ && now >= *kill_due_) kill_all();
  if (is_ending()) return;
  if (silence_due_ && now >= *silence_due_) look_for_silence(now);
  if (awaited_) mention_awaited(now);
}

/// Says for which worker the order waits, if it has waited for a while.
void Run::mention_awaited(Clock::time_point now) {
  const std::uint32_t index = awaited_->worker().value_or(0);
  const Worker* const worker = workers_.find(index);
  if (!awaited_->is_overdue(
          now, worker != nullptr ? std::optional(worker->last_activity) : std::nullopt))
    return;
  // With the slabs that the Scheduler has it will say anew for whom it waits.
  if (phase_ != Phase::gathering || !scheduler_->is_scheduler_idle()) return;
  awaited_->set_mentioned();
  if (worker != nullptr && plan_.names_awaited)
    complain(fmt::format("waiting for {}, which has written nothing for {} s",
                         worker::name_of(index, worker->pid(), plan_.task(index).title),
                         std::chrono::ceil<std::chrono::seconds>(Awaited::patience).count()));
  if (index >= next_ && !can_start())
    complain(fmt::format(
        "waiting for P{}: {} not been started, since only {} workers run at a time; raise {}",
        index + 1,
        next_ + 1 == plan_.worker_count
            ? fmt::format("it has")
            : fmt::format("P{} to P{} have", next_ + 1, plan_.worker_count),
        workers_.size(),
        workers_.size() == plan_.jobs_max ? "-j" : "the limit on open files (ulimit -n)"));
}

/// There is a pipe whose silence means something.
void Run::watch_silence() {
  if (!silence_due_ && phase_ == Phase::gathering) look_for_silence(Clock::now());
}

void Run::look_for_silence(Clock::time_point now) {
  const Workers::Silence silence = workers_.look_for_silence(now);
  silence_due_ = silence.next;
  for (const std::uint32_t index : silence.lingering)
    fail(index, "ended, but a process that it left behind holds its pipe open");
}

// --- the end -----------------------------------------------------------------------------------

/// Ends every process of the run: they are asked to (SIGTERM) and killed after a while. Unless it
/// has to be at once, nobody is looked for if only the Scheduler is left.
void Run::end(bool at_once) {
  if (is_ending()) return;
  phase_ = Phase::ending;
  ending_since_ = Clock::now();
  kill_due_ = ending_since_ + plan_.kill_after;
  silence_due_.reset();
  awaited_.reset();
  if (at_once) ask_all_to_end();
  workers_.remove_all();
  reap();  // somebody may have ended without being looked at
}

/// The Scheduler leaves last: until then it looks after the others, should init be killed.
void Run::let_scheduler_leave() {
  if (!processes_.is_scheduler_alone()) return ask_all_to_end();
  if (has_scheduler_left_) return;
  has_scheduler_left_ = true;
  scheduler_->leave();
}

void Run::ask_all_to_end() {
  if (is_asked_to_end_) return;
  is_asked_to_end_ = true;
  kill_due_ = Clock::now() + plan_.kill_after;
  processes_.ask_to_end();
}

void Run::kill_all() {
  if (!killing_since_) killing_since_ = Clock::now();
  const std::vector<os::ProcessName> left = processes_.kill_all();
  const bool is_refused =
      !left.empty() && std::all_of(left.begin(), left.end(),
                                   [](const os::ProcessName& name) { return name.is_refused; });
  if (is_refused || Clock::now() - *killing_since_ >= killed_patience) return leave_behind(left);
  kill_due_ = Clock::now() + killed_look_again;  // for what was being started meanwhile
}

/// What cannot be ended is named, and the run ends without it.
void Run::leave_behind(const std::vector<os::ProcessName>& left) {
  for (const os::ProcessName& name : left)
    complain(fmt::format("process {} ({}) {}, and is left behind", name.number, name.command,
                         name.is_refused ? "belongs to another user, so it cannot be ended"
                                         : "was killed, but does not end"));
  if (left.empty()) complain("a process of the run cannot be found in /proc, and is left behind");
  outcome_.run_failed = true;
  (void)os::reap_all(Clock::now());
  segment::sweep();
  phase_ = Phase::ended;
}

/// Ends without events, which may be what fails.
void Run::give_up() {
  (void)processes_.kill_all();
  if (!os::reap_all(Clock::now() + killed_patience))
    complain("not all processes of the run can be ended");
  segment::sweep();
  phase_ = Phase::ended;
}

}  // namespace

Outcome run(const Plan& plan) {
  return Run(plan).play();
}

}  // namespace muster::init
