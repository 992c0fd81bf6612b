#include "report/calls.h"

#include <variant>

namespace muster::report {

std::string calls_of(const event::Event& event, bool workers_are_forked) {
  using namespace event;
  return std::visit(
      Overloaded{
          [](const SchedulerStarted&) -> std::string { return "pipe, vfork, execve"; },
          [](const SegmentCreated& e) -> std::string {
            return e.name.string().starts_with("/dev/shm/") ? "open, fallocate, mmap, linkat"
                                                            : "memfd_create, fallocate, mmap";
          },
          [](const SegmentAttached&) -> std::string { return "open, mmap"; },
          [](const SegmentDetached&) -> std::string { return "munmap"; },
          [](const SegmentUnlinked&) -> std::string { return "unlink"; },
          [&](const JobStarted&) -> std::string {
            return workers_are_forked ? "pipe, fork" : "pipe, vfork, execve";
          },
          [](const SchedulerReady&) -> std::string { return "read"; },
          [](const PipeRead&) -> std::string { return "read"; },
          [](const PipeEnded&) -> std::string { return "read"; },
          [](const ReleaseConfirmed&) -> std::string { return "read"; },
          [](const SegmentNameSent&) -> std::string { return "write"; },
          [](const SlabHandedOver&) -> std::string { return "write"; },
          [](const SlabEmptied&) -> std::string { return "write"; },
          [](const ReleaseRequested&) -> std::string { return "write"; },
          [](const RecordsReleased&) -> std::string { return "write"; },
          [](const PipeWritten&) -> std::string { return "write"; },
          [](const JobExited&) -> std::string { return "wait4"; },
          [](const SchedulerExited&) -> std::string { return "wait4"; },
          [](const auto&) { return std::string(); },
      },
      event);
}

}  // namespace muster::report
