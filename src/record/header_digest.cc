#include "record/header_digest.h"

#define XXH_INLINE_ALL  // header only: no library to load
#include <xxhash.h>

namespace muster::record {

struct HeaderDigest::State {
  XXH3_state_t xxh3;
};

void HeaderDigest::Free::operator()(State* state) const {
  delete state;
}

void HeaderDigest::add(std::string_view bytes) {
  if (bytes.empty()) return;
  is_empty_ = false;
  if (!state_) {
    state_.reset(new State);
    (void)XXH3_128bits_reset(&state_->xxh3);
  }
  (void)XXH3_128bits_update(&state_->xxh3, bytes.data(), bytes.size());
}

void HeaderDigest::finish() {
  if (!state_) return;
  const XXH128_hash_t value = XXH3_128bits_digest(&state_->xxh3);
  value_ = {value.low64, value.high64};
  state_.reset();
}

}  // namespace muster::record
