/* Records what a process does to files below $RECORD_ROOT, in the order it is done, with the bytes: into $RECORD_LOG.
 *
 * Preloaded (LD_PRELOAD), so that SQLite's own writes are seen as well as Python's. A record is a line
 *     <what> TAB <path> TAB <other path> TAB <offset> TAB <length> NEWLINE
 * and then that many bytes. Act and record are one step, over all threads (a mutex) and processes (a lock on the log).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;
static ssize_t (*real_write)(int, const void *, size_t);

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void begin(void) {
  pthread_mutex_lock(&turn);
  if (log_fd < 0) {
    real_write = REAL(write);
    int (*real_open)(const char *, int, ...) = REAL(open);
    log_fd = real_open(getenv("RECORD_LOG"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log_fd < 0) abort();
  }
  struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  while (fcntl(log_fd, F_SETLKW, &all) < 0 && errno == EINTR);
}

static void end(void) {
  int kept = errno;
  struct flock all = {.l_type = F_UNLCK, .l_whence = SEEK_SET};
  fcntl(log_fd, F_SETLK, &all);
  pthread_mutex_unlock(&turn);
  errno = kept;
}

static int ours(const char *path) {
  const char *root = getenv("RECORD_ROOT");
  return root && getenv("RECORD_LOG") && strncmp(path, root, strlen(root)) == 0;
}

static int of_fd(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  path[length < 0 ? 0 : length] = 0;
  return length > 0 && ours(path);
}

static void absolute(int at, const char *path, char *whole) { /* as it is asked for: no link is followed */
  char base[PATH_MAX] = "";
  if (path[0] == '/') { snprintf(whole, PATH_MAX, "%s", path); return; }
  if (at == AT_FDCWD) { if (!getcwd(base, sizeof base)) base[0] = 0; }
  else {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", at);
    ssize_t length = readlink(link, base, sizeof base - 1);
    base[length < 0 ? 0 : length] = 0;
  }
  if (snprintf(whole, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) whole[0] = 0;
}

static void put(const void *data, size_t length) {
  for (const char *at = data; length;) {
    ssize_t done = real_write(log_fd, at, length);
    if (done <= 0) abort();
    at += done;
    length -= (size_t)done;
  }
}

static void record(const char *what, const char *path, const char *other, long long offset, const void *data, size_t length) {
  char line[3 * PATH_MAX];
  int wide = snprintf(line, sizeof line, "%s\t%s\t%s\t%lld\t%zu\n", what, path, other, offset, length);
  put(line, (size_t)wide);
  if (length) put(data, length);
}

static int opened(int (*real)(int, const char *, int, ...), int at, const char *path, int flags, mode_t mode) {
  char whole[PATH_MAX];
  absolute(at, path, whole);
  if (!ours(whole) || !(flags & (O_CREAT | O_TRUNC))) return real(at, path, flags, mode);
  begin();
  struct stat before;
  int was = lstat(whole, &before) == 0, fd = real(at, path, flags, mode);
  if (fd >= 0 && !was) record("create", whole, "", 0, "", 0);
  else if (fd >= 0 && (flags & O_TRUNC) && before.st_size) record("truncate", whole, "", 0, "", 0);
  end();
  return fd;
}

