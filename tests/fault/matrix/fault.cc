#include "fault/matrix/fault.h"

#include <cstring>

#include "fault/matrix/call.h"

namespace muster::matrix {
namespace {

bool is_of_scheduler(Role role) {
  return role == Role::scheduler || role == Role::guardian || role == Role::scheduler_thread;
}

bool is_of_init(Role role) {
  return role == Role::init || role == Role::init_thread;
}

}  // namespace

const char* name_of(FaultKind kind) {
  switch (kind) {
    case FaultKind::none:
      return "none";
    case FaultKind::fail_once:
      return "error, once";
    case FaultKind::fail_ever_after:
      return "error, ever after";
    case FaultKind::interrupt:
      return "EINTR";
    case FaultKind::shorten:
      return "short read or write";
    case FaultKind::delay:
      return "delay";
    case FaultKind::kill:
      return "SIGKILL";
    case FaultKind::stop_and_kill:
      return "SIGSTOP, then SIGKILL";
    case FaultKind::kill_two:
      return "SIGKILL to two";
    case FaultKind::kill_all:
      return "SIGKILL to all";
    case FaultKind::surroundings:
      return "surroundings";
    case FaultKind::hostile_worker:
      return "hostile worker";
  }
  return "";
}

bool Fault::kills_init() const {
  return kind == FaultKind::kill_all || (kills() && is_of_init(at.role)) ||
         ((kind == FaultKind::kill_two || kind == FaultKind::hostile_worker) && is_of_init(other));
}

bool Fault::kills_scheduler() const {
  return kind == FaultKind::kill_all || (kills() && is_of_scheduler(at.role)) ||
         (kind == FaultKind::kill_two && is_of_scheduler(other)) ||
         (kind == FaultKind::hostile_worker && is_of_scheduler(at.role));
}

std::string Fault::text() const {
  if (kind == FaultKind::surroundings) return surroundings.text();
  if (kind == FaultKind::hostile_worker) return name_of(kind);
  std::string text = std::string(name_of(at.role)) + ' ' + call_name(at.call) + ' ' +
                     std::to_string(at.number) + ": " + name_of(kind);
  if (error != 0) text += std::string(" ") + ::strerrorname_np(error);
  if (kind == FaultKind::kill_two) text += std::string(", the other is ") + name_of(other);
  return text;
}

}  // namespace muster::matrix
