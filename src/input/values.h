#ifndef MUSTER_INPUT_VALUES_H
#define MUSTER_INPUT_VALUES_H

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace muster::input {

/// A list of texts that are held all at once, in one piece of memory.
class Values {
 public:
  void add(std::string_view value) {
    text_ += value;
    ends_.push_back(text_.size());
  }
  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  std::string_view operator[](std::size_t index) const {
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(text_).substr(begin, ends_[index] - begin);
  }

 private:
  std::string text_;
  std::vector<std::size_t> ends_;
};

}  // namespace muster::input

#endif
