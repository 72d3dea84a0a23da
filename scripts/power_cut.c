/*
 * Stands between a program and its disk (LD_PRELOAD): writes down what it does to the files below one
 * folder, cuts the power at a chosen call, or lets the disk be full or broken from a chosen call on.
 *
 * Two files are named by the environment. POWER_CUT_CONTROL is a row of 64-bit numbers that all processes
 * share (struct control below; scripts/power_shim.py writes it). POWER_CUT_LOG takes one record for each
 * call, in the order in which the calls took place; scripts/power_disk.py computes from it what the disk
 * may hold. POWER_CUT_ROOT is the folder. A write is noted before it happens, for it may reach the disk as soon as
 * it has begun; a sync is noted after it has come back, for only then anything is promised.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { OPENED = 1, WRITTEN, TRUNCATED, SYNCED, RENAMED, UNLINKED, FOLDER_MADE };

/* What a fault may be asked for; a bit of control.fault_mask each. */
enum fault { ON_WRITE = 1, ON_GROW = 2, ON_NAME = 4, ON_SYNC = 8 };

struct control {
    uint64_t calls;       /* how many calls have been counted */
    uint64_t cut_at;      /* the call at which the power goes; 0 means never */
    uint64_t fault_errno; /* what a failing call says; 0 means that none fails */
    uint64_t fault_mask;
    uint64_t fault_at;    /* the first of those calls that fails */
    uint64_t faultable;   /* how many of them there have been */
    uint64_t short_first; /* whether the first failing write still takes half of its bytes */
    uint64_t sabotage;    /* whether syncs are left out */
    uint64_t recording;
};

struct record {
    uint32_t kind, path_length, other_length, data_length;
    uint64_t inode, place;
};

static struct control *control;
static int log_file = -1;
static char root[PATH_MAX];
static size_t root_length;

#define REAL(type, name, ...) static type (*real_##name)(__VA_ARGS__)
REAL(int, open64, const char *, int, ...);
REAL(int, openat64, int, const char *, int, ...);
REAL(ssize_t, write, int, const void *, size_t);
REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
REAL(int, ftruncate64, int, off64_t);
REAL(int, fallocate64, int, int, off64_t, off64_t);
REAL(int, fsync, int);
REAL(int, renameat, int, const char *, int, const char *);
REAL(int, unlinkat, int, const char *, int);
REAL(int, mkdirat, int, const char *, mode_t);
REAL(ssize_t, sendfile64, int, int, off64_t *, size_t);
REAL(ssize_t, copy_file_range, int, off64_t *, int, off64_t *, size_t, unsigned);

#define FIND(name) real_##name = (__typeof__(real_##name))dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void) {
    FIND(open64), FIND(openat64), FIND(write), FIND(pwrite64), FIND(ftruncate64), FIND(fallocate64);
    FIND(fsync), FIND(renameat), FIND(unlinkat), FIND(mkdirat), FIND(sendfile64), FIND(copy_file_range);
    const char *folder = getenv("POWER_CUT_ROOT");
    const char *named = getenv("POWER_CUT_CONTROL"), *logged = getenv("POWER_CUT_LOG");
    if (!folder || !named || !logged || strlen(folder) >= sizeof root) return;
    int file = real_open64(named, O_RDWR | O_CLOEXEC);
    int low = real_open64(logged, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (file < 0 || low < 0) abort();
    log_file = fcntl(low, F_DUPFD_CLOEXEC, 900);
    void *page = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (log_file < 0 || page == MAP_FAILED) abort();
    close(low), close(file);
    strcpy(root, folder);
    root_length = strlen(root);
    control = page;
}

static int below_root(const char *path) {
    return control && !strncmp(path, root, root_length) && path[root_length] == '/';
}

/* The index of a write-ahead log is shared memory that no power cut outlives: it is none of our files. */
static int is_memory(const char *path) {
    size_t length = strlen(path);
    return length > 4 && !strcmp(path + length - 4, "-shm");
}

static int path_of(int fd, char *path) {
    char link[40];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = 0;
    return length > 0;
}

static int whole(int folder, const char *name, char *path) {
    char start[PATH_MAX];
    if (name[0] == '/') return snprintf(path, PATH_MAX, "%s", name) < PATH_MAX && below_root(path);
    if (folder == AT_FDCWD ? !getcwd(start, sizeof start) : !path_of(folder, start)) return 0;
    return snprintf(path, PATH_MAX, "%s/%s", start, name) < PATH_MAX && below_root(path);
}

/* Tells whether a handle belongs to a file of ours, and fills in its path. */
static int ours(int fd, char *path, struct stat *status) {
    return control && !fstat(fd, status) && (S_ISREG(status->st_mode) || S_ISDIR(status->st_mode)) &&
           path_of(fd, path) && below_root(path);
}

