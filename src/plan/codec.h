// A plan as bytes in a descriptor: a Head, then the fields of the plan (fields.h).

#ifndef MUSTER_PLAN_CODEC_H
#define MUSTER_PLAN_CODEC_H

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "os/fd.h"
#include "plan/archive.h"
#include "plan/fields.h"
#include "plan/plan.h"

namespace muster::plan {

/// Comes before the fields. The version changes whenever the fields or their meaning do: a plan is
/// read only by a Muster of the same version.
struct Head {
  static constexpr std::uint64_t magic_value = 0x4d555354'504c414e;  // "MUSTPLAN"
  static constexpr std::uint32_t version_value = 1;

  std::uint64_t magic = magic_value;
  std::uint32_t version = version_value;
  std::uint32_t kind = 0;  ///< which plan it is
  std::uint64_t bytes = 0;
  std::uint64_t checksum = 0;  ///< xxh3 of the fields
};
static_assert(sizeof(Head) == 32 && std::is_trivially_copyable_v<Head>);

enum class Kind : std::uint32_t { run = 1, sort, scheduler, dealer };

/// Writes the fields that are `bytes`. Returns false if nobody reads them; throws std::system_error
/// for other failures.
bool write_bytes(int descriptor, Kind kind, std::string_view bytes);
/// Reads them. Throws FormatError if they are not all there, damaged, of another version or of
/// another kind.
std::string read_bytes(const os::Fd& from, Kind kind);

/// Works for each plan that has fields() and is_valid().
template <typename Plan>
std::string encode(const Plan& plan) {
  Writer writer;
  writer(plan);
  return writer.take();
}

/// Throws FormatError for what is no such plan, or one that is not valid.
template <typename Plan>
Plan decode(std::string_view bytes) {
  Plan plan;
  Reader reader(bytes);
  reader(plan);
  reader.finish();
  if (!plan.is_valid()) throw FormatError("a part of it is out of bounds");
  return plan;
}

}  // namespace muster::plan

#endif
