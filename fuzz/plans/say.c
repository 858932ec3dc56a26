/*
 * say.c: see say.h.
 */
#include "say.h"

#include "verdict.h"

#include <stdarg.h>
#include <stdio.h>

static void say(const char *format, va_list arguments)
{
	fputs("cgofault: ", stderr);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
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
