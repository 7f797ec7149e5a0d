/* Stands between the server and the system calls by which it keeps a database file, for the tests of power loss, of
 * full and failing disks and of clocks that are set. Loaded with LD_PRELOAD; it never is part of the program.
 *
 * SHIM_FILE   path of the database; its -wal, -journal and -shm count too
 * SHIM_LOG    record of every change of these files, in order, with its bytes
 * SHIM_FAULT  a file with "<id> <w|s|a> <errno> <skip> <times>": of the writes (w), syncs (s) or both (a) after a new
 *             id is seen, <skip> succeed and then <times> fail (0: all until the file changes). With errno 0 the call
 *             says that it was done and does nothing. Each failure adds one byte to SHIM_FAULT.hit: w for a change, s for a sync.
 * SHIM_CLOCK  a file with the seconds by which the wall clock is off
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { NONE, DB, WAL, JOURNAL, SHM, FOLDER };
enum { WRITE = 1, TRUNCATE, SYNC, CREATE, UNLINK, FOLDER_SYNC };
#define FDS 4096

static unsigned char kinds[FDS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *file, *fault;
static char folder[4096];
static int log_fd = -1, ready;

static void prepare(void) {
    if (ready) return;
    ready = 1;
    file = getenv("SHIM_FILE");
    fault = getenv("SHIM_FAULT");
    const char *log = getenv("SHIM_LOG");
    if (log) log_fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file && strlen(file) < sizeof folder) {
        strcpy(folder, file);
        char *slash = strrchr(folder, '/');
        if (slash) *slash = 0;
    }
}

static int kind_of(const char *path) {
    prepare();
    if (!file || !path) return NONE;
    if (!strcmp(path, folder)) return FOLDER;
    size_t n = strlen(file);
    if (strncmp(path, file, n)) return NONE;
    const char *end = path + n;
    if (!*end) return DB;
    if (!strcmp(end, "-wal")) return WAL;
    if (!strcmp(end, "-journal")) return JOURNAL;
    if (!strcmp(end, "-shm")) return SHM;
    return NONE;
}

static int kind(int fd) { return fd >= 0 && fd < FDS ? kinds[fd] : NONE; }

/* One record: what, which file, length, offset, bytes. Called with the lock held. */
static void note(int what, int of, uint64_t offset, const void *bytes, uint32_t length) {
    if (log_fd < 0 || of == SHM) return;
    struct { uint8_t what, of; uint16_t zero; uint32_t length; uint64_t offset; } head = { what, of, 0, length, offset };
    struct iovec parts[2] = { { &head, sizeof head }, { (void *)bytes, length } };
    syscall(SYS_writev, log_fd, parts, length ? 2 : 1);
}

/* Whether this call is to fail: -1 where not, else the error number. Called with the lock held. */
static int fails(char class) {
    static char seen[64];
    static long calls;
    if (!fault) return -1;
    char text[128] = { 0 }, id[64], which;
    int fd = syscall(SYS_openat, AT_FDCWD, fault, O_RDONLY | O_CLOEXEC, 0), error;
    if (fd < 0) return -1;
    long skip, times, got = syscall(SYS_read, fd, text, sizeof text - 1);
    syscall(SYS_close, fd);
    if (got <= 0 || sscanf(text, "%63s %c %d %ld %ld", id, &which, &error, &skip, &times) != 5) return -1;
    if (strcmp(id, seen)) { strcpy(seen, id); calls = 0; }
    if (which != 'a' && which != class) return -1;
    calls++;
    if (calls <= skip || (times && calls > skip + times)) return -1;
    char hit[4200];
    snprintf(hit, sizeof hit, "%s.hit", fault);
    fd = syscall(SYS_openat, AT_FDCWD, hit, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd >= 0) { syscall(SYS_write, fd, &class, 1); syscall(SYS_close, fd); }
    return error;
}

static int opened(int fd, int of, int fresh) {
    if (fd >= 0 && fd < FDS) kinds[fd] = of;
    if (fd >= 0 && fresh) note(CREATE, of, 0, 0, 0);
    return fd;
}

