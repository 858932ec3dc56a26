/*
 * scratch.h: temporary folders, which do not outlive their process for long.
 */
#ifndef CGF_SCRATCH_H
#define CGF_SCRATCH_H

#include <stddef.h>

/*
 * A new folder for this process under TMPDIR, which is empty but for the file of a lock. The first one also
 * removes what processes of this user left there that are certainly dead. 0 or a negative errno.
 */
int cgf_scratch_make(char *out, size_t size);
/* Removes it with all that is in it; `path` may be empty. */
void cgf_scratch_remove(const char *path);

#endif
