#include "worker/environment.h"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace muster::worker {
namespace {

constexpr std::string_view number_variable = "MUSTER_WORKER=";

}  // namespace

Environment::Environment(const char* run_id_variable, const std::string& run_id) {
  const std::string start = std::string(run_id_variable) + '=';
  const char* const outer = std::getenv(run_id_variable);
  run_ids_ = start + (outer != nullptr ? outer + std::string("/") : "") + run_id;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    if (!text.starts_with(start) && !text.starts_with(number_variable)) entries_.push_back(*entry);
  }
  entries_.push_back(run_ids_.c_str());
  entries_.push_back(nullptr);  // the number
  entries_.push_back(nullptr);  // the end
}

const char* const* Environment::for_worker(std::size_t number) {
  number_ = std::string(number_variable) + std::to_string(number);
  entries_[entries_.size() - 2] = number_.c_str();
  return entries_.data();
}

}  // namespace muster::worker
