#include "deliver/writer.h"

#include "os/fd.h"

namespace muster::deliver {

void Writer::write(std::string_view records) {
  if (format_ == Format::records) return put(records);
  std::string list;
  while (!records.empty()) {
    const std::size_t bytes = records.find(delimiter_);
    list += is_first_ ? "[" : ", ";
    list += records.substr(0, bytes);
    is_first_ = false;
    records.remove_prefix(bytes + 1);
  }
  put(list);
}

void Writer::finish() {
  if (format_ == Format::list) put(is_first_ ? "[]\n" : "]\n");
  if (bytes_ > 0) os::check_written(descriptor_, "the output");
}

void Writer::put(std::string_view bytes) {
  os::write_all(descriptor_, bytes, "the output");
  bytes_ += bytes.size();
}

}  // namespace muster::deliver
