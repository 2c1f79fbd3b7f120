// Makes a chosen system call on a folder's files go wrong, by LD_PRELOAD: what full, failing and forbidding disks do to a
// run, and what is there when a process is killed in any of its calls. Used by .ci/trials.
//
//   FAULT_FOLDER  only calls on paths below it, and on descriptors opened there, are counted
//   FAULT_AT      the number of the call that goes wrong, from 1
//   FAULT_KIND    kill, half (a write or read that does less than asked), or an error: ENOSPC EIO EACCES EMFILE ESTALE ENOLCK
//   FAULT_TIMES   how many calls go wrong from then on; 0 is all of them
//   FAULT_COUNT   a file that the number of calls is written to at the end
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define DESCRIPTORS 4096

static atomic_long calls;
static atomic_char watched[DESCRIPTORS];
static const char *folder;
static long at, times;
static const char *kind = "";

__attribute__((constructor(101))) static void begin(void) {
  folder = getenv("FAULT_FOLDER");
  at = getenv("FAULT_AT") ? atol(getenv("FAULT_AT")) : 0;
  times = getenv("FAULT_TIMES") ? atol(getenv("FAULT_TIMES")) : 1;
  if (getenv("FAULT_KIND")) kind = getenv("FAULT_KIND");
}

__attribute__((destructor)) static void end(void) {
  const char *path = getenv("FAULT_COUNT");
  FILE *file = path ? fopen(path, "w") : NULL;
  if (!file) return;
  fprintf(file, "%ld\n", (long)calls);
  fclose(file);
}

// Looks for requests are left out: there is one every ten milliseconds, so that no call would have a number of its own.
static int below(const char *path) {
  if (!folder || !path || strncmp(path, folder, strlen(folder)) != 0) return 0;
  static const char polled[] = "/requests";
  const size_t length = strlen(path), polled_length = sizeof polled - 1;
  return length < polled_length || strcmp(path + length - polled_length, polled) != 0;
}

static int below_at(int directory, const char *path) {
  if (path && path[0] == '/') return below(path);
  return directory >= 0 && directory < DESCRIPTORS && watched[directory];
}

static int is_watched(int descriptor) {
  return descriptor >= 0 && descriptor < DESCRIPTORS && watched[descriptor];
}

static int note(int descriptor, int is_below) {
  if (descriptor >= 0 && descriptor < DESCRIPTORS) watched[descriptor] = (char)is_below;
  return descriptor;
}

// The error of this call; 0 where it goes well, -1 where it does half.
static int fault(void) {
  const long number = atomic_fetch_add(&calls, 1) + 1;
  if (at == 0 || number < at || (times > 0 && number >= at + times)) return 0;
  if (strcmp(kind, "kill") == 0) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
  }
  if (strcmp(kind, "half") == 0) return -1;
  static const struct { const char *name; int number; } errors[] = {
      {"ENOSPC", ENOSPC}, {"EIO", EIO}, {"EACCES", EACCES}, {"EMFILE", EMFILE}, {"ESTALE", ESTALE}};
  for (size_t index = 0; index < sizeof errors / sizeof *errors; index++)
    if (strcmp(kind, errors[index].name) == 0) return errors[index].number;
  return 0;
}

// An error as the call returns it; what is asked for it is asked once, as asking counts.
#define FAIL(error) \
  do { \
    const int failure = (error); \
    if (failure > 0) { \
      errno = failure; \
      return -1; \
    } \
  } while (0)

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    va_list list; \
    va_start(list, flags); \
    const mode_t mode = va_arg(list, mode_t); \
    va_end(list); \
    const int counts = below(path); \
    if (counts) FAIL(fault()); \
    return note(REAL(name)(path, flags, mode), counts); \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
  int name(int directory, const char *path, int flags, ...) { \
    va_list list; \
    va_start(list, flags); \
    const mode_t mode = va_arg(list, mode_t); \
    va_end(list); \
    const int counts = below_at(directory, path); \
    if (counts) FAIL(fault()); \
    return note(REAL(name)(directory, path, flags, mode), counts); \
  }
OPENAT(openat)
OPENAT(openat64)

#define FOPEN(name) \
  FILE *name(const char *path, const char *mode) { \
    const int error = below(path) ? fault() : 0; \
    if (error > 0) { \
      errno = error; \
      return NULL; \
    } \
    return REAL(name)(path, mode); \
  }
FOPEN(fopen)
FOPEN(fopen64)

int close(int descriptor) {
  note(descriptor, 0);
  return REAL(close)(descriptor);
}

#define TRANSFER(name, buffer_type) \
  ssize_t name(int descriptor, buffer_type buffer, size_t size) { \
    if (is_watched(descriptor)) { \
      const int error = fault(); \
      FAIL(error); \
      if (error < 0 && size > 1) size /= 2; \
    } \
    return REAL(name)(descriptor, buffer, size); \
  }
TRANSFER(write, const void *)
TRANSFER(read, void *)

#define TRANSFER_AT(name, buffer_type, offset_type) \
  ssize_t name(int descriptor, buffer_type buffer, size_t size, offset_type offset) { \
    if (is_watched(descriptor)) { \
      const int error = fault(); \
      FAIL(error); \
      if (error < 0 && size > 1) size /= 2; \
    } \
    return REAL(name)(descriptor, buffer, size, offset); \
  }
TRANSFER_AT(pwrite, const void *, off_t)
TRANSFER_AT(pwrite64, const void *, off64_t)
TRANSFER_AT(pread, void *, off_t)
TRANSFER_AT(pread64, void *, off64_t)

#define ON_DESCRIPTOR(name, ...) \
  if (is_watched(descriptor)) FAIL(fault()); \
  return REAL(name)(descriptor, ##__VA_ARGS__);

int fsync(int descriptor) { ON_DESCRIPTOR(fsync) }
int fdatasync(int descriptor) { ON_DESCRIPTOR(fdatasync) }
int ftruncate(int descriptor, off_t length) { ON_DESCRIPTOR(ftruncate, length) }
int ftruncate64(int descriptor, off64_t length) { ON_DESCRIPTOR(ftruncate64, length) }

int flock(int descriptor, int operation) {
  // Locks that are not there are there for no call.
  if (is_watched(descriptor) && strcmp(kind, "ENOLCK") == 0) FAIL(ENOLCK);
  return REAL(flock)(descriptor, operation);
}

int rename(const char *from, const char *to) {
  if (below(from) || below(to)) FAIL(fault());
  return REAL(rename)(from, to);
}

int unlink(const char *path) {
  if (below(path)) FAIL(fault());
  return REAL(unlink)(path);
}

int mkdir(const char *path, mode_t mode) {
  if (below(path)) FAIL(fault());
  return REAL(mkdir)(path, mode);
}
