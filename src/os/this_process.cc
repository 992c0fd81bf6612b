#include "os/this_process.h"

#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>

namespace muster::os {

void set_process_name(const char* name) {
  (void)::prctl(PR_SET_NAME, name);
}

void die_of_signal(int number) {
  (void)::signal(number, SIG_DFL);
  sigset_t one;
  ::sigemptyset(&one);
  ::sigaddset(&one, number);
  ::pthread_sigmask(SIG_UNBLOCK, &one, nullptr);
  (void)::raise(number);
  ::_exit(128 + number);  // reached only for a signal whose default is not to end the process
}

}  // namespace muster::os
