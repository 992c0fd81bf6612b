// The process that the harness starts is process 1 of the namespace: the orphans of the run come
// to it, and when it ends nothing of the run can live on.

#include "fault/matrix/clean_room.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>

#include "fault/matrix/tracer.h"
#include "os/error.h"
#include "os/io.h"
#include "plan/archive.h"

namespace muster::matrix {
namespace {

namespace fs = std::filesystem;

constexpr unsigned long namespaces = CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC;
constexpr const char* shared_memory = "/dev/shm";

os::Fd make_memory_file(const char* name) {
  os::Fd fd(::memfd_create(name, MFD_CLOEXEC));
  if (!fd) os::throw_errno("cannot make a file in memory");
  return fd;
}

std::string whole(const os::Fd& fd) {
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) os::throw_errno("cannot read what was seen");
  std::string text(static_cast<std::size_t>(status.st_size), '\0');
  text.resize(os::pread_full(fd, text, 0, "cannot read what was seen"));
  return text;
}

void mount_new(const char* type, const std::string& on, const std::string& options = "") {
  if (::mount(type, on.c_str(), type, MS_NOSUID | MS_NODEV, options.c_str()) != 0)
    os::throw_errno("cannot mount " + on);
}

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::uint64_t bytes_held_by(const std::string& folder) {
  struct statfs status {};
  if (::statfs(folder.c_str(), &status) != 0) os::throw_errno("cannot look at " + folder);
  return (status.f_blocks - status.f_bfree) * static_cast<std::uint64_t>(status.f_bsize);
}

std::vector<SavedFile> files_in(const std::string& folder) {
  std::vector<SavedFile> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    SavedFile file{fs::relative(entry.path(), folder).string(), {}};
    if (entry.is_directory()) {
      file.name += '/';
    } else {
      std::ifstream stream(entry.path(), std::ios::binary);
      file.bytes.assign(std::istreambuf_iterator<char>(stream), {});
    }
    files.push_back(std::move(file));
  }
  std::sort(files.begin(), files.end(),
            [](const SavedFile& a, const SavedFile& b) { return a.name < b.name; });
  return files;
}

/// What becomes muster, with the descriptors of the run.
class Command {
 public:
  Command(const Site& site, const std::string& program, const RunSpec& run,
          const Surroundings& surroundings)
      : surroundings_(surroundings),
        input_(run.input.empty() ? "/dev/null" : site.inputs() + '/' + run.input),
        environment_{"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", "TMPDIR=" + site.temporary()},
        words_{program} {
    for (std::string word : run.arguments) {
      const std::string marker = "$INPUTS";
      if (const auto at = word.find(marker); at != std::string::npos)
        word.replace(at, marker.size(), site.inputs());
      words_.push_back(std::move(word));
    }
  }

  /// Returns only if it fails.
  void exec(const os::Fd& output, const os::Fd& messages) {
    const os::Fd input(::open(input_.c_str(), O_RDONLY | O_CLOEXEC));
    if (::dup2(input.get(), STDIN_FILENO) < 0 || ::dup2(output.get(), STDOUT_FILENO) < 0 ||
        ::dup2(messages.get(), STDERR_FILENO) < 0)
      return;
    std::vector<std::string> texts = environment_;
    surround(surroundings_, texts);
    std::vector<char*> words = pointers(words_);
    std::vector<char*> environment = pointers(texts);
    ::execve(words[0], words.data(), environment.data());
  }

 private:
  static std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> list;
    list.reserve(texts.size() + 1);
    for (std::string& text : texts) list.push_back(text.data());
    list.push_back(nullptr);
    return list;
  }

  Surroundings surroundings_;
  std::string input_;
  std::vector<std::string> environment_;
  std::vector<std::string> words_;
};

/// A run without faults, as anybody may start it after one that was killed.
void run_again(const Site& site, const std::string& program) {
  Command command(site, program, run_specs().front(), {});
  const os::Fd nowhere(::open("/dev/null", O_WRONLY | O_CLOEXEC));
  const pid_t process = ::fork();
  if (process == 0) {
    command.exec(nowhere, nowhere);
    ::_exit(127);
  }
  while (::waitpid(process, nullptr, 0) < 0 && errno == EINTR) {
  }
}

