/*
 * progress.c: see progress.h.
 */
#include "progress.h"

#include "child.h"
#include "visible.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

enum { LINE_EVERY_MS = 10 * 1000, CHANGE_EVERY_MS = 100, LINE_BYTES_MAX = 1024 };

#define BACK_TO_AN_EMPTY_LINE "\r\033[K"

static int64_t next_ms; /* 0: nothing has been shown of this work */

void cgf_progress(const char *format, ...)
{
	bool terminal = isatty(STDERR_FILENO);
	int64_t now_ms = cgf_now_ms(), every_ms = terminal ? CHANGE_EVERY_MS : LINE_EVERY_MS;
	char line[LINE_BYTES_MAX];
	va_list arguments;

	if (next_ms == 0)
		next_ms = now_ms + every_ms;
	if (now_ms < next_ms)
		return;
	next_ms = now_ms + every_ms;
	if (terminal)
		fputs(BACK_TO_AN_EMPTY_LINE, stderr);
	va_start(arguments, format);
	vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	cgf_make_visible(line);
	fputs(line, stderr);
	if (!terminal)
		fputc('\n', stderr);
}

void cgf_progress_end(void)
{
	if (isatty(STDERR_FILENO))
		fputs(BACK_TO_AN_EMPTY_LINE, stderr);
	next_ms = 0;
}
