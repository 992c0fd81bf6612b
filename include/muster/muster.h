/* libmuster: run programs side by side and get all that they write in one order, or an error.
 *
 * The library starts the program muster as a child and speaks docs/protocol.md to it. It installs
 * no signal handler, changes no signal mask, waits for no child but its own, and opens no
 * descriptor that a child would inherit. Any thread may call it; one object is used by one thread
 * at a time.
 *
 * Functions that return a muster_code return MUSTER_OK, or leave in *error, if that is not null, an
 * error that the caller frees (null if there is no memory for one). Texts that are returned belong
 * to the object they are asked of and live as long as it does. Every free function takes null.
 */

#ifndef MUSTER_MUSTER_H
#define MUSTER_MUSTER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MUSTER_API __attribute__((visibility("default")))

/* NOLINTBEGIN(modernize-use-using): this is C, too */
typedef struct muster_plan muster_plan;
typedef struct muster_run muster_run;
typedef struct muster_result muster_result;
typedef struct muster_error muster_error;

typedef enum muster_code {
  MUSTER_OK = 0,
  MUSTER_NOT_OVER = 1,       /* the time to wait is over, and the run is not */
  MUSTER_WORKERS_FAILED = 2, /* the error has each failure */
  MUSTER_RUN_FAILED = 3,     /* muster failed: no memory, no space */
  MUSTER_PLAN_REFUSED = 4,   /* the plan makes no sense, and nothing was run */
  MUSTER_CANCELLED = 5,      /* the run was cancelled, or ended by a signal */
  MUSTER_HELPER_FAILED = 6,  /* muster is not there, speaks another protocol, or was killed */
  MUSTER_SYSTEM_FAILED = 7   /* a system call of this process failed */
} muster_code;

/* A worker that failed; docs/protocol.md has the causes. Numbers that do not apply are -1. */
typedef struct muster_failure {
  int64_t worker;    /* counted from 1, in the order of the plan */
  int64_t attempt;   /* counted from 1 */
  int64_t pid;       /* -1 if it has not started */
  const char* cause; /* "exit_status", "signal", "timed_out" and so on */
  int64_t exit_status;
  int64_t signal;
  const char* command;     /* as a line for the shell */
  const char* text;        /* a sentence for people */
  const char* error_lines; /* the last lines that it wrote to standard error, with newlines */
} muster_failure;
/* NOLINTEND(modernize-use-using) */

/* --- a plan: the words that stand on the command line of muster run ----------------------------
 */

/* Null if there is no memory. */
MUSTER_API muster_plan* muster_plan_new(void);
MUSTER_API void muster_plan_free(muster_plan* plan);
/* Adds a word: options first, as "-n" and "--jobs=4", then the command, ":::" and inputs, or ":::"
 * and lines for the shell. The word is copied. */
MUSTER_API muster_code muster_plan_add(muster_plan* plan, const char* word, muster_error** error);

/* --- a run --------------------------------------------------------------------------------------
 */

/* Starts muster: that of the environment's MUSTER, else that installed with this library, else that
 * in PATH. The plan may be freed or used again at once. */
MUSTER_API muster_code muster_run_start(const muster_plan* plan, muster_run** run,
                                        muster_error** error);
/* Becomes readable when the run is over. It stays the run's. */
MUSTER_API int muster_run_fd(const muster_run* run);
/* Waits for at most that many milliseconds (-1: without end), and gives the result, once. */
MUSTER_API muster_code muster_run_wait(muster_run* run, int timeout_milliseconds,
                                       muster_result** result, muster_error** error);
/* Asks the run to end, and returns at once. */
MUSTER_API void muster_run_cancel(muster_run* run);
/* Ends the run if it is not over, and waits until it is gone: about a second at most if a worker
 * ignores SIGTERM. In a child that the host has forked it frees memory and descriptors only. */
MUSTER_API void muster_run_free(muster_run* run);

/* --- a result: a sealed memfd, mapped read-only -------------------------------------------------
 */

/* Aligned to a page; null if there are no bytes. Valid until the result is freed. */
MUSTER_API const void* muster_result_data(const muster_result* result);
MUSTER_API size_t muster_result_bytes(const muster_result* result);
MUSTER_API uint64_t muster_result_records(const muster_result* result);
/* The memfd, which stays the result's. */
MUSTER_API int muster_result_fd(const muster_result* result);
MUSTER_API void muster_result_free(muster_result* result);

/* --- an error -----------------------------------------------------------------------------------
 */

MUSTER_API muster_code muster_error_code(const muster_error* error);
MUSTER_API const char* muster_error_message(const muster_error* error);
MUSTER_API size_t muster_error_failures(const muster_error* error);
/* Null if there are not that many; counted from 0. */
MUSTER_API const muster_failure* muster_error_failure(const muster_error* error, size_t index);
/* With --partial, the records of the workers that did not fail; null if there are none. It becomes
 * the caller's. */
MUSTER_API muster_result* muster_error_take_result(muster_error* error);
MUSTER_API void muster_error_free(muster_error* error);

#ifdef __cplusplus
}
#endif

#endif
