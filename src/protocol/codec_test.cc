#include "protocol/codec.h"

#include <string>
#include <variant>

#include <gtest/gtest.h>

#include "os/io.h"
#include "os/pipe.h"
#include "plan/archive.h"
#include "protocol/events.h"
#include "protocol/protocol.h"
#include "protocol/setup.h"

namespace muster::protocol {
namespace {

TEST(Protocol, AMessageIsDecodedToWhatWasEncoded) {
  const Reply reply = decode<Reply>(encode<Reply>(WorkerPaused{7}));
  ASSERT_TRUE(std::holds_alternative<WorkerPaused>(reply));
  EXPECT_EQ(std::get<WorkerPaused>(reply).worker, 7U);
}

TEST(Protocol, AnUnknownKindOrAWrongSizeIsRefused) {
  EXPECT_THROW(decode<Request>(channel::Message(99, Release{})), channel::ProtocolError);
  EXPECT_THROW(decode<Reply>(channel::Message(KindOf<Delivered, Reply>::value, ReaderGone{})),
               channel::ProtocolError);
}

TEST(Protocol, AnEnumThatIsOutOfBoundsIsRefused) {
  RecordRefused refused;
  refused.reason = RecordRefused::Reason{3};
  EXPECT_THROW(decode<Reply>(encode<Reply>(refused)), channel::ProtocolError);
}

TEST(Protocol, AnUnexpectedMessageIsNamedWithThePhase) {
  const channel::ProtocolError error = unexpected(Reply(Delivered{}), "workers were running");
  EXPECT_STREQ(error.what(), "unexpected message Delivered while workers were running");
}

TEST(Protocol, ASetupArrivesAsItWasSent) {
  os::Pipe pipe = os::make_pipe();
  protocol::Setup setup;
  setup.geometry = {1, 2 * segment::page_bytes};
  setup.order.keys.resize(3);
  setup.run_id = "0123";
  setup.init_pid = 1;
  setup.worker_count = 5;
  send(pipe.write_end, setup);
  const protocol::Setup received = receive_setup(pipe.read_end);
  EXPECT_EQ(received.run_id, "0123");
  EXPECT_EQ(received.worker_count, 5U);
  EXPECT_EQ(received.order.keys.size(), 3U);
  EXPECT_EQ(received.geometry, setup.geometry);
}

TEST(Protocol, ASetupThatIsOutOfBoundsIsRefused) {
  os::Pipe pipe = os::make_pipe();
  protocol::Setup setup;
  setup.geometry = {0, 0};
  send(pipe.write_end, setup);
  EXPECT_THROW(receive_setup(pipe.read_end), plan::FormatError);
}

/// Keeps what it is told.
class Kept final : public event::Sink {
 public:
  void on(const event::Stamp& stamp, const event::Event& event) override {
    stamps.push_back(stamp);
    events.push_back(event);
  }
  std::vector<event::Stamp> stamps;
  std::vector<event::Event> events;
};

TEST(Protocol, EventsOfOtherProcessesReachTheSinks) {
  os::Pipe pipe = os::make_pipe();
  EventSender sender(pipe.write_end.get(), event::Remote::steps, ::getpid());
  const event::Log log({&sender}, event::Role::worker, 3);
  log.emit(event::NumbersDrawn{1, 19});
  log.emit(event::RunEnded{});  // init's own: it does not travel

  Kept kept;
  forward_events(pipe.read_end, event::Log({&kept}));
  ASSERT_EQ(kept.events.size(), 1U);
  EXPECT_EQ(kept.stamps[0].role, event::Role::worker);
  EXPECT_EQ(kept.stamps[0].job, 3U);
  EXPECT_EQ(std::get<event::NumbersDrawn>(kept.events[0]).last, 19U);
}

TEST(Protocol, StepsAreNotSentWhereOnlyFiguresAreWanted) {
  os::Pipe pipe = os::make_pipe();
  EventSender sender(pipe.write_end.get(), event::Remote::figures, ::getpid());
  const event::Log log({&sender}, event::Role::scheduler);
  log.emit(event::SlabEmptied{1, 2});
  log.emit(event::RecordsReleased{3});

  Kept kept;
  forward_events(pipe.read_end, event::Log({&kept}));
  ASSERT_EQ(kept.events.size(), 1U);
  EXPECT_EQ(std::get<event::RecordsReleased>(kept.events[0]).bytes, 3U);
}

TEST(Protocol, AnEventThatSaysMoreThanItHoldsIsRefused) {
  os::Pipe pipe = os::make_pipe();
  Stamped<event::RecordsOfJobs> event;
  event.body.count = event::RecordsOfJobs::count_max + 1;
  ASSERT_TRUE(channel::send(pipe.write_end.get(), encode<StampedEvent>(event)));
  EXPECT_THROW(forward_events(pipe.read_end, event::Log()), channel::ProtocolError);
}

TEST(Protocol, AnEventOfNoRoleIsRefused) {
  os::Pipe pipe = os::make_pipe();
  Stamped<event::SegmentDetached> event;
  event.stamp.role = event::Role{9};
  ASSERT_TRUE(channel::send(pipe.write_end.get(), encode<StampedEvent>(event)));
  EXPECT_THROW(forward_events(pipe.read_end, event::Log()), channel::ProtocolError);
}

}  // namespace
}  // namespace muster::protocol
