// What happened in a run, in little memory.
//
// A try is 104 bytes, and is found by its job: events of a job come as long as its last try is the
// one they are about, but for its exit, which says which try it was of.

#include "report/story.h"

#include <unistd.h>

#include <algorithm>
#include <limits>
#include <utility>
#include <variant>

#include "os/memory.h"

namespace muster::report {
namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

void add(os::ResourceUsage& sum, const os::ResourceUsage& usage) {
  sum.user += usage.user;
  sum.system += usage.system;
  sum.resident_bytes_max = std::max(sum.resident_bytes_max, usage.resident_bytes_max);
}

}  // namespace

static_assert(sizeof(Try) + sizeof(std::uint32_t) <= 110);

void Story::on(const event::Stamp& stamp, const event::Event& event) {
  using namespace event;
  const Time when = stamp.when;
  std::visit(Overloaded{
                 [&](const JobStarted& e) {
                   Try& started = begin(e.job, e.attempt, when);
                   started.slot = e.slot;
                   started.pid = e.pid;
                   started.is_replay = e.is_replay;
                   ++current_.running;
                 },
                 [&](const JobResumed&) { ++totals_.resumed; },
                 [&](const PipeRead& e) { read(e.job, e.bytes, when); },
                 [&](const PipeEnded& e) { stop_waiting(e.job, when); },
                 [&](const PipeUnwatched& e) {
                   // What is in the pipe of a process that has ended waits, but keeps nobody
                   // waiting.
                   const Try* const last = last_try(e.job);
                   if (last != nullptr && !last->has_ended()) waiting_since_.emplace(e.job, when);
                 },
                 [&](const PipeWatched& e) { stop_waiting(e.job, when); },
                 [&](const JobExited& e) { exited(e, when); },
                 [&](const JobFailed& e) { failed(e, when); },
                 [&](const JobSucceeded& e) { succeeded(e); },
                 [&](const JobSkipped&) { ++totals_.skipped; },
                 [&](const JobCancelled& e) {
                   ++totals_.cancelled;
                   if (Try* const last = find_last_try(e.job)) last->outcome = Outcome::cancelled;
                 },
                 [&](const SchedulerStarted& e) { scheduler_pid_ = e.pid; },
                 [&](const SegmentAttached&) { phases_.attached = since_start(when); },
                 [&](const SlabHandedOver&) { ++current_.slabs_in_use; },
                 [&](const RecordsCounted& e) {  // a slab has come back
                   if (current_.slabs_in_use > 0) --current_.slabs_in_use;
                   totals_.records_in = current_.records = e.records;
                 },
                 [&](const SlabsRanOut&) { without_slab_since_ = when; },
                 [&](const SlabFreed&) {
                   if (const auto since = std::exchange(without_slab_since_, std::nullopt))
                     totals_.without_slab += when - *since;
                 },
                 [&](const SchedulerExited& e) { totals_.scheduler = e.usage; },
                 [&](const JobWasAhead& e) {
                   if (Try* const last = find_last_try(e.job)) last->bytes_ahead = e.bytes;
                 },
                 [&](const RecordsOfJobs& e) { count_records(e); },
                 [&](const Worked& e) {
                   Share& share = shares_[static_cast<std::size_t>(e.work)];
                   ++share.count;
                   share.time += e.time;
                   share.bytes += e.bytes;
                   if (e.work == Worked::Work::spilling) current_.spilled_bytes += e.bytes;
                 },
                 [&](const QuantilesFound& e) { add_quantiles(e); },
                 [&](const ReleaseRequested&) { phases_.gathered = since_start(when); },
                 [&](const ReleaseConfirmed& e) {
                   totals_.records_out = e.records;
                   totals_.bytes_out = e.bytes;
                 },
                 [&](const RunFailed&) { add_cause(std::nullopt, event); },
                 [&](const SchedulerFailed&) { add_cause(std::nullopt, event); },
                 [&](const IncompleteRecordsExceedLimit&) { add_cause(std::nullopt, event); },
                 [&](const ProcessLeftBehind&) { add_cause(std::nullopt, event); },
                 [&](const RunEnding& e) {
                   ending_ = e;
                   phases_.ending = since_start(when);
                 },
                 [&](const RunEnded&) { finish(when); },
                 [](const auto&) {},
             },
             event);
}

// --- jobs ---------------------------------------------------------------------------------------

Try* Story::find_last_try(std::uint32_t job) {
  if (job >= last_tries_.size() || last_tries_[job] == none) return nullptr;
  return &tries_[last_tries_[job]];
}

