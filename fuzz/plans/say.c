/*
 * say.c: see say.h.
 */
#include "say.h"

#include "verdict.h"
#include "visible.h"

#include <stdarg.h>
#include <stdio.h>

enum { LINE_BYTES_MAX = 8192 };

static void say(const char *format, va_list arguments)
{
	char line[LINE_BYTES_MAX];

	vsnprintf(line, sizeof(line), format, arguments);
	cgf_make_visible(line);
	fprintf(stderr, "cgofault: %s\n", line);
}

int cgf_wrong_usage(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(format, arguments);
	va_end(arguments);
	return CGF_EXIT_USAGE;
}

int cgf_harness_failed(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(format, arguments);
	va_end(arguments);
	return CGF_EXIT_HARNESS;
}
