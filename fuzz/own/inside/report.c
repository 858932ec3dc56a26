/*
 * report.c: see report.h.
 */
#include "report.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { TEXT_BYTES_MAX = 2048 };

void cgf_own_report(const char *format, ...)
{
	char text[TEXT_BYTES_MAX];
	va_list arguments;
	va_start(arguments, format);
	int size = vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	if (write(STDERR_FILENO, text, size < TEXT_BYTES_MAX ? size : TEXT_BYTES_MAX - 1) < 0)
		_exit(3);
	abort();
}
