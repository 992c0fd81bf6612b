#include "deliver/writer.h"

#include "order/binary.h"
#include "os/fd.h"
#include "record/each.h"

namespace muster::deliver {

void Writer::write(std::string_view records) {
  if (format_ == Format::records) return put(records);
  if (format_ == Format::values) return put(order::text_of_binary(records, value_));
  std::string list;
  record::for_each(records, framing_, [&](std::string_view record) {
    list += is_first_ ? "[" : ", ";
    list += record;
    is_first_ = false;
  });
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