static void die(void) {
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;) pause();
}

static void count_call(void) {
    uint64_t call = __atomic_add_fetch(&control->calls, 1, __ATOMIC_SEQ_CST);
    if (control->cut_at && call >= control->cut_at) die();
}

static void note(enum kind kind, const char *path, const char *other, uint64_t inode, uint64_t place,
                 const void *data, size_t length) {
    if (!control->recording || is_memory(path)) return;
    size_t other_length = other ? strlen(other) : 0;
    struct record head = {kind, strlen(path), other_length, length, inode, place};
    struct iovec parts[] = {{&head, sizeof head},
                            {(void *)path, head.path_length},
                            {(void *)(other ? other : ""), other_length},
                            {(void *)data, length}};
    ssize_t wanted = sizeof head + head.path_length + other_length + length;
    if (syscall(SYS_writev, log_file, parts, 4) != wanted) abort();
}

/* Tells whether this call is to fail; *first says that it is the first one that does. */
static int fails(uint64_t what, int *first) {
    if (!(control->fault_mask & what)) return 0;
    uint64_t call = __atomic_add_fetch(&control->faultable, 1, __ATOMIC_SEQ_CST);
    if (!control->fault_errno || !control->fault_at || call < control->fault_at) return 0;
    *first = call == control->fault_at;
    errno = (int)control->fault_errno;
    return 1;
}

static ssize_t put(int fd, const void *data, size_t length, off64_t place, int at_place) {
    char path[PATH_MAX];
    struct stat status;
    int first = 0;
    if (!ours(fd, path, &status))
        return at_place ? real_pwrite64(fd, data, length, place) : real_write(fd, data, length);
    if (!at_place)
        place = fcntl(fd, F_GETFL) & O_APPEND ? status.st_size : lseek64(fd, 0, SEEK_CUR);
    if (fails(ON_WRITE, &first)) {
        if (!first || !control->short_first || length < 2) return -1;
        length /= 2;
    }
    note(WRITTEN, path, NULL, status.st_ino, place, data, length);
    count_call();
    return at_place ? real_pwrite64(fd, data, length, place) : real_write(fd, data, length);
}

ssize_t write(int fd, const void *data, size_t length) { return put(fd, data, length, 0, 0); }

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t place) {
    return put(fd, data, length, place, 1);
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t place) { return pwrite64(fd, data, length, place); }

static ssize_t put_all(int fd, const struct iovec *parts, int count, off64_t place, int at_place) {
    ssize_t done = 0;
    for (int each = 0; each < count; each++) {
        ssize_t part = put(fd, parts[each].iov_base, parts[each].iov_len, place + done, at_place);
        if (part < 0) return done ? done : part;
        done += part;
        if ((size_t)part < parts[each].iov_len) break;
    }
    return done;
}

ssize_t writev(int fd, const struct iovec *parts, int count) { return put_all(fd, parts, count, 0, 0); }

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t place) {
    return put_all(fd, parts, count, place, 1);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t place) {
    return put_all(fd, parts, count, place, 1);
}

