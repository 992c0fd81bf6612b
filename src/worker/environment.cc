#include "worker/environment.h"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace muster::worker {
namespace {

constexpr std::string_view number_variable = "MUSTER_WORKER=";

}  // namespace

Environment::Environment(const char* mark_variable, const std::string& mark) {
  const std::string mark_start = std::string(mark_variable) + '=';
  const char* const outer = std::getenv(mark_variable);
  mark_ = mark_start + (outer != nullptr ? outer + std::string("/") : "") + mark;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    if (!text.starts_with(mark_start) && !text.starts_with(number_variable))
      entries_.push_back(*entry);
  }
  entries_.push_back(mark_.c_str());
  entries_.push_back(nullptr);  // the number
  entries_.push_back(nullptr);  // the end
}

const char* const* Environment::for_worker(std::size_t number) {
  number_ = std::string(number_variable) + std::to_string(number);
  entries_[entries_.size() - 2] = number_.c_str();
  return entries_.data();
}

}  // namespace muster::worker
