// The classical assignment: a scheduler that owns shared memory, four workers with a pipe each, and
// init between them. As a textbook has it, which is not how to do it: docs/demo.md says why.
//
//     cc -o classical classical.c && ./classical

#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { workers = 4, segment_bytes = 4096, name_bytes = 32 };

struct segment {
  int count;
  int numbers[workers];
};

static void fail(const char* what) {
  perror(what);
  exit(1);
}

static struct segment* attach(const char* name, int flags) {
  const int file = shm_open(name, O_RDWR | flags, 0600);
  if (file < 0) fail("shm_open");
  if ((flags & O_CREAT) != 0 && ftruncate(file, segment_bytes) != 0) fail("ftruncate");
  void* const memory = mmap(NULL, segment_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (memory == MAP_FAILED) fail("mmap");
  close(file);
  return memory;
}

static int compare(const void* a, const void* b) {
  return *(const int*)a - *(const int*)b;
}

// Creates the segment, says its name, waits for the numbers, sorts and prints them.
static void schedule(int from_init, int to_init) {
  char name[name_bytes];
  memset(name, 0, sizeof name);
  snprintf(name, sizeof name, "/classical-%d", (int)getpid());
  struct segment* const segment = attach(name, O_CREAT | O_EXCL);
  if (write(to_init, name, sizeof name) != sizeof name) fail("write");
  char ready;
  if (read(from_init, &ready, 1) != 1) fail("read");
  qsort(segment->numbers, (size_t)segment->count, sizeof(int), compare);
  for (int i = 0; i < segment->count; ++i)
    printf("%s%d", i == 0 ? "[" : ", ", segment->numbers[i]);
  printf("]\n");
  fflush(stdout);
  munmap(segment, segment_bytes);
  shm_unlink(name);
}

static void work(int to_init) {
  srand((unsigned)(time(NULL) ^ getpid() << 8));
  const int number = rand() % 20;
  if (write(to_init, &number, sizeof number) != sizeof number) fail("write");
}

int main(void) {
  int to_scheduler[2], from_scheduler[2];
  if (pipe(to_scheduler) != 0 || pipe(from_scheduler) != 0) fail("pipe");
  if (fork() == 0) {
    close(to_scheduler[1]);
    close(from_scheduler[0]);
    schedule(to_scheduler[0], from_scheduler[1]);
    return 0;
  }
  close(to_scheduler[0]);
  close(from_scheduler[1]);
  char name[name_bytes];
  if (read(from_scheduler[0], name, sizeof name) != sizeof name) fail("read");

  int pipes[workers][2];
  for (int i = 0; i < workers; ++i) {
    if (pipe(pipes[i]) != 0) fail("pipe");
    if (fork() == 0) {
      close(pipes[i][0]);
      work(pipes[i][1]);
      return 0;
    }
    close(pipes[i][1]);
  }

  struct segment* const segment = attach(name, 0);
  for (int i = 0; i < workers; ++i) {
    if (read(pipes[i][0], &segment->numbers[i], sizeof(int)) != sizeof(int)) fail("read");
    ++segment->count;
  }
  if (write(to_scheduler[1], "", 1) != 1) fail("write");
  munmap(segment, segment_bytes);
  while (wait(NULL) > 0) continue;
  return 0;
}
