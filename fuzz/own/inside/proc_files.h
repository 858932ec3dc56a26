/*
 * proc_files.h: files of /proc, read by the system calls themselves. In place of libc's functions sanitizers
 * have their own, which keep book of descriptors: ThreadSanitizer would tell a race of whoever has a number
 * next, and take the threads that use it as ordered.
 */
#ifndef CGF_OWN_PROC_FILES_H
#define CGF_OWN_PROC_FILES_H

#include <stdbool.h>

/* The beginning of the file, less than `bytes` bytes, ended by NUL. False: it is not there, or is empty. */
bool cgf_own_proc_read(char *out, long bytes, const char *path);
/* Calls `take` for each name there that is a number, until that is false. False: there is no folder. */
bool cgf_own_proc_numbers(const char *path, bool (*take)(int number, void *data), void *data);

#endif
