/*
 * honest_retries.h: a device that several programs share. All functions return 0, or -1 with errno set.
 */
#ifndef RETRIES_H
#define RETRIES_H

/* Reads the next number. EINTR: a signal came, and nothing was read. EIO: the device is broken. */
int retries_read(int *number);

/* Never waits. EAGAIN: there is no room now. EIO: the device is broken. */
int retries_send(int number);

/* Returns when there may be room again. Cannot fail. */
int retries_wait(void);

/* EBUSY: another program has the device; it may be free at the next try. */
int retries_claim(void);
int retries_release(void);

/* Copies in the device. ENOSYS: this device cannot. */
int retries_copy_fast(int number);
/* Does the same by hand. EIO: the device is broken. */
int retries_copy_slow(int number);

/* ENOSPC: nothing was written. */
int retries_write(int number);
/* EIO: what was written may be lost; closed all the same. */
int retries_close(void);

/* A key that is looked up. ENOENT: there is none. */
int retries_find(int key);

/* Always succeeds for a number below 128, fails with ERANGE otherwise. Where it succeeds errno is not cleared
 * and means nothing, as errno(3) says of all functions. */
int retries_check(int number);

#endif