#define MODE mode_t mode = 0; if (flags & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }
int open(const char *path, int flags, ...) { MODE return opened(REAL(openat), AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return opened(REAL(openat), AT_FDCWD, path, flags | O_LARGEFILE, mode); }
int openat(int at, const char *path, int flags, ...) { MODE return opened(REAL(openat), at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE return opened(REAL(openat), at, path, flags | O_LARGEFILE, mode); }

ssize_t write(int fd, const void *data, size_t length) {
  char path[PATH_MAX];
  if (!of_fd(fd, path)) return REAL(write)(fd, data, length);
  begin();
  ssize_t done = real_write(fd, data, length);
  if (done > 0) record("write", path, "", (long long)lseek(fd, 0, SEEK_CUR) - done, data, (size_t)done);
  end();
  return done;
}

static ssize_t placed(int fd, const void *data, size_t length, off64_t offset) {
  char path[PATH_MAX];
  if (!of_fd(fd, path)) return REAL(pwrite64)(fd, data, length, offset);
  begin();
  ssize_t done = REAL(pwrite64)(fd, data, length, offset);
  if (done > 0) record("write", path, "", offset, data, (size_t)done);
  end();
  return done;
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return placed(fd, data, length, offset); }
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) { return placed(fd, data, length, offset); }

static int on_fd(int (*real)(int), const char *what, int fd) {
  char path[PATH_MAX];
  if (!of_fd(fd, path)) return real(fd);
  begin();
  int done = real(fd);
  if (done == 0) record(what, path, "", 0, "", 0);
  end();
  return done;
}
int fsync(int fd) { return on_fd(REAL(fsync), "sync", fd); }
int fdatasync(int fd) { return on_fd(REAL(fdatasync), "sync", fd); }

static int cut(int fd, off64_t size) {
  char path[PATH_MAX];
  if (!of_fd(fd, path)) return REAL(ftruncate64)(fd, size);
  begin();
  int done = REAL(ftruncate64)(fd, size);
  if (done == 0) record("truncate", path, "", size, "", 0);
  end();
  return done;
}
int ftruncate(int fd, off_t size) { return cut(fd, size); }
int ftruncate64(int fd, off64_t size) { return cut(fd, size); }

static int moved(int from_at, const char *from, int to_at, const char *to) {
  char old[PATH_MAX], new[PATH_MAX];
  absolute(from_at, from, old);
  absolute(to_at, to, new);
  if (!ours(old) && !ours(new)) return REAL(renameat)(from_at, from, to_at, to);
  begin();
  int done = REAL(renameat)(from_at, from, to_at, to);
  if (done == 0) record("rename", old, new, 0, "", 0);
  end();
  return done;
}
int rename(const char *from, const char *to) { return moved(AT_FDCWD, from, AT_FDCWD, to); }
int renameat(int from_at, const char *from, int to_at, const char *to) { return moved(from_at, from, to_at, to); }

static int removed(int at, const char *path, int flags) {
  char whole[PATH_MAX];
  absolute(at, path, whole);
  if (!ours(whole)) return REAL(unlinkat)(at, path, flags);
  begin();
  int done = REAL(unlinkat)(at, path, flags);
  if (done == 0) record("unlink", whole, "", 0, "", 0);
  end();
  return done;
}
int unlink(const char *path) { return removed(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return removed(AT_FDCWD, path, AT_REMOVEDIR); }
int unlinkat(int at, const char *path, int flags) { return removed(at, path, flags); }

static int made(int at, const char *path, mode_t mode) {
  char whole[PATH_MAX];
  absolute(at, path, whole);
  if (!ours(whole)) return REAL(mkdirat)(at, path, mode);
  begin();
  int done = REAL(mkdirat)(at, path, mode);
  if (done == 0) record("mkdir", whole, "", 0, "", 0);
  end();
  return done;
}
int mkdir(const char *path, mode_t mode) { return made(AT_FDCWD, path, mode); }
int mkdirat(int at, const char *path, mode_t mode) { return made(at, path, mode); }

/* What is not recorded must not happen unseen: such a write ends the run. */
#define UNSEEN(name, ...) { char path[PATH_MAX]; if (of_fd(fd, path)) { fprintf(stderr, "unrecorded: " #name " on %s\n", path); abort(); } return REAL(name)(__VA_ARGS__); }
ssize_t writev(int fd, const struct iovec *parts, int count) UNSEEN(writev, fd, parts, count)
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) UNSEEN(pwritev, fd, parts, count, offset)
int fallocate(int fd, int mode, off_t offset, off_t length) UNSEEN(fallocate, fd, mode, offset, length)
int posix_fallocate(int fd, off_t offset, off_t length) UNSEEN(posix_fallocate, fd, offset, length)
ssize_t copy_file_range(int in, off64_t *from, int fd, off64_t *to, size_t length, unsigned flags) UNSEEN(copy_file_range, in, from, fd, to, length, flags)
ssize_t sendfile(int fd, int in, off_t *offset, size_t length) UNSEEN(sendfile, fd, in, offset, length)
