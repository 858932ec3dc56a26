/*
 * capture.h: what a child writes, kept within a limit and, if wanted, passed on.
 */
#ifndef CGF_CAPTURE_H
#define CGF_CAPTURE_H

#include <stddef.h>

enum { CGF_CAPTURE_BYTES_MAX = 1 << 20, CGF_CAPTURE_HALF = CGF_CAPTURE_BYTES_MAX / 2 };

/* The beginning, and the end as a ring. Large: static, not on a stack. All zero but `pass_to` is an empty
 * one. */
struct cgf_capture {
	int pass_to;  /* descriptor that gets a copy as it comes, or -1 */
	size_t total; /* bytes seen */
	char begin[CGF_CAPTURE_HALF], ring[CGF_CAPTURE_HALF];
	char text[CGF_CAPTURE_BYTES_MAX + 64]; /* after cgf_capture_finish: ended by NUL */
};

/* Takes what can be read now without waiting. The number of bytes, 0 at the end of the file, or a negative
 * errno. */
int cgf_capture_read(struct cgf_capture *capture, int fd);
/* Joins begin and end into `text`, with a line between that says how much is missing, and returns its size.
 * Once. */
size_t cgf_capture_finish(struct cgf_capture *capture);

#endif
