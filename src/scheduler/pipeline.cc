#include "scheduler/pipeline.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "channel/channel.h"
#include "merge/order_check.h"
#include "release/header_policy.h"
#include "spill/backlog.h"

namespace muster::scheduler {
namespace {

/// What incomplete records may take: some more than the memory that was given, which may be little.
std::uint64_t incomplete_bytes_max(std::uint64_t memory_bytes) {
  constexpr std::uint64_t spare = std::uint64_t{8} << 20U;
  return std::max(memory_bytes, memory_bytes + spare);
}

}  // namespace

Pipeline::Pipeline(const protocol::Setup& setup, const event::Log& log, Reply reply)
    : setup_(setup),
      log_(log),
      reply_(std::move(reply)),
      tags_(setup.is_tagged ? std::make_optional<deliver::Tags>() : std::nullopt),
      writer_(STDOUT_FILENO, setup.format, setup.records.framing, setup.records.value,
              setup.selection.top, tags_ ? &*tags_ : nullptr, counts_output()),
      policy_(make_policy()),
      intake_(make_intake()) {}

/// How many records come out is known without that, unless equal ones are dropped; then it has to
/// matter.
bool Pipeline::counts_output() const {
  return setup_.order.ties == order::Ties::first_only && setup_.events != event::Remote::nothing;
}

/// What is staged, what waits for a header and what the policy holds are there at the same time.
std::uint64_t Pipeline::share() const {
  const bool waits_for_header =
      setup_.selection.header > 0 &&
      release::HeaderPolicy::holds_back(setup_.order.streams(), setup_.partial,
                                        setup_.selection.headers_may_differ);
  return setup_.budget.memory_bytes_max /
         (1 + (setup_.staging ? 1 : 0) + (waits_for_header ? 1 : 0));
}

spill::Backlog::Limits Pipeline::backlog_limits(std::uint64_t bytes) const {
  return {bytes, setup_.budget.temporary_folders.front(), 1, log_};
}

std::unique_ptr<release::Policy> Pipeline::make_policy() {
  const record::Framing framing = setup_.records.framing;
  const spill::BoundedSorter::Limits limits{share(),
                                            setup_.budget.temporary_folders,
                                            setup_.budget.threads,
                                            spill::merged_max_default,
                                            setup_.selection.top,
                                            log_};
  auto policy = release::make_policy(
      setup_.order, framing, setup_.worker_count, limits,
      [this](std::uint32_t worker, bool is_paused) { pause(worker, is_paused); }, writer_,
      setup_.quantiles_are_wanted);
  const std::uint64_t header = setup_.selection.header;
  if (header == 0) return policy;
  log_.emit(event::HeaderExpected{header});
  const release::HeaderPolicy::Rules rules{
      header, setup_.selection.headers_may_differ, setup_.order.streams(), setup_.partial,
      [this](std::uint32_t worker, std::uint32_t first) { refuse_header(worker, first); }};
  return std::make_unique<release::HeaderPolicy>(
      std::move(policy), rules, framing, setup_.worker_count,
      spill::Backlog(framing,
                     backlog_limits(std::min<std::uint64_t>(share(), spill::headers_bytes))),
      spill::Backlog(framing, backlog_limits(share())), writer_);
}

Intake Pipeline::make_intake() {
  const record::Framing framing = setup_.records.framing;
  Intake::Handling handling{incomplete_bytes_max(setup_.budget.memory_bytes_max), {}, {}};
  if (setup_.staging) handling.stage.emplace(framing, backlog_limits(share()));
  if (setup_.order.release == order::ReleaseRule::merged) {
    handling.check.emplace(setup_.order, framing, setup_.selection.header);
    log_.emit(event::MergeStarted{});
  }
  return {*policy_, framing, std::move(handling)};
}

void Pipeline::take(const std::vector<segment::PieceView>& pieces) {
  for (const segment::PieceView& piece : pieces) {
    // Records of a refused worker may be among the others, whose end may not release them.
    if (!refused_.empty() && !setup_.staging) return;
    take(piece);
  }
  tell_counts();
}

void Pipeline::take(const segment::PieceView& piece) {
  switch (piece.kind) {
    case segment::PieceKind::data:
      return refuse(intake_.data(piece.worker, piece.bytes));
    case segment::PieceKind::end:
      return end(piece.worker);
    case segment::PieceKind::drop:
      return intake_.drop(piece.worker);
    case segment::PieceKind::retract:
      refused_.erase(piece.worker);
      return intake_.retract(piece.worker);
    case segment::PieceKind::tag:
      return set_tag(piece);
  }
}

void Pipeline::end(std::uint32_t worker) {
  const std::uint64_t before = intake_.records();
  refuse(intake_.end(worker));
  if (counts_.count == event::RecordsOfJobs::count_max) tell_counts();
  counts_.jobs[counts_.count] = worker;
  counts_.records[counts_.count++] = intake_.records() - before;
}

void Pipeline::tell_counts() {
  if (counts_.count > 0) log_.emit(counts_);
  counts_.count = 0;
}

void Pipeline::set_tag(const segment::PieceView& piece) {
  if (!tags_) throw channel::ProtocolError("init sent a tag though the setup has none");
  tags_->set(piece.worker, piece.bytes);
  log_.emit(event::TagSet{piece.worker, event::Text<128>(piece.bytes)});
}

std::optional<protocol::Delivered> Pipeline::finish() {
  if (!refused_.empty()) return std::nullopt;
  log_.emit(event::ReleaseStarted{intake_.records(), setup_.selection.top});
  policy_->finish();
  writer_.finish();
  log_.emit(event::RecordsReleased{writer_.bytes()});
  const std::uint64_t records =
      counts_output() ? writer_.records() : std::min(intake_.records(), setup_.selection.top);
  return protocol::Delivered{records, writer_.bytes()};
}

void Pipeline::refuse(const std::optional<protocol::RecordRefused>& refused) {
  if (!refused) return;
  log_.emit(event::RecordRefused{refused->worker, refused->record});
  if (!setup_.partial) refused_.insert(refused->worker);
  reply_(*refused);
}

void Pipeline::refuse_header(std::uint32_t worker, std::uint32_t first) {
  log_.emit(event::HeaderRefused{worker, first});
  if (!setup_.partial) refused_.insert(worker);
  reply_(protocol::HeaderRefused{worker, first});
}

void Pipeline::pause(std::uint32_t worker, bool is_paused) {
  if (is_paused) {
    log_.emit(event::PipePaused{worker});
    reply_(protocol::WorkerPaused{worker});
  } else {
    log_.emit(event::PipeResumed{worker});
    reply_(protocol::WorkerResumed{worker});
  }
}

}  // namespace muster::scheduler
