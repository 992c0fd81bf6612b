// From the system calls of a clean run to all that can happen to it.

#include "fault/matrix/cells.h"

#include <algorithm>
#include <random>
#include <set>
#include <tuple>

#include "fault/matrix/call.h"

namespace muster::matrix {
namespace {

/// With which others the process at a point is killed.
std::vector<Role> others(Role role) {
  switch (role) {
    case Role::init:
      return {Role::scheduler, Role::dealer, Role::worker};
    case Role::scheduler:
      return {Role::init, Role::dealer, Role::worker};
    case Role::dealer:
      return {Role::init, Role::scheduler, Role::worker};
    default:
      return {};
  }
}

void add_kills(const Point& point, const std::set<Role>& roles, std::vector<Fault>& faults) {
  faults.push_back({FaultKind::kill, point});
  faults.push_back({FaultKind::stop_and_kill, point});
  const std::vector<Role> with = others(point.role);
  for (const Role other : with)
    if (roles.contains(other)) faults.push_back({FaultKind::kill_two, point, 0, other});
  if (!with.empty() && roles.contains(Role::scheduler))
    faults.push_back({FaultKind::kill_all, point});
}

/// What the kernel may do to a call of Muster's own. The loader's are not: what it says when it
/// fails is its own affair.
void add_errors(const Point& point, std::vector<Fault>& faults) {
  for (const int error : plausible_errors(point)) {
    faults.push_back({FaultKind::fail_once, point, error});
    faults.push_back({FaultKind::fail_ever_after, point, error});
  }
  if (may_be_interrupted(point)) faults.push_back({FaultKind::interrupt, point});
  if (may_be_short(point)) faults.push_back({FaultKind::shorten, point});
  faults.push_back({FaultKind::delay, point});
}

template <typename Key>
void firsts_first(std::vector<Fault>& faults, const Key& key) {
  std::set<decltype(key(faults.front()))> seen;
  std::stable_partition(faults.begin(), faults.end(),
                        [&](const Fault& fault) { return seen.insert(key(fault)).second; });
}

void shuffle(std::vector<Fault>& faults, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::shuffle(faults.begin(), faults.end(), random);
}

}  // namespace

std::vector<Fault> all_faults(const std::vector<Point>& points) {
  std::set<Role> roles;
  for (const Point& point : points) roles.insert(point.role);
  std::vector<Fault> faults;
  for (const Point& point : points) {
    add_kills(point, roles, faults);
    if (is_of_muster(point.role) && point.is_in_main) add_errors(point, faults);
  }
  for (const Surroundings& surroundings : all_surroundings()) {
    Fault fault;
    fault.kind = FaultKind::surroundings;
    fault.surroundings = surroundings;
    faults.push_back(fault);
  }
  return faults;
}

std::vector<Fault> some_of(std::vector<Fault> faults, std::size_t count, std::uint32_t seed) {
  if (faults.size() <= count) return faults;
  shuffle(faults, seed);
  firsts_first(faults, [](const Fault& fault) {
    return std::tuple(fault.at.role, fault.at.call, fault.kind, fault.error,
                      fault.surroundings.lack);
  });
  faults.resize(count);
  return faults;
}

std::vector<Fault> one_of_each(std::vector<Fault> faults, std::uint32_t seed) {
  shuffle(faults, seed);
  std::set<std::tuple<Role, int, Lack>> seen;
  std::erase_if(faults, [&](const Fault& fault) {
    return !seen.insert({fault.at.role, fault.at.call, fault.surroundings.lack}).second;
  });
  return faults;
}

}  // namespace muster::matrix
