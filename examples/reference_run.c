/* The reference run in C: four workers draw a number from 0 to 19 each, and all come in order. */

#include <muster/muster.h>
#include <stdio.h>

static int fail(muster_error* error) {
  fprintf(stderr, "%s\n", error != NULL ? muster_error_message(error) : "no memory");
  muster_error_free(error);
  return 1;
}

int main(void) {
  static const char* const words[] = {
      "--numeric-sort", "--workers=4", "echo $(($(od -An -N4 -tu4 /dev/urandom) % 20))"};
  muster_error* error = NULL;
  muster_run* run = NULL;
  muster_result* result = NULL;
  muster_plan* plan = muster_plan_new();
  if (plan == NULL) return fail(NULL);
  muster_code code = MUSTER_OK;
  for (size_t i = 0; i < sizeof words / sizeof *words && code == MUSTER_OK; ++i)
    code = muster_plan_add(plan, words[i], &error);
  if (code == MUSTER_OK) code = muster_run_start(plan, &run, &error);
  if (code == MUSTER_OK) code = muster_run_wait(run, -1, &result, &error);
  muster_run_free(run);
  muster_plan_free(plan);
  if (code != MUSTER_OK) return fail(error);
  fwrite(muster_result_data(result), 1, muster_result_bytes(result), stdout);
  muster_result_free(result);
  return 0;
}
