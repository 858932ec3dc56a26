/*
 * files.h: whole files, and folders.
 */
#ifndef CGF_FILES_H
#define CGF_FILES_H

#include <stdbool.h>
#include <stddef.h>

enum { CGF_PATH_BYTES_MAX = 4096 };

/* Formats a path or a name. What does not fit is no path: false, an empty text, and one line on stderr. */
__attribute__((format(printf, 3, 4))) bool cgf_text_make(char *out, size_t size, const char *format, ...);

/* Reads at most `size` - 1 bytes and ends them with NUL. The size, -EFBIG when there are more, or a negative
 * errno. */
long cgf_file_read(char *out, size_t size, const char *path);
/* Writes beside and renames, so that a reader never sees half a file. 0 or a negative errno. */
int cgf_file_write(const char *path, const void *bytes, size_t size);
/* The same for what people keep: it is on the disk when this returns 0. */
int cgf_file_keep(const char *path, const void *bytes, size_t size);
/* The same, and `lock` is a descriptor that holds the file's lock (flock) since before it had its name. */
int cgf_file_keep_locked(int *lock, const char *path, const void *bytes, size_t size);
/* Removes what processes that died while they wrote to the folder have left there. */
void cgf_files_remove_dead(const char *folder);
/* mkdir -p. 0 or a negative errno. */
int cgf_folder_make(const char *path);
/* rm -r, without following links. */
void cgf_folder_remove(const char *path);

#endif
