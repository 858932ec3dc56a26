/* proc.h: reads small files of proc(5) by raw system calls, into memory of the caller's. */
#ifndef CGF_PROC_H
#define CGF_PROC_H

#include <stdbool.h>
#include <stdint.h>

enum { CGF_PROC_PATH_BYTES = 64, CGF_PROC_FILE_BYTES = 2048 };

/* Both write without a NUL, and return the end. A path of /proc with one number fits CGF_PROC_PATH_BYTES. */
char *cgf_put_text(char *to, const char *text);
char *cgf_put_number(char *to, long number);
/* At most size - 1 bytes of a file, and a NUL; false where there is none. */
bool cgf_proc_read(const char *path, char *out, unsigned size);
/* The same, of a file in the folder of a process: "/status". */
bool cgf_proc_read_of(long process, const char *name, char *out, unsigned size);
/* The same, of a path in a folder that is open: as openat(2). */
bool cgf_proc_read_at(long folder, const char *path, char *out, unsigned size);
/* What an open file of a process is, as "pipe:[1234]"; false where that cannot be told. */
bool cgf_proc_open_file(long process, long descriptor, char *out, unsigned size);
/* What follows the word in a text; an empty text where it is not there. */
const char *cgf_text_after(const char *text, const char *word);
/* The decimal number at the beginning of a text, after blanks. */
uint64_t cgf_decimal_at(const char *text);
/* The hexadecimal number there, with 0x before it or not; *text goes behind it. */
uint64_t cgf_hexadecimal_take(const char **text);

#endif