static int open_any(int at, const char *path, int flags, mode_t mode) {
    int of = kind_of(path);
    if (of == NONE) {
        int fd = syscall(SYS_openat, at, path, flags, mode);
        if (fd >= 0 && fd < FDS) kinds[fd] = NONE;
        return fd;
    }
    pthread_mutex_lock(&lock);
    struct stat old;
    int fresh = (flags & O_CREAT) && syscall(SYS_newfstatat, AT_FDCWD, path, &old, 0) != 0;
    int fd = opened(syscall(SYS_openat, at, path, flags, mode), of, fresh);
    int error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return fd;
}

#define MODE(flags, last) mode_t mode = 0; if ((flags) & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, last); mode = va_arg(rest, mode_t); va_end(rest); }
int open(const char *path, int flags, ...) { MODE(flags, flags) return open_any(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags, flags) return open_any(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags, flags) return open_any(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags, flags) return open_any(at, path, flags, mode); }

int close(int fd) {
    if (fd >= 0 && fd < FDS) kinds[fd] = NONE;
    return syscall(SYS_close, fd);
}

static ssize_t put(int fd, const void *bytes, size_t length, off64_t at) {
    int of = kind(fd);
    pthread_mutex_lock(&lock);
    int error = fails('w');
    ssize_t done;
    if (error > 0) {
        done = -1;
        errno = error;
    } else if (error == 0) {
        done = length;
        if (at < 0) syscall(SYS_lseek, fd, length, SEEK_CUR);
    } else {
        off64_t offset = at >= 0 ? at : syscall(SYS_lseek, fd, 0, SEEK_CUR);
        done = at >= 0 ? syscall(SYS_pwrite64, fd, bytes, length, at) : syscall(SYS_write, fd, bytes, length);
        error = errno;
        if (done > 0) note(WRITE, of, offset, bytes, done);
        errno = error;
    }
    error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

ssize_t write(int fd, const void *bytes, size_t length) {
    return kind(fd) ? put(fd, bytes, length, -1) : syscall(SYS_write, fd, bytes, length);
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
    return kind(fd) ? put(fd, bytes, length, at) : syscall(SYS_pwrite64, fd, bytes, length, at);
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
    return kind(fd) ? put(fd, bytes, length, at) : syscall(SYS_pwrite64, fd, bytes, length, at);
}

static int cut(int fd, off64_t size) {
    int of = kind(fd);
    if (!of) return syscall(SYS_ftruncate, fd, size);
    pthread_mutex_lock(&lock);
    int error = fails('w'), done = 0;
    if (error > 0) { done = -1; errno = error; }
    else if (error < 0) {
        done = syscall(SYS_ftruncate, fd, size);
        if (!done) note(TRUNCATE, of, size, 0, 0);
    }
    error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}
int ftruncate(int fd, off_t size) { return cut(fd, size); }
int ftruncate64(int fd, off64_t size) { return cut(fd, size); }

static int sync_any(int fd, long call) {
    int of = kind(fd);
    if (!of) return syscall(call, fd);
    pthread_mutex_lock(&lock);
    int error = fails('s'), done = 0;
    if (error > 0) { done = -1; errno = error; }
    else if (error < 0) {
        /* What the disk holds is played back from the record: the real disk need not be waited for. */
        done = log_fd >= 0 ? 0 : syscall(call, fd);
        if (!done) note(of == FOLDER ? FOLDER_SYNC : SYNC, of, 0, 0, 0);
    }
    error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}
int fsync(int fd) { return sync_any(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_any(fd, SYS_fdatasync); }

int unlink(const char *path) {
    int of = kind_of(path);
    pthread_mutex_lock(&lock);
    int done = syscall(SYS_unlinkat, AT_FDCWD, path, 0), error = errno;
    if (!done && of != NONE) note(UNLINK, of, 0, 0, 0);
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

static long off(void) {
    static const char *path;
    static int known;
    if (!known) { path = getenv("SHIM_CLOCK"); known = 1; }
    if (!path) return 0;
    char text[32] = { 0 };
    int fd = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
    if (fd < 0) return 0;
    long got = syscall(SYS_read, fd, text, sizeof text - 1);
    syscall(SYS_close, fd);
    return got > 0 ? atol(text) : 0;
}

int clock_gettime(clockid_t which, struct timespec *now) {
    int done = syscall(SYS_clock_gettime, which, now);
    if (!done && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) now->tv_sec += off();
    return done;
}
int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    int done = syscall(SYS_gettimeofday, now, zone);
    if (!done && now) now->tv_sec += off();
    return done;
}
time_t time(time_t *at) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (at) *at = now.tv_sec;
    return now.tv_sec;
}