int ftruncate64(int fd, off64_t size) {
    char path[PATH_MAX];
    struct stat status;
    int first = 0;
    if (!ours(fd, path, &status)) return real_ftruncate64(fd, size);
    if (size > status.st_size && fails(ON_GROW, &first)) return -1;
    note(TRUNCATED, path, NULL, status.st_ino, size, NULL, 0);
    count_call();
    return real_ftruncate64(fd, size);
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

int fallocate64(int fd, int mode, off64_t place, off64_t length) {
    char path[PATH_MAX];
    struct stat status;
    int first = 0;
    if (!ours(fd, path, &status)) return real_fallocate64(fd, mode, place, length);
    if (fails(ON_GROW, &first)) return -1;
    if (!mode && place + length > status.st_size)
        note(TRUNCATED, path, NULL, status.st_ino, place + length, NULL, 0);
    count_call();
    return real_fallocate64(fd, mode, place, length);
}

int fallocate(int fd, int mode, off_t place, off_t length) { return fallocate64(fd, mode, place, length); }

int posix_fallocate64(int fd, off64_t place, off64_t length) {
    return fallocate64(fd, 0, place, length) ? errno : 0;
}

int posix_fallocate(int fd, off_t place, off_t length) { return posix_fallocate64(fd, place, length); }

int fsync(int fd) {
    char path[PATH_MAX];
    struct stat status;
    int first = 0;
    if (!ours(fd, path, &status)) return real_fsync(fd);
    if (fails(ON_SYNC, &first)) return -1;
    count_call();
    if (control->sabotage) return 0;
    /* Where everything is recorded the real disk does not matter, and need not be waited for. */
    int done = control->recording ? 0 : real_fsync(fd);
    if (!done) note(SYNCED, path, NULL, status.st_ino, S_ISDIR(status.st_mode), NULL, 0);
    return done;
}

int fdatasync(int fd) { return fsync(fd); }

static int opened(int folder, const char *name, int flags, mode_t mode) {
    char path[PATH_MAX];
    struct stat status;
    int first = 0;
    int changes = flags & (O_CREAT | O_TRUNC);
    if (!control || !whole(folder, name, path)) return real_openat64(folder, name, flags, mode);
    int makes = (flags & O_CREAT) && faccessat(folder, name, F_OK, AT_SYMLINK_NOFOLLOW);
    if (makes && fails(ON_NAME, &first)) return -1;
    if (makes || (changes & O_TRUNC)) count_call();
    int fd = real_openat64(folder, name, flags, mode);
    if (fd < 0 || !ours(fd, path, &status)) return fd;
    if (S_ISREG(status.st_mode)) note(OPENED, path, NULL, status.st_ino, !!(flags & O_TRUNC), NULL, 0);
    return fd;
}

#define MODE_AFTER(last)                                      \
    mode_t mode = 0;                                          \
    if (flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE) { \
        va_list more;                                         \
        va_start(more, last);                                 \
        mode = va_arg(more, mode_t);                          \
        va_end(more);                                         \
    }

int open64(const char *name, int flags, ...) {
    MODE_AFTER(flags)
    return opened(AT_FDCWD, name, flags, mode);
}

int open(const char *name, int flags, ...) {
    MODE_AFTER(flags)
    return opened(AT_FDCWD, name, flags, mode);
}

int openat64(int folder, const char *name, int flags, ...) {
    MODE_AFTER(flags)
    return opened(folder, name, flags, mode);
}

int openat(int folder, const char *name, int flags, ...) {
    MODE_AFTER(flags)
    return opened(folder, name, flags, mode);
}

int __open64_2(const char *name, int flags) { return opened(AT_FDCWD, name, flags, 0); }

int __open_2(const char *name, int flags) { return opened(AT_FDCWD, name, flags, 0); }

int creat64(const char *name, mode_t mode) {
    return opened(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int creat(const char *name, mode_t mode) { return creat64(name, mode); }

int renameat(int from, const char *old, int to, const char *new) {
    char path[PATH_MAX], other[PATH_MAX];
    int first = 0;
    if (!control || !whole(from, old, path) || !whole(to, new, other)) return real_renameat(from, old, to, new);
    if (fails(ON_NAME, &first)) return -1;
    count_call();
    int done = real_renameat(from, old, to, new);
    if (!done) note(RENAMED, path, other, 0, 0, NULL, 0);
    return done;
}

int rename(const char *old, const char *new) { return renameat(AT_FDCWD, old, AT_FDCWD, new); }

int unlinkat(int folder, const char *name, int flags) {
    char path[PATH_MAX];
    if (!control || !whole(folder, name, path)) return real_unlinkat(folder, name, flags);
    count_call();
    int done = real_unlinkat(folder, name, flags);
    if (!done) note(UNLINKED, path, NULL, 0, 0, NULL, 0);
    return done;
}

int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }

int remove(const char *name) {
    struct stat status;
    return unlinkat(AT_FDCWD, name, !lstat(name, &status) && S_ISDIR(status.st_mode) ? AT_REMOVEDIR : 0);
}

int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }

int mkdirat(int folder, const char *name, mode_t mode) {
    char path[PATH_MAX];
    int first = 0;
    if (!control || !whole(folder, name, path)) return real_mkdirat(folder, name, mode);
    if (faccessat(folder, name, F_OK, 0) && fails(ON_NAME, &first)) return -1;
    count_call();
    int done = real_mkdirat(folder, name, mode);
    if (!done) note(FOLDER_MADE, path, NULL, 0, 0, NULL, 0);
    return done;
}

int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }

/* Copies inside the kernel would pass us by: the caller is made to read and write instead. */
ssize_t sendfile64(int to, int from, off64_t *place, size_t length) {
    char path[PATH_MAX];
    struct stat status;
    if (!ours(to, path, &status)) return real_sendfile64(to, from, place, length);
    errno = EINVAL;
    return -1;
}

ssize_t sendfile(int to, int from, off_t *place, size_t length) { return sendfile64(to, from, place, length); }

ssize_t copy_file_range(int from, off64_t *there, int to, off64_t *place, size_t length, unsigned flags) {
    char path[PATH_MAX];
    struct stat status;
    if (!ours(to, path, &status)) return real_copy_file_range(from, there, to, place, length, flags);
    errno = EINVAL;
    return -1;
}
