#include "fault/matrix/hostile.h"

namespace muster::matrix {
namespace {

/// muster run -j0 [OPTION]… LINE ::: 1 2. Of the two workers, the second is the one that
/// behaves.
RunSpec run_of(const char* name, const char* line, std::vector<std::string> options = {}) {
  RunSpec run;
  run.name = name;
  run.arguments = {"run", "-j0"};
  run.arguments.insert(run.arguments.end(), options.begin(), options.end());
  run.arguments.insert(run.arguments.end(), {line, ":::", "1", "2"});
  return run;
}

constexpr const char* two_lines = "1\n2\n";

}  // namespace

const std::vector<HostileRun>& hostile_runs() {
  static const std::vector<HostileRun> runs = {
      {run_of("a byte a write", "printf {}; sleep 0.01; printf '\\n'"), two_lines, true},
      {run_of("nothing", ":"), "", true},
      {run_of("closes its streams", "echo {}; exec <&- >&- 2>&-; sleep 0.02"), two_lines, true},
      {run_of("reads all shared memory",
              "cat /dev/shm/* /proc/*/fd/* >/dev/null 2>&1 & echo {}; kill $!"),
       two_lines, true},
      {run_of("leaves a process in its own session",
              "setsid sleep 1000 <&- >/dev/null 2>&1 & echo {}", {"--kill-after=0.1s"}),
       two_lines, true},
      {run_of("leaves one that ignores TERM",
              "(trap '' TERM; exec setsid sleep 1000) <&- >/dev/null 2>&1 & echo {}",
              {"--kill-after=0.1s"}),
       two_lines, true},
      {run_of("half a value", "head -c 1001 /dev/zero; : {}", {"--records=u64"}), "", false,
       "record"},
      {run_of("a record without an end", "[ {} = 2 ] || exec cat /dev/zero", {"-S", "4M"}), "",
       false, "incomplete records exceed"},
      {run_of("endless, beside one that fails", "[ {} = 2 ] && exit 1; exec yes"), "", false,
       "exited with status 1"},
      {run_of("a bad status after good data", "seq 100; exit {}"), "", false, "exited with status"},
      {run_of("SIGKILL after a whole record", "seq 100; kill -9 $$"), "", false,
       "killed by signal 9"},
      {run_of("SIGSEGV", "echo {}; kill -SEGV $$"), "", false, "killed by signal 11"},
      {run_of("a child holds the pipe", "echo {}; setsid sleep 1000 &", {"--kill-after=0.1s"}), "",
       false, "holds its pipe open"},
      {run_of("TERM ignored", "[ {} = 2 ] && exit 1; trap '' TERM; while :; do sleep 0.1; done",
              {"--kill-after=0.1s"}),
       "", false, "exited with status 1"},
      {run_of("stops itself", "kill -STOP $$", {"--timeout=0.2", "--kill-after=0.1s"}), "", false,
       "time limit"},
      {run_of("starts without end", "[ {} = 2 ] && exit 1; while :; do sleep 0.001 & done"), "",
       false, "exited with status 1"},
      {run_of("kills the Scheduler",
              "for p in /proc/[0-9]*; do read -r n <$p/comm && [ $n = muster-sched ] &&"
              " kill -9 ${p#/proc/}; done; sleep 1000"),
       "", false, "Scheduler"},
      {run_of("kills init", "kill -9 $PPID; sleep 1000"), "", false, "", true},
      {run_of("kills everybody", "kill -9 -1"), "", false, "", true, true},
      {run_of("writes to what init has open",
              "[ {} = 2 ] || for f in /proc/$PPID/fd/*; do [ -p $f ] && timeout 0.2 sh -c"
              " \"echo garbage >$f\"; done 2>/dev/null; echo {}"),
       two_lines, true},
  };
  return runs;
}

}  // namespace muster::matrix
