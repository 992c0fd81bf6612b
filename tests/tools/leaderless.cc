// leaderless: goes into the background, in a session of its own and without its stdout, and there
// ends its first thread while another one runs. In /proc/PID/stat it then looks like a zombie.

#include <pthread.h>
#include <unistd.h>

#include <thread>

int main() {
  if (::fork() != 0) return 0;
  (void)::setsid();
  ::close(STDOUT_FILENO);
  std::thread([] {
    for (;;) ::pause();
  }).detach();
  ::pthread_exit(nullptr);
}
