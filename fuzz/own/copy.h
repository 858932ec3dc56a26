/*
 * copy.h: what a package's tests read, copied to where they run.
 */
#ifndef CGF_OWN_COPY_H
#define CGF_OWN_COPY_H

/* Copies a file with its permissions; its owner may write the copy. 0 or a negative errno. */
int cgf_own_file_copy(const char *to, const char *from);
/* Copies the files that stand in the folder, and all of testdata below it, to a folder that it makes. Links
 * are followed; what is no file is left out. 0 or a negative errno; -EFBIG: more than a limit, see copy.c. */
int cgf_own_folder_copy(const char *to, const char *from);

#endif