const Try* Story::last_try(std::uint32_t job) const {
  return const_cast<Story*>(this)->find_last_try(job);
}

Try& Story::begin(std::uint32_t job, std::uint32_t attempt, Time when) {
  if (job >= last_tries_.size()) last_tries_.resize(job + std::size_t{1}, none);
  last_tries_[job] = static_cast<std::uint32_t>(tries_.size());
  Try& added = tries_.emplace_back();
  added.job = job;
  added.attempt = attempt;
  added.start = added.end = since_start(when);
  return added;
}

void Story::read(std::uint32_t job, std::uint64_t bytes, Time when) {
  totals_.bytes_in += bytes;
  current_.bytes += bytes;
  if (Try* const last = find_last_try(job)) last->bytes += bytes;
  stop_waiting(job, when);
}

void Story::stop_waiting(std::uint32_t job, Time when) {
  if (waiting_since_.empty()) return;
  const auto found = waiting_since_.find(job);
  if (found == waiting_since_.end()) return;
  if (Try* const last = find_last_try(job)) last->waiting += when - found->second;
  waiting_since_.erase(found);
}

void Story::exited(const event::JobExited& exited, Time when) {
  add(totals_.workers, exited.usage);
  if (current_.running > 0) --current_.running;
  Try* const last = find_last_try(exited.job);
  if (last == nullptr || last->attempt != exited.attempt) return;
  stop_waiting(exited.job, when);
  last->end = since_start(when);
  last->status = exited.status;
  last->usage = exited.usage;
}

void Story::failed(const event::JobFailed& failed, Time when) {
  ++(failed.will_be_retried ? totals_.retries : totals_.failed);
  Try* last = find_last_try(failed.job);
  // One that could not be started.
  if (last == nullptr || last->attempt != failed.attempt || last->outcome == Outcome::retried)
    last = &begin(failed.job, failed.attempt, when);
  if (last->outcome == Outcome::succeeded) --totals_.succeeded;  // a record was refused later
  last->outcome = failed.will_be_retried ? Outcome::retried : Outcome::failed;
  if (!failed.will_be_retried) add_cause(failed.job, failed);
}

/// A job that an earlier run has done succeeds too, but has been counted already.
void Story::succeeded(const event::JobSucceeded& succeeded) {
  Try* const last = find_last_try(succeeded.job);
  if (last == nullptr || last->attempt != succeeded.attempt) return;
  last->outcome = Outcome::succeeded;
  if (!last->is_replay) ++totals_.succeeded;
}

void Story::count_records(const event::RecordsOfJobs& counts) {
  for (std::uint32_t i = 0; i < counts.count; ++i)
    if (Try* const last = find_last_try(counts.jobs[i])) last->records = counts.records[i];
}

// --- the run ------------------------------------------------------------------------------------

void Story::add_quantiles(const event::QuantilesFound& found) {
  if (found.first != quantiles_.size()) return;  // some have been lost
  quantiles_.insert(quantiles_.end(), found.values.begin(), found.values.begin() + found.count);
}

void Story::add_cause(std::optional<std::uint32_t> job, const event::Event& event) {
  if (causes_.size() < causes_max) causes_.push_back({job, sentence_of_(event)});
}

std::optional<event::Time> Story::due() const {
  if (is_over_) return std::nullopt;
  return next_sample_;
}

void Story::on_time(Time now) {
  if (!is_over_ && now >= next_sample_) sample(now);
}

/// When there are too many, every second one goes, and the others come half as often.
void Story::sample(Time now) {
  if (samples_.size() == samples_max) {
    for (std::size_t i = 0; i < samples_max / 2; ++i) samples_[i] = samples_[2 * i];
    samples_.resize(samples_max / 2);
    sample_pause_ *= 2;
  }
  current_.when = since_start(now);
  current_.init_bytes = os::resident_bytes(::getpid());
  current_.scheduler_bytes = scheduler_pid_ == 0 ? 0 : os::resident_bytes(scheduler_pid_);
  samples_.push_back(current_);
  next_sample_ = now + sample_pause_;
}

void Story::finish(Time now) {
  is_over_ = true;
  phases_.ended = since_start(now);
  for (Try& one : tries_) {
    if (one.outcome != Outcome::running) continue;
    one.outcome = Outcome::ended_with_run;
    ++totals_.ended_with_run;
  }
  if (quantiles_.size() != event::quantiles_count) quantiles_.clear();
  if (!quantiles_.empty() && quantiles_.front() > quantiles_.back())
    std::reverse(quantiles_.begin(), quantiles_.end());
  totals_.init = os::usage_of_this_process();
  sample(now);
}

}  // namespace muster::report
