#include "scheduler/guardian.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <stdexcept>
#include <utility>

#include "os/pidfd.h"
#include "os/run_processes.h"
#include "os/this_process.h"
#include "protocol/protocol.h"
#include "scheduler/roster.h"

namespace muster::scheduler {
namespace {

/// How long to wait for processes that were killed, while none of them ends: nobody waits for the
/// guardian, and on a machine that is busy enough they may take their time.
constexpr std::chrono::seconds kill_patience{60};

}  // namespace

Guardian::Guardian(Duties duties)
    : duties_(std::move(duties)), init_(os::pin_process(duties_.init_pid)), stop_(os::make_pipe()) {
  // If init was dead when it was looked up, that pid could be a stranger's.
  if (::getppid() != duties_.init_pid) clean_up();
  if (!init_) throw std::runtime_error("cannot watch init: no descriptor for its process");
  thread_ = std::thread([this] { watch(); });
}

Guardian::~Guardian() {
  stop_.write_end.reset();
  thread_.join();
}

void Guardian::wait_for_the_end() {
  for (;;) ::pause();
}

void Guardian::watch() {
  os::set_process_name("muster-guard");  // of this thread
  const short reader_gone = os::reader_gone_event(duties_.output);
  // Of the output nothing is asked for: POLLERR and POLLHUP always come.
  std::array<pollfd, 3> events{{{init_.get(), POLLIN, 0},
                                {stop_.read_end.get(), POLLIN, 0},
                                {reader_gone != 0 ? duties_.output : -1, 0, 0}}};
  for (;;) {
    if (::poll(events.data(), events.size(), -1) < 0) {
      if (errno == EINTR) continue;
      clean_up();
    }
    if (events[0].revents != 0) clean_up();
    if (events[1].revents != 0) return;
    if (events[2].revents != 0) {
      events[2].fd = -1;  // either event stays, and would come again at once
      if ((events[2].revents & reader_gone) != 0) duties_.output_closed();
    }
  }
}

void Guardian::clean_up() const {
  (void)os::MarkedProcesses(protocol::run_id_variable, duties_.run_id, read_roster(duties_.roster))
      .kill_all(kill_patience);
  for (const std::string& name : {duties_.temporary_name, duties_.segment_name})
    if (!name.empty()) ::unlink(name.c_str());
  ::_exit(125);
}

}  // namespace muster::scheduler
