// Sorting files: the path of the data is that of a run without its processes, from blocks of a file
// through record/ and order/ to deliver/.

#include "files/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "deliver/output_file.h"
#include "deliver/writer.h"
#include "order/comparison.h"
#include "order/debug.h"
#include "os/error.h"
#include "os/fd.h"
#include "record/each.h"
#include "record/splitter.h"
#include "spill/bounded_sorter.h"

namespace muster::files {
namespace {

constexpr std::size_t block_bytes = std::size_t{256} << 10U;

os::Fd open_input(const std::string& path, const char* failure = "cannot read") {
  os::Fd file(path == "-" ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                          : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!file) os::throw_errno(std::string(failure) + ": " + os::shown_name(path));
  (void)::posix_fadvise(file.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
  return file;
}

std::unique_ptr<deliver::OutputFile> open_output(const std::string& path) {
  try {
    return std::make_unique<deliver::OutputFile>(path);
  } catch (const std::system_error& error) {  // in the words of sort
    os::throw_error(error.code().value(), "open failed: " + os::shown_name(path));
  }
}

/// Calls take(records) for the file's records, many at a time, each with its delimiter, as long as
/// it returns true.
void read_records(const os::Fd& file, const std::string& path, char delimiter,
                  const std::function<bool(std::string_view)>& take) {
  record::Splitter splitter(delimiter);
  bool goes_on = true;
  const auto whole = [&](std::string_view records) { goes_on = goes_on && take(records); };
  const auto block = std::make_unique_for_overwrite<char[]>(block_bytes);
  while (goes_on) {
    const ssize_t bytes = ::read(file.get(), block.get(), block_bytes);
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes < 0) os::throw_errno("read failed: " + os::shown_name(path));
    if (bytes == 0) return splitter.end(whole);
    if (!splitter.feed({block.get(), static_cast<std::size_t>(bytes)}, whole))
      throw std::runtime_error(os::shown_name(path) + ": a record is longer than 1 GiB");
  }
}

std::string underlined(std::string_view records, const Plan& plan) {
  std::string text;
  record::for_each(records, plan.delimiter,
                   [&](std::string_view record) { text += order::underlined(record, plan.order); });
  return text;
}

}  // namespace

void sort(const Plan& plan) {
  // All of them before any is read: a name that is wrong is said at once.
  // Not by opening them, since that would wake the writer of a FIFO and take its reader away again.
  for (const std::string& path : plan.inputs)
    if (path != "-" && ::faccessat(AT_FDCWD, path.c_str(), R_OK, AT_EACCESS) != 0)
      os::throw_errno("cannot read: " + os::shown_name(path));
  std::unique_ptr<deliver::OutputFile> output;
  if (plan.output_path) output = open_output(*plan.output_path);

  spill::BoundedSorter sorter(plan.order, plan.delimiter,
                              {plan.memory_bytes_max, plan.temporary_folder, plan.threads});
  for (std::size_t i = 0; i < plan.inputs.size(); ++i)
    read_records(open_input(plan.inputs[i]), plan.inputs[i], plan.delimiter,
                 [&](std::string_view records) {
                   sorter.add(records, i);
                   return true;
                 });

  deliver::Writer writer(output ? output->fd().get() : STDOUT_FILENO, deliver::Format::records,
                         plan.delimiter);
  sorter.release([&](std::string_view records) {
    writer.write(plan.is_underlined ? underlined(records, plan) : records);
  });
  writer.finish();
  if (output) output->commit();
}

std::optional<Disorder> find_disorder(const Plan& plan) {
  const order::Comparison comparison(plan.order);
  const bool is_unique = comparison.is_unique();
  std::optional<Disorder> found;
  std::optional<std::string> last;
  std::uint64_t number = 0;
  const std::string& path = plan.inputs.front();
  read_records(open_input(path, "open failed"), path, plan.delimiter,
               [&](std::string_view records) {
                 record::for_each(records, plan.delimiter, [&](std::string_view record) {
                   if (found) return;
                   ++number;
                   const int result = last ? comparison.compare(*last, record) : -1;
                   if (result > 0 || (result == 0 && is_unique))
                     found = {number, std::string(record)};
                   last = record;
                 });
                 return !found;
               });
  return found;
}

std::vector<std::string> names_in(const std::string& path) {
  std::vector<std::string> names;
  read_records(open_input(path, "open failed"), path, '\0', [&](std::string_view records) {
    record::for_each(records, '\0', [&](std::string_view name) { names.emplace_back(name); });
    return true;
  });
  return names;
}

}  // namespace muster::files
