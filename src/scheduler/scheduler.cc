// The Scheduler: creates the segment, takes filled slabs, and writes the records in order.
//
// It is a process of its own, so that it can be killed, traced and seen alone, and so that the
// memory of a large run is not init's. It trusts nothing that init wrote into the segment.

#include "scheduler/scheduler.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include "channel/channel.h"
#include "event/event.h"
#include "os/io.h"
#include "os/locale.h"
#include "os/message.h"
#include "os/signals.h"
#include "os/this_process.h"
#include "os/watch.h"
#include "plan/archive.h"
#include "protocol/codec.h"
#include "protocol/events.h"
#include "protocol/protocol.h"
#include "protocol/setup.h"
#include "scheduler/guardian.h"
#include "scheduler/pipeline.h"
#include "segment/segment.h"

namespace muster::scheduler {
namespace {

/// How init ends what it has to say.
enum class End {
  left,  ///< with a Leave
  gone,  ///< without: init was killed
};

/// An output that nobody reads any more.
bool is_closed_output(const std::system_error& error) {
  return error.code() == std::errc::broken_pipe;
}

class Scheduler {
 public:
  explicit Scheduler(std::string temporary_name)
      : temporary_name_(std::move(temporary_name)),
        control_(protocol::control_descriptor),
        replies_(protocol::reply_descriptor),
        roster_(protocol::roster_descriptor) {
    // None is to be inherited or closed by accident; each has its owner now.
    for (const os::Fd* fd : {&control_, &replies_, &roster_}) own(*fd);
  }

  int run() {
    try {
      if (serve() == End::left) return has_failed_ ? 1 : 0;
      if (!temporary_name_.empty()) ::unlink(temporary_name_.c_str());
    } catch (const std::exception& error) {
      report_failure(error);
    }
    return 1;
  }

 private:
  static void own(const os::Fd& fd) {
    if (::fcntl(fd.get(), F_SETFD, FD_CLOEXEC) != 0)
      throw std::runtime_error("the Scheduler is started by init, not by hand");
  }

  End serve() {
    const std::optional<protocol::Setup> setup = receive_setup();
    if (!setup) return End::gone;
    if (setup->events != event::Remote::nothing) send_events(*setup);
    log_.emit(event::SchedulerReady{});

    segment::Segment segment = segment::Segment::create(setup->geometry);
    if (const auto end = share(segment, setup->geometry)) return *end;
    if (!setup->unlinks_late) unlink(segment);
    Guardian guardian({setup->init_pid, setup->run_id, std::move(roster_), temporary_name_,
                       segment.is_in_dev_shm() ? segment.name() : "", STDOUT_FILENO,
                       [this] { reply(protocol::ReaderGone{}); }});
    if (run_pipeline(*setup, segment.mapping()) == End::gone) guardian.wait_for_the_end();
    segment.detach();
    log_.emit(event::SegmentDetached{});
    unlink(segment);
    return End::left;
  }

  /// The setup comes first, and what init writes at once: if it is not all there, init is gone.
  std::optional<protocol::Setup> receive_setup() {
    try {
      protocol::Setup setup = protocol::receive_setup(control_);
      if (setup.order.collates()) os::collate_by_environment();
      setup.order.with_origins = setup.is_tagged;
      return setup;
    } catch (const plan::CutShort&) {
      return std::nullopt;
    }
  }

  void send_events(const protocol::Setup& setup) {
    events_ = os::Fd(protocol::events_descriptor);
    own(events_);
    event_sender_.emplace(events_.get(), setup.events, setup.init_pid);
    log_ = event::Log({&*event_sender_}, event::Role::scheduler);
  }

  /// Has init attach the segment. Returns the end if it comes instead.
  std::optional<End> share(const segment::Segment& segment, segment::Geometry geometry) {
    const event::Text<96> name(segment.name());
    log_.emit(event::SegmentCreated{geometry.segment_bytes(), geometry.slab_count,
                                    geometry.slab_bytes, name});
    log_.emit(event::SegmentNameSent{});
    reply(protocol::SegmentReady{name});
    const auto request = next();
    if (!request) return End::gone;
    if (std::holds_alternative<protocol::Leave>(*request)) return End::left;
    if (!std::holds_alternative<protocol::Attached>(*request))
      throw protocol::unexpected(*request, "the segment was to be attached");
    return std::nullopt;
  }

