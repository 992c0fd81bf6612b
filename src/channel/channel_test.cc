#include "channel/channel.h"

#include <unistd.h>

#include <csignal>

#include <gtest/gtest.h>

#include "os/pipe.h"

namespace muster::channel {
namespace {

struct Body {
  int number = 0;
  char letter = 0;
};

TEST(Channel, CarriesABodyAsItIs) {
  const os::Pipe pipe = os::make_pipe();
  ASSERT_TRUE(send(pipe.write_end.get(), Message(7, Body{42, 'x'})));
  const auto message = receive(pipe.read_end);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->kind(), 7U);
  EXPECT_EQ(message->body<Body>().number, 42);
  EXPECT_EQ(message->body<Body>().letter, 'x');
}

TEST(Channel, RefusesABodyOfAnotherSize) {
  const Message message(7, Body{});
  EXPECT_THROW((void)message.body<char>(), ProtocolError);
}

TEST(Channel, EndsWithThePipe) {
  os::Pipe pipe = os::make_pipe();
  pipe.write_end.reset();
  EXPECT_FALSE(receive(pipe.read_end));
}

TEST(Channel, TakesAMessageThatIsCutShortForTheEnd) {
  os::Pipe pipe = os::make_pipe();
  ASSERT_EQ(::write(pipe.write_end.get(), "abc", 3), 3);
  pipe.write_end.reset();
  EXPECT_FALSE(receive(pipe.read_end));
}

TEST(Channel, RefusesAMessageOfWhichTheRestDoesNotCome) {
  const os::Pipe pipe = os::make_pipe();
  ASSERT_EQ(::write(pipe.write_end.get(), "abc", 3), 3);
  EXPECT_THROW((void)receive(pipe.read_end), ProtocolError);
}

TEST(Channel, SaysWhenNobodyListens) {
  (void)std::signal(SIGPIPE, SIG_IGN);
  os::Pipe pipe = os::make_pipe();
  pipe.read_end.reset();
  EXPECT_FALSE(send(pipe.write_end.get(), Message(1, Body{})));
}

}  // namespace
}  // namespace muster::channel
