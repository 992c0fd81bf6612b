#ifndef MUSTER_MATRIX_FAULT_H
#define MUSTER_MATRIX_FAULT_H

#include <cstdint>
#include <string>

#include "fault/matrix/role.h"
#include "fault/matrix/surroundings.h"

namespace muster::matrix {

/// A moment of a run: just before the `number`-th `call` of all processes in a role, from 1.
struct Point {
  Role role = Role::init;
  int call = -1;  ///< the system call's number
  std::uint32_t number = 0;
  char about = '-';           ///< what the call is about (call.h), since that says how it may fail
  bool is_in_main = false;    ///< Muster's own code has begun: before, it is the loader's
  bool can_be_short = false;  ///< it reads or writes more than one byte
};

template <typename Archive>
void fields(Archive& archive, auto& point) requires requires {
  point.can_be_short;
}
{
  archive(point.role);
  archive(point.call);
  archive(point.number);
  archive(point.about);
  archive(point.is_in_main);
  archive(point.can_be_short);
}

/// What is done to a run.
enum class FaultKind : std::uint8_t {
  none,
  fail_once,        ///< the call fails with `error`
  fail_ever_after,  ///< so do all later ones like it in that role
  interrupt,        ///< the call fails with EINTR, once
  shorten,          ///< it reads or writes half as much as was asked for
  delay,            ///< the process is held up for a while, and then goes on
  kill,             ///< the process dies
  stop_and_kill,    ///< it is stopped, and dies a while later
  kill_two,         ///< it dies together with the one in the role `other`
  kill_all,         ///< init, the Scheduler and the Dealer die together
  surroundings,     ///< no moment: something is missing from the start
  hostile_worker,   ///< nor here: it is the run itself that is
};
inline constexpr std::size_t fault_kind_count = 12;

const char* name_of(FaultKind kind);

struct Fault {
  FaultKind kind = FaultKind::none;
  Point at;
  int error = 0;
  Role other = Role::init;
  Surroundings surroundings{};
  std::string reason{};    ///< what the message of a hostile worker's run has to have in it
  bool must_fail = false;  ///< of a hostile worker; `other` is init if it kills that,
                           ///< and `at.role` the Scheduler if it kills that too

  /// Whether init is killed, so that nobody is left to say anything.
  [[nodiscard]] bool kills_init() const;
  [[nodiscard]] bool kills_scheduler() const;
  [[nodiscard]] bool kills() const {
    return kind >= FaultKind::kill && kind <= FaultKind::kill_all;
  }
  /// "init openat 12 EMFILE", by which a cell can be run again.
  [[nodiscard]] std::string text() const;
};

}  // namespace muster::matrix

#endif