void look_for_litter(const Site& site, Observation& seen) {
  seen.litter.clear();
  seen.bytes_held = 0;
  for (const std::string& folder : {std::string(shared_memory), site.temporary()}) {
    for (const std::string& name : names_in(folder))
      seen.litter.push_back(fmt::format("{}/{}", folder, name));
    seen.bytes_held += bytes_held_by(folder);
  }
}

void observe(const Site& site, const std::string& program, const CleanRoom::Order& order,
             const os::Fd& output, const os::Fd& messages, Observation& seen) {
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
    os::throw_errno("cannot make mounts private");
  const Surroundings& surroundings = order.fault.surroundings;
  mount_new("tmpfs", shared_memory, mount_options(surroundings, Lack::shared_memory));
  mount_new("tmpfs", site.temporary(), mount_options(surroundings, Lack::temporary));
  mount_new("tmpfs", site.work(), mount_options(surroundings, Lack::work));
  mount_new("proc", "/proc");
  if (::chdir(site.work().c_str()) != 0) os::throw_errno("cannot go to " + site.work());
  std::ofstream(old_file) << old_bytes;

  // A hostile worker reads what it finds in /proc: not what the user of the harness types.
  const os::Fd nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    (void)::dup2(nothing.get(), stream);

  Command command(site, program, order.run, surroundings);
  Tracer tracer(program, order.fault, order.wants_points, seen);
  tracer.run([&] { command.exec(output, messages); }, order.patience);
  look_for_litter(site, seen);
  if (!seen.litter.empty() && order.fault.kills_init() && order.fault.kills_scheduler()) {
    run_again(site, program);
    look_for_litter(site, seen);
    seen.was_swept = seen.litter.empty();
  }
  seen.files = files_in(site.work());
}

}  // namespace

Site::Site() {
  const char* const parent = std::getenv("TMPDIR");
  std::string name = std::string(parent != nullptr ? parent : "/tmp") + "/muster-matrix-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) os::throw_errno("cannot make a folder");
  folder_ = name;
  for (const std::string& folder : {inputs(), temporary(), work()}) fs::create_directory(folder);
}

Site::~Site() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::string prepare_namespaces() {
  if (::geteuid() != 0) {
    const std::string user = std::to_string(::geteuid());
    const std::string group = std::to_string(::getegid());
    if (::unshare(CLONE_NEWUSER) != 0) return "user namespaces are not permitted here";
    std::ofstream("/proc/self/setgroups") << "deny";
    std::ofstream("/proc/self/uid_map") << "0 " + user + " 1";
    std::ofstream("/proc/self/gid_map") << "0 " + group + " 1";
  }
  const auto process = static_cast<pid_t>(::syscall(SYS_clone, namespaces | SIGCHLD, 0, 0, 0, 0));
  if (process == 0) {
    const bool may_mount = ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                           ::mount("tmpfs", shared_memory, "tmpfs", 0, nullptr) == 0 &&
                           ::mount("proc", "/proc", "proc", 0, nullptr) == 0;
    ::_exit(may_mount ? 0 : 1);
  }
  if (process < 0) return "PID, mount and IPC namespaces are not permitted here";
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return status == 0 ? "" : "mounting is not permitted here";
}

CleanRoom::CleanRoom(const Site& site, const std::string& program, const Order& order)
    : output_(make_memory_file("output")),
      messages_(make_memory_file("messages")),
      report_(make_memory_file("report")) {
  process_ = static_cast<pid_t>(::syscall(SYS_clone, namespaces | SIGCHLD, 0, 0, 0, 0));
  if (process_ < 0) os::throw_errno("cannot make namespaces");
  if (process_ > 0) return;
  Observation seen;
  try {
    observe(site, program, order, output_, messages_, seen);
  } catch (const std::exception& error) {
    seen.trouble = error.what();
  }
  plan::Writer writer;
  writer(seen);
  (void)os::try_write_all(report_.get(), writer.take());
  ::_exit(0);
}

Observation CleanRoom::observation() const {
  Observation seen;
  const std::string bytes = whole(report_);
  try {
    plan::Reader reader(bytes);
    reader(seen);
    reader.finish();
  } catch (const plan::FormatError& error) {
    seen.trouble = std::string("the process that watched the run was killed: ") + error.what();
  }
  seen.output = whole(output_);
  seen.messages = whole(messages_);
  return seen;
}

}  // namespace muster::matrix
