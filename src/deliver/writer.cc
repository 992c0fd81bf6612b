#include "deliver/writer.h"

#include <cstring>

#include "key/binary.h"
#include "order/origin.h"
#include "os/io.h"
#include "record/each.h"

namespace muster::deliver {
namespace {

/// Collected records are written when they are so many.
constexpr std::size_t write_bytes = std::size_t{256} << 10U;

}  // namespace

/// Those of them that are wanted.
std::string_view Writer::take(std::string_view records) {
  records = head_.take(records, framing_);
  if (counts_) records_ += framing_.count(records);
  return records;
}

void Writer::write(std::string_view records) {
  records = take(records);
  if (format_ == Format::records) return put(records);
  collect_all({}, records);
  flush();
}

void Writer::write(std::uint32_t worker, std::string_view records) {
  if (tags_ == nullptr) return write(records);
  add(worker, records);
  flush();
}

void Writer::write_with_origins(std::string_view records) {
  constexpr std::size_t origin_bytes = sizeof(order::Origin);
  records = head_.take(records, framing_, origin_bytes);
  record::for_each_after(records, origin_bytes, framing_,
                         [this](const char* front, std::string_view record) {
                           order::Origin origin;
                           std::memcpy(&origin, front, origin_bytes);
                           collect(tags_->of(origin.source), record);
                           ++records_;
                         });
  flush();
}

void Writer::add(std::uint32_t worker, std::string_view records) {
  records = take(records);
  collect_all(tags_ != nullptr ? tags_->of(worker) : std::string_view(), records);
  if (collected_.size() >= write_bytes) flush();
}

void Writer::flush() {
  put(collected_);
  collected_.clear();
}

void Writer::finish() {
  if (format_ == Format::list) put(is_first_ ? "[]\n" : "]\n");
  if (bytes_ > 0) os::check_written(descriptor_, "cannot write the output");
}

void Writer::write_header(std::string_view records) {
  put(format_ == Format::values ? key::text_of_binary(records, value_) : records);
}

void Writer::collect_all(std::string_view tag, std::string_view records) {
  if (format_ == Format::values)
    collected_ += key::text_of_binary(records, value_);
  else if (format_ == Format::records && tag.empty())
    collected_ += records;
  else
    record::for_each(records, framing_, [&](std::string_view record) { collect(tag, record); });
}

void Writer::collect(std::string_view tag, std::string_view record) {
  if (format_ == Format::list) collected_ += is_first_ ? "[" : ", ";
  collected_ += tag;
  collected_ += record;
  if (format_ == Format::records && !framing_.is_of_size()) collected_ += framing_.delimiter();
  is_first_ = false;
}

void Writer::put(std::string_view bytes) {
  if (bytes.empty()) return;
  os::write_all(descriptor_, bytes, "cannot write the output");
  bytes_ += bytes.size();
}

}  // namespace muster::deliver
