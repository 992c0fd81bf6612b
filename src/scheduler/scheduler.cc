// The Scheduler: creates the segment, takes filled slabs, and writes the records in order.
//
// It is a process of its own, so that it can be killed, traced and seen alone, and so that the
// memory of a large run is not init's. It trusts nothing that init wrote into the segment.

#include "scheduler/scheduler.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <memory>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "channel/channel.h"
#include "explain/story.h"
#include "os/events.h"
#include "os/locale.h"
#include "os/message.h"
#include "os/process.h"
#include "protocol/protocol.h"
#include "release/header_policy.h"
#include "release/policy.h"
#include "scheduler/guardian.h"
#include "scheduler/intake.h"
#include "segment/segment.h"

namespace muster::scheduler {
namespace {

/// The end of init's pipe, without a word of leave: init was killed.
class InitIsGone : public std::exception {};

/// init has no more use for the Scheduler, before the run was under way.
class Dismissed : public std::exception {};

/// What incomplete records may take besides the memory that was given, which may be little.
constexpr std::uint64_t incomplete_bytes_spare = std::uint64_t{8} << 20U;

/// An output that nobody reads any more.
bool is_closed_output(const std::system_error& error) {
  return error.code() == std::errc::broken_pipe;
}

class Scheduler {
 public:
  Scheduler(std::string temporary_name, std::vector<std::string> temporary_folders)
      : temporary_name_(std::move(temporary_name)),
        temporary_folders_(std::move(temporary_folders)),
        control_(protocol::control_descriptor),
        reply_(protocol::reply_descriptor),
        roster_(protocol::roster_descriptor) {
    // None is to be inherited or closed by accident; each has its owner now.
    for (const os::Fd* fd : {&control_, &reply_, &roster_})
      if (::fcntl(fd->get(), F_SETFD, FD_CLOEXEC) != 0)
        throw std::runtime_error("the Scheduler is started by init, not by hand");
  }

  int play() {
    try {
      return serve();
    } catch (const Dismissed&) {
      return 0;
    } catch (const InitIsGone&) {
      if (!temporary_name_.empty()) ::unlink(temporary_name_.c_str());
    } catch (const std::exception& error) {
      tell_failure(error);
    }
    return 1;
  }

 private:
  int serve() {
    const auto setup = expect(protocol::Kind::setup).body<protocol::Setup>();
    check(setup);
    const order::Order order = receive_order(setup);
    if (setup.explain) story_ = explain::Story("Scheduler", setup.start_ns);
    story_.tell("has started; it reads from init through descriptor {} and answers through {}",
                control_.get(), reply_.get());

    segment::Segment segment = create_segment(setup.geometry);
    Guardian guardian({setup.init_pid, setup.run_id.string(), std::move(roster_), temporary_name_,
                       STDOUT_FILENO,
                       [this] { tell(protocol::message(protocol::Kind::reader_gone)); }});
    int status = 0;
    try {
      try {
        gather_and_release(setup, order, segment.mapping());
      } catch (const InitIsGone&) {
        throw;
      } catch (const std::exception& error) {
        // init has a run to end now, and the guardian stays as long as that takes.
        tell_failure(error);
        status = 1;
        while (next().kind() != static_cast<std::uint32_t>(protocol::Kind::leave)) {
        }
      }
    } catch (const InitIsGone&) {
      guardian.wait_for_the_end();
    }
    story_.tell("detaches from the segment");
    return status;
  }

  void tell_failure(const std::exception& error) {
    const auto* const system_error = dynamic_cast<const std::system_error*>(&error);
    if (system_error != nullptr && is_closed_output(*system_error))
      tell(protocol::message(protocol::Kind::output_closed));
    else
      tell(protocol::message(protocol::Kind::failed,
                             protocol::Failed{protocol::Text<240>(error.what())}));
  }

  segment::Segment create_segment(segment::Geometry geometry) {
    segment::Segment segment = segment::Segment::create(geometry);
    story_.tell("creates the segment {}: {} bytes, {} of {} bytes", segment.name(),
                geometry.segment_bytes(),
                geometry.slab_count == 1 ? std::string("one slab")
                                         : std::to_string(geometry.slab_count) + " slabs",
                geometry.slab_bytes);
    story_.tell("sends the segment's name to init through its pipe");
    tell(protocol::message(protocol::Kind::segment_ready,
                           protocol::SegmentReady{protocol::Text<96>(segment.name())}));
    expect(protocol::Kind::attached);
    if (segment.is_in_dev_shm())
      story_.tell("unlinks {}: init has attached, so the name has done its work", segment.name());
    segment.unlink();
    return segment;
  }

