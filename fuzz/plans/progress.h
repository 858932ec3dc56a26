/*
 * progress.h: how far long work is, on stderr: one line that changes on a terminal, now and then a line
 * elsewhere.
 */
#ifndef CGF_PROGRESS_H
#define CGF_PROGRESS_H

/* To be called often: what comes too soon after the last line is not shown. One work at a time. */
__attribute__((format(printf, 1, 2))) void cgf_progress(const char *format, ...);

/* The work is over: takes the line off the terminal. */
void cgf_progress_end(void);

#endif
