/*
 * trace_lines.h: the lines of a trace, as they stand in its file: see trace.h.
 */
#ifndef CGF_OWN_TRACE_LINES_H
#define CGF_OWN_TRACE_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "functions.h"

/* "call NAME N FORM PC[ initial]" */
struct cgf_own_call_line {
	char name[CGF_OWN_FUNCTION_BYTES_MAX], form[8];
	unsigned number;
	uint64_t pc;
};

/* The next whole line, without its end; `line` and `room` are getline's, `line` to be freed. False: there is
 * none more. */
bool cgf_own_trace_line(char **line, size_t *room, FILE *file);
/* False: it is no such line. */
bool cgf_own_call_line_read(struct cgf_own_call_line *out, const char *line);

#endif