  order::Order receive_order(const protocol::Setup& setup) {
    order::Order order{setup.policy, {}, setup.separator, setup.ties};
    order.ties_are_identical = setup.ties_are_identical;
    order.with_origins = setup.is_tagged;
    order.seed = setup.seed;
    for (std::uint32_t i = 0; i < setup.key_count; ++i) {
      order.keys.push_back(expect(protocol::Kind::key).body<key::Key>());
      if (order.keys.back().kind > key::KeyKind::f64)
        throw channel::ProtocolError("init sent a key that is out of bounds");
    }
    const auto collates = [](const key::Key& key) {
      return key.kind == key::KeyKind::collated || key.kind == key::KeyKind::collated_random;
    };
    if (std::any_of(order.keys.begin(), order.keys.end(), collates)) os::collate_by_environment();
    return order;
  }

  void gather_and_release(const protocol::Setup& setup, const order::Order& order,
                          const os::Mapping& mapping) {
    if (setup.is_tagged) tags_.emplace(setup.worker_count);
    deliver::Writer writer(STDOUT_FILENO, setup.format, setup.framing, setup.value, setup.top,
                           tags_ ? &*tags_ : nullptr);
    // What is staged, what waits for a header and what the policy holds are there at the same time.
    release::HeaderPolicy::Rules header_rules{
        setup.header, setup.headers_may_differ, order.streams(), setup.partial,
        [&](std::uint32_t worker, std::uint32_t first) { refuse_header(setup, worker, first); }};
    const bool waits_for_header = setup.header > 0 && header_rules.hold_back();
    const std::uint64_t shares = 1 + (setup.partial ? 1 : 0) + (waits_for_header ? 1 : 0);
    const std::uint64_t share = setup.memory_bytes_max / shares;
    const spill::BoundedSorter::Limits limits{share, temporary_folders_, setup.threads,
                                              spill::merged_max_default, setup.top};
    const auto tell_of_hold = [this](std::uint32_t worker, bool is_held) {
      story_.tell("{} P{}{}", is_held ? "holds" : "lets", worker + 1,
                  is_held ? ", which is far ahead" : " go on");
      tell(protocol::message(is_held ? protocol::Kind::worker_held : protocol::Kind::worker_let_go,
                             protocol::WorkerIndex{worker}));
    };
    auto policy = release::make_policy(order, setup.framing, setup.worker_count, limits,
                                       tell_of_hold, writer);
    if (setup.header > 0) {
      const auto backlog = [&](std::uint64_t bytes) {
        return spill::Backlog(setup.framing, {bytes, temporary_folders_.front(), 1});
      };
      policy = std::make_unique<release::HeaderPolicy>(
          std::move(policy), std::move(header_rules), setup.framing, setup.worker_count,
          backlog(std::min<std::uint64_t>(share, spill::headers_bytes)), backlog(share), writer);
      story_.tell("takes the first of each worker for its header, records: {}", setup.header);
    }
    Intake::Handling handling{setup.memory_bytes_max + incomplete_bytes_spare, {}, {}};
    if (setup.partial)
      handling.stage.emplace(setup.framing,
                             spill::Backlog::Limits{share, temporary_folders_.front(), 1});
    if (order.policy == order::Policy::merged) {
      handling.check.emplace(order, setup.framing, setup.header);
      story_.tell("merges what the workers write, as it comes");
    }
    Intake intake(*policy, setup.framing, std::move(handling));
    for (;;) {
      const channel::Message message = next();
      switch (static_cast<protocol::Kind>(message.kind())) {
        case protocol::Kind::slab_filled:
          take_slab(setup, mapping, message.body<protocol::SlabIndex>().slab, intake);
          tell(protocol::message(
              protocol::Kind::slab_emptied,
              protocol::EmptiedSlab{message.body<protocol::SlabIndex>().slab,
                                    policy->awaited().value_or(protocol::EmptiedSlab::nobody)}));
          break;
        case protocol::Kind::release:
          if (is_spoilt_) break;  // init will hear of it, and tell us to leave
          story_.tell("puts {} records in order", intake.records());
          if (setup.top < intake.records()) story_.tell("keeps the first {} of them", setup.top);
          policy->finish();
          writer.finish();
          story_.tell("prints them: {} bytes to its stdout", writer.bytes());
          tell(protocol::message(
              protocol::Kind::delivered,
              protocol::Delivered{std::min(intake.records(), setup.top), writer.bytes()}));
          break;
        case protocol::Kind::leave:
          return;
        default:
          throw channel::ProtocolError("unexpected message from init");
      }
    }
  }

