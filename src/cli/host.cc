#include "cli/host.h"

#include <cstring>
#include <string>

#include <fmt/format.h>

#include "cli/flags.h"
#include "cli/parse.h"
#include "cli/usage_error.h"
#include "muster/version.h"
#include "os/error.h"
#include "os/given_descriptors.h"
#include "plan/archive.h"
#include "plan/words.h"
#include "report/status.h"

namespace muster::cli {
namespace {

os::Fd take(const char* option, int number) {
  os::Fd fd = os::take_given(number);
  if (!fd)
    throw UsageError(
        fmt::format("{}: descriptor {} was not given to muster by the program that started it",
                    option, number));
  return fd;
}

}  // namespace

Host::Host(const HostOptions& options) {
  if (options.status) status_.emplace(take("--status-fd", *options.status));
  for (const int number : options.ends) ends_.push_back(take("--host-fd", number));
  if (status_) status_->write(report::hello_line(version));
}

Arguments planned_arguments(const HostOptions& options) {
  std::vector<std::string> words;
  try {
    words = plan::read_words(take("--plan-fd", *options.plan));
  } catch (const plan::FormatError& error) {
    throw UsageError(
        fmt::format("what came from descriptor {} is no plan: {}", *options.plan, error.what()));
  }
  std::string title = "muster: run";
  std::vector<char*> argv{title.data()};
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  Arguments arguments =
      parse(command::run, static_cast<int>(argv.size() - 1), argv.data(), Complaints::thrown);
  if (arguments.host.is_any_set())
    throw UsageError(
        "options for programs that start muster stand on its command line, and cannot "
        "be used in a plan");
  arguments.host = options;
  return arguments;
}

}  // namespace muster::cli