  void unlink(segment::Segment& segment) const {
    if (segment.is_in_dev_shm()) log_.emit(event::SegmentUnlinked{event::Text<96>(segment.name())});
    segment.unlink();
  }

  End run_pipeline(const protocol::Setup& setup, const os::Mapping& mapping) {
    try {
      return gather_and_release(setup, mapping);
    } catch (const std::exception& error) {
      report_failure(error);
      has_failed_ = true;
    }
    // init has a run to end now, and the guardian stays as long as that takes.
    for (;;) {
      const auto request = next();
      if (!request) return End::gone;
      if (std::holds_alternative<protocol::Leave>(*request)) return End::left;
    }
  }

  End gather_and_release(const protocol::Setup& setup, const os::Mapping& mapping) {
    Pipeline pipeline(setup, log_, [this](const protocol::Reply& said) {
      std::visit([this](const auto& body) { reply(body); }, said);
    });
    for (;;) {
      while (pipeline.due() && !os::wait_for_input(control_, *pipeline.due()))
        pipeline.on_time(event::Clock::now());
      const auto request = next();
      if (!request) return End::gone;
      if (std::holds_alternative<protocol::Leave>(*request)) return End::left;
      std::visit(event::Overloaded{
                     [&](const protocol::SlabFilled& filled) {
                       take_slab(setup, mapping, filled.slab, pipeline);
                     },
                     [&](const protocol::Release&) {
                       if (const auto delivered = pipeline.finish()) reply(*delivered);
                     },
                     [&](const protocol::Attached&) {
                       throw protocol::unexpected(*request, "workers were running");
                     },
                     [](const protocol::Leave&) {},
                 },
                 *request);
    }
  }

  void take_slab(const protocol::Setup& setup, const os::Mapping& mapping, std::uint32_t slab,
                 Pipeline& pipeline) {
    const segment::Geometry geometry = setup.geometry;
    if (slab >= geometry.slab_count)
      throw channel::ProtocolError("init handed over a slab that does not exist");
    const std::vector<segment::PieceView> pieces = segment::read_slab(
        segment::slab_at(mapping, geometry, slab), geometry.slab_bytes, setup.worker_count);
    pipeline.take(pieces);
    std::uint64_t bytes = 0;
    for (const segment::PieceView& piece : pieces) bytes += piece.bytes.size();
    log_.emit(event::SlabEmptied{slab, bytes});
    reply(protocol::SlabEmptied{slab, pipeline.awaited().value_or(protocol::SlabEmptied::none),
                                pipeline.records_taken()});
  }

  void report_failure(const std::exception& error) {
    const auto* const system_error = dynamic_cast<const std::system_error*>(&error);
    const auto* const exceeded = dynamic_cast<const IncompleteRecordsExceedLimit*>(&error);
    if (exceeded != nullptr)
      reply(protocol::MemoryExceeded{exceeded->bytes_max()});
    else if (system_error != nullptr && is_closed_output(*system_error))
      reply(protocol::OutputClosed{});
    else
      reply(protocol::Failed{event::Text<240>(error.what())});
  }

  /// Nothing if init is gone.
  std::optional<protocol::Request> next() {
    const auto message = channel::receive(control_);
    if (!message) return std::nullopt;
    return protocol::decode<protocol::Request>(*message);
  }

  /// If init is gone the next receive says so; nothing is lost here.
  template <typename Body>
  void reply(const Body& body) {
    (void)channel::send(replies_.get(), protocol::encode<protocol::Reply>(body));
  }

  std::string temporary_name_;
  os::Fd control_;
  os::Fd replies_;
  os::Fd roster_;
  os::Fd events_;
  std::optional<protocol::EventSender> event_sender_;
  event::Log log_;
  bool has_failed_ = false;
};

}  // namespace

int run(const std::string& temporary_name) {
  os::set_process_name(protocol::process_name);
  os::ignore(SIGPIPE);  // a failed write says it better
  os::ignore(SIGTTOU);  // the output may be a terminal, and this is not its foreground group
  // init ends the run. A signal to the whole process group reaches this process too.
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) os::ignore(number);
  try {
    return Scheduler(temporary_name).run();
  } catch (const std::exception& error) {
    os::write_message(std::string("muster-sched: ") + error.what() + '\n');
    return 125;
  }
}

}  // namespace muster::scheduler
