#ifndef MUSTER_DELIVER_TAGS_H
#define MUSTER_DELIVER_TAGS_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::deliver {

/// What stands, with a tab, before each record of a worker.
class Tags {
 public:
  /// Before the first record of the worker is written.
  void set(std::uint32_t worker, std::string_view tag) {
    if (worker >= tags_.size()) tags_.resize(worker + std::size_t{1});
    tags_[worker] = tag;
    tags_[worker] += '\t';
  }
  /// With the tab; of a worker that has one.
  [[nodiscard]] std::string_view of(std::uint64_t worker) const { return tags_[worker]; }

 private:
  std::vector<std::string> tags_;
};

}  // namespace muster::deliver

#endif
