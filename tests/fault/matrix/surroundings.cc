// Full file systems, low limits, and starts by somebody who has left signals and streams in a
// state of their own.

#include "fault/matrix/surroundings.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::matrix {
namespace {

constexpr std::uint64_t page_bytes = 4096;

const char* name_of(Lack lack) {
  switch (lack) {
    case Lack::nothing:
      return "nothing";
    case Lack::shared_memory:
      return "pages of /dev/shm";
    case Lack::temporary:
      return "pages for temporary files";
    case Lack::work:
      return "pages where it works";
    case Lack::descriptors:
      return "descriptors";
    case Lack::address_space:
      return "bytes of address space";
    case Lack::file_size:
      return "bytes a file";
    case Lack::stack:
      return "bytes of stack";
    case Lack::open_streams:
      return "closed streams, as bits";
    case Lack::output_space:
      return "stdout is /dev/full";
    case Lack::signal:
      return "ignored signal";
    case Lack::all_signals:
      return "all signals blocked";
    case Lack::environment:
      return "no environment";
    case Lack::brevity:
      return "more bytes of environment";
  }
  return "";
}

void limit(int resource, std::uint64_t amount) {
  const rlimit both{amount, amount};
  (void)::setrlimit(static_cast<__rlimit_resource>(resource), &both);
}

}  // namespace

std::string Surroundings::text() const {
  return fmt::format("{}: {}", name_of(lack), amount);
}

std::vector<Surroundings> all_surroundings() {
  std::vector<Surroundings> all;
  for (const Lack lack : {Lack::shared_memory, Lack::temporary, Lack::work}) {
    all.push_back({lack, 0});
    for (std::uint64_t pages = 1; pages <= 4096; pages += 1 + pages / 8)
      all.push_back({lack, pages});
  }
  for (std::uint64_t count = 3; count <= 72; ++count) all.push_back({Lack::descriptors, count});
  for (std::uint64_t bytes = 6U << 20U; bytes <= (1U << 30U); bytes += bytes / 16)
    all.push_back({Lack::address_space, bytes / page_bytes * page_bytes});
  for (std::uint64_t bytes = 1024; bytes <= (4U << 20U); bytes += bytes / 4)
    all.push_back({Lack::file_size, bytes});
  for (std::uint64_t bytes = 128U << 10U; bytes <= (8U << 20U); bytes += bytes / 4)
    all.push_back({Lack::stack, bytes / page_bytes * page_bytes});
  for (std::uint64_t bits = 1; bits < 8; ++bits) all.push_back({Lack::open_streams, bits});
  all.push_back({Lack::output_space, 0});
  for (const int number : {SIGCHLD, SIGPIPE, SIGTERM, SIGINT, SIGHUP, SIGXFSZ, SIGALRM, SIGUSR1})
    all.push_back({Lack::signal, static_cast<std::uint64_t>(number)});
  all.push_back({Lack::all_signals, 0});
  all.push_back({Lack::environment, 0});
  for (const std::uint64_t bytes : {1000U, 100'000U, 1'000'000U})
    all.push_back({Lack::brevity, bytes});
  return all;
}

std::string mount_options(const Surroundings& surroundings, Lack lack) {
  if (surroundings.lack != lack) return "";
  // One is its root's, and one that of the file that the harness makes.
  if (surroundings.amount == 0) return lack == Lack::work ? "nr_inodes=2" : "nr_inodes=1";
  return fmt::format("size={}", surroundings.amount * page_bytes);
}

void surround(const Surroundings& surroundings, std::vector<std::string>& environment) {
  const std::uint64_t amount = surroundings.amount;
  switch (surroundings.lack) {
    case Lack::nothing:
    case Lack::shared_memory:
    case Lack::temporary:
    case Lack::work:
      break;
    case Lack::descriptors:
      return limit(RLIMIT_NOFILE, amount);
    case Lack::address_space:
      return limit(RLIMIT_AS, amount);
    case Lack::file_size:
      return limit(RLIMIT_FSIZE, amount);
    case Lack::stack:
      return limit(RLIMIT_STACK, amount);
    case Lack::open_streams:
      for (int number = 0; number < 3; ++number)
        if ((amount >> static_cast<unsigned>(number) & 1U) != 0) ::close(number);
      break;
    case Lack::output_space:
      (void)::dup2(::open("/dev/full", O_WRONLY | O_CLOEXEC), STDOUT_FILENO);
      break;
    case Lack::signal:
      (void)::signal(static_cast<int>(amount), SIG_IGN);
      break;
    case Lack::all_signals: {
      sigset_t all;
      ::sigfillset(&all);
      ::sigprocmask(SIG_SETMASK, &all, nullptr);
      break;
    }
    case Lack::environment:
      std::erase_if(environment,
                    [](const std::string& entry) { return !entry.starts_with("TMPDIR="); });
      break;
    case Lack::brevity:  // in parts, since the kernel takes none of more than 128 KiB
      for (std::uint64_t bytes = 0; bytes < amount; bytes += 50'000)
        environment.push_back(fmt::format(
            "MUSTER_LONG_{}={}", bytes, std::string(std::min<std::uint64_t>(amount, 50'000), 'x')));
      break;
  }
}

}  // namespace muster::matrix
