/*
 * trace_lines.c: see trace_lines.h.
 */
#include "trace_lines.h"

#include <inttypes.h>

bool cgf_own_trace_line(char **line, size_t *room, FILE *file)
{
	ssize_t length = getline(line, room, file);

	/* What a process reserved in its file and did not live to use is zeros. */
	if (length <= 0 || (*line)[length - 1] != '\n' || (*line)[0] == '\0')
		return false;
	(*line)[length - 1] = '\0';
	return true;
}

bool cgf_own_call_line_read(struct cgf_own_call_line *out, const char *line)
{
	return sscanf(line, "call %255s %u %7s %" SCNx64, out->name, &out->number, out->form, &out->pc) == 4;
}
