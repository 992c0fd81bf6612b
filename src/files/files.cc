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

#include "deliver/output_file.h"
#include "deliver/writer.h"
#include "order/comparison.h"
#include "order/sorter.h"
#include "os/error.h"
#include "os/fd.h"
#include "record/splitter.h"

namespace muster::files {
namespace {

constexpr std::size_t block_bytes = std::size_t{256} << 10U;

os::Fd open_input(const std::string& path) {
  os::Fd file(path == "-" ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                          : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!file) os::throw_errno("cannot read: " + path);
  (void)::posix_fadvise(file.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
  return file;
}

/// Calls take(bytes) for block after block of the file.
void read_blocks(const std::string& path, const std::function<void(std::string_view)>& take) {
  const os::Fd file = open_input(path);
  const auto block = std::make_unique_for_overwrite<char[]>(block_bytes);
  for (;;) {
    const ssize_t bytes = ::read(file.get(), block.get(), block_bytes);
    if (bytes == 0) return;
    if (bytes > 0)
      take({block.get(), static_cast<std::size_t>(bytes)});
    else if (errno != EINTR)
      os::throw_errno("read failed: " + path);
  }
}

/// Calls whole(records) for the file's records, many at a time, each with its delimiter.
void read_records(const std::string& path, char delimiter,
                  const std::function<void(std::string_view)>& whole) {
  record::Splitter splitter(delimiter);
  read_blocks(path, [&](std::string_view bytes) {
    if (!splitter.feed(bytes, whole))
      throw std::runtime_error(path + ": a record is longer than 1 GiB");
  });
  splitter.end(whole);
}

}  // namespace

void sort(const Plan& plan) {
  // All of them before any is read: a name that is wrong is said at once.
  for (const std::string& path : plan.inputs) (void)open_input(path);
  std::unique_ptr<deliver::OutputFile> output;
  if (plan.output_path) output = std::make_unique<deliver::OutputFile>(*plan.output_path);

  order::Sorter sorter(plan.order, plan.delimiter, plan.threads);
  for (std::size_t i = 0; i < plan.inputs.size(); ++i)
    read_records(plan.inputs[i], plan.delimiter, [&](std::string_view records) {
      sorter.add(records, i);
      if (sorter.memory_bytes() > plan.memory_bytes_max)
        throw std::runtime_error("the records take more than the " +
                                 std::to_string(plan.memory_bytes_max >> 20U) +
                                 " MiB that may be used: give more with -S");
    });

  deliver::Writer writer(output ? output->fd().get() : STDOUT_FILENO, deliver::Format::records,
                         plan.delimiter);
  sorter.release([&](std::string_view records) { writer.write(records); });
  writer.finish();
  if (output) output->commit();
}

std::optional<Disorder> find_disorder(const Plan& plan) {
  const order::Comparison comparison(plan.order);
  const bool is_unique = comparison.is_unique();
  std::optional<Disorder> found;
  std::optional<std::string> last;
  std::uint64_t number = 0;
  read_records(plan.inputs.front(), plan.delimiter, [&](std::string_view records) {
    while (!records.empty() && !found) {
      const std::string_view record = records.substr(0, records.find(plan.delimiter));
      records.remove_prefix(record.size() + 1);
      ++number;
      const int result = last ? comparison.compare(*last, record) : -1;
      if (result > 0 || (result == 0 && is_unique)) found = {number, std::string(record)};
      last = record;
    }
  });
  return found;
}

std::vector<std::string> names_in(const std::string& path) {
  std::vector<std::string> names;
  read_records(path, '\0', [&](std::string_view records) {
    while (!records.empty()) {
      names.emplace_back(records.substr(0, records.find('\0')));
      records.remove_prefix(names.back().size() + 1);
    }
  });
  return names;
}

}  // namespace muster::files
