#include "worker/environment.h"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace muster::worker {
namespace {

constexpr std::string_view number_variable = "MUSTER_WORKER=";
constexpr std::string_view slot_variable = "MUSTER_SLOT=";

}  // namespace

Environment::Environment(const char* run_id_variable, const std::string& run_id) {
  const std::string start = std::string(run_id_variable) + '=';
  const char* const outer = std::getenv(run_id_variable);
  run_ids_ = start + (outer != nullptr ? outer + std::string("/") : "") + run_id;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    if (!text.starts_with(start) && !text.starts_with(number_variable) &&
        !text.starts_with(slot_variable))
      entries_.push_back(*entry);
  }
  entries_.push_back(run_ids_.c_str());
  entries_.push_back(nullptr);  // the number
  entries_.push_back(nullptr);  // the slot
  entries_.push_back(nullptr);  // the end
}

const char* const* Environment::for_worker(std::size_t number, std::size_t slot) {
  number_ = std::string(number_variable) + std::to_string(number);
  slot_ = std::string(slot_variable) + std::to_string(slot);
  entries_[entries_.size() - 3] = number_.c_str();
  entries_[entries_.size() - 2] = slot_.c_str();
  return entries_.data();
}

}  // namespace muster::worker