  void take_slab(const protocol::Setup& setup, const os::Mapping& mapping, std::uint32_t slab,
                 Intake& intake) {
    if (slab >= setup.geometry.slab_count)
      throw channel::ProtocolError("init handed over a slab that does not exist");
    const char* const bytes = segment::slab_at(mapping, setup.geometry, slab);
    std::uint64_t data_bytes = 0;
    for (const segment::PieceView& piece :
         segment::read_slab(bytes, setup.geometry.slab_bytes, setup.worker_count)) {
      data_bytes += piece.bytes.size();
      if (is_spoilt_) continue;  // nor may the end of a worker release what others wrote
      switch (piece.kind) {
        case segment::PieceKind::data:
          refuse(setup, intake.data(piece.worker, piece.bytes));
          break;
        case segment::PieceKind::end:
          refuse(setup, intake.end(piece.worker));
          break;
        case segment::PieceKind::drop:
          intake.drop(piece.worker);
          break;
        case segment::PieceKind::tag:
          take_tag(piece);
          break;
      }
    }
    story_.tell("reads {} bytes from slab {} and gives the slab back", data_bytes, slab);
  }

  void take_tag(const segment::PieceView& piece) {
    if (!tags_) throw channel::ProtocolError("init sent a tag that nobody asked for");
    const std::string tag(piece.bytes);
    tags_->set(piece.worker, tag);
    story_.tell("puts the tag {} before each record of P{}", tag, piece.worker + 1);
  }

  void refuse(const protocol::Setup& setup, const std::optional<Intake::Refusal>& refusal) {
    if (!refusal) return;
    story_.tell("refuses record {} of P{}", refusal->record.record, refusal->record.worker + 1);
    is_spoilt_ = !setup.partial;
    tell(protocol::message(refusal->kind, refusal->record));
  }

  void refuse_header(const protocol::Setup& setup, std::uint32_t worker, std::uint32_t first) {
    story_.tell("refuses the header of P{}, which differs from that of P{}", worker + 1, first + 1);
    is_spoilt_ = !setup.partial;
    tell(protocol::message(protocol::Kind::header_differs,
                           protocol::DifferingHeader{worker, first}));
  }

  static void check(const protocol::Setup& setup) {
    const bool prints_values = setup.format == deliver::Format::values;
    const std::size_t value_bytes = key::bytes_of_binary(setup.value);
    if (!setup.geometry.is_valid() || setup.policy > order::Policy::merged ||
        setup.ties > order::Ties::first_only || setup.threads == 0 ||
        setup.framing.bytes() > record::bytes_max || setup.format > deliver::Format::values ||
        (prints_values && (value_bytes == 0 || value_bytes != setup.framing.bytes())))
      throw channel::ProtocolError("init sent a setup that is out of bounds");
  }

  channel::Message next() {
    const auto message = channel::receive(control_);
    if (!message) throw InitIsGone();
    return *message;
  }

  channel::Message expect(protocol::Kind kind) {
    const channel::Message message = next();
    if (message.kind() == static_cast<std::uint32_t>(protocol::Kind::leave)) throw Dismissed();
    if (message.kind() != static_cast<std::uint32_t>(kind))
      throw channel::ProtocolError("unexpected message from init");
    return message;
  }

  /// If init is gone the next receive says so; nothing is lost here.
  void tell(const channel::Message& message) { (void)channel::send(reply_, message); }

  std::string temporary_name_;
  std::vector<std::string> temporary_folders_;
  os::Fd control_;
  os::Fd reply_;
  os::Fd roster_;
  explain::Story story_;
  std::optional<deliver::Tags> tags_;
  bool is_spoilt_ = false;  // not all records are there: nothing may be released
};

}  // namespace

int play(const std::string& temporary_name, const std::vector<std::string>& temporary_folders) {
  os::set_process_name(protocol::process_name);
  os::ignore(SIGPIPE);  // a failed write says it better
  os::ignore(SIGTTOU);  // the output may be a terminal, and this is not its foreground group
  os::ignore(SIGXFSZ);  // as an error from write
  // To end the run is init's business, and whoever ends a whole group of processes asks this one
  // too.
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) os::ignore(number);
  try {
    return Scheduler(temporary_name, temporary_folders).play();
  } catch (const std::exception& error) {
    os::write_message(std::string("muster-sched: ") + error.what() + '\n');
    return 125;
  }
}

}  // namespace muster::scheduler
