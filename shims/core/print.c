/*
 * print.c: lines on stderr for whoever watches the process, written without anything that a sanitizer
 * intercepts.
 */
#include "print.h"

#include <stdarg.h>
#include <unistd.h>

/* One write a line: lines of several threads must not mix. */
CGF_UNSEEN void cgf_print(const char *first, ...)
{
	char line[512];
	size_t length = 0;
	va_list more;
	va_start(more, first);
	for (const char *part = first; part; part = va_arg(more, const char *)) {
		for (size_t i = 0; part[i] && length < sizeof line - 1; i++)
			line[length++] = part[i];
	}
	va_end(more);
	if (length == sizeof line - 1)
		line[length - 1] = '\n';
	cgf_raw_syscall(SYS_write, 2, (long)line, (long)length, 0);
}

CGF_UNSEEN void cgf_decimal(int64_t value, char *out)
{
	char digits[24];
	unsigned count = 0;
	uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
	do
		digits[count++] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (value < 0)
		*out++ = '-';
	while (count)
		*out++ = digits[--count];
	*out = 0;
}

_Noreturn CGF_UNSEEN void cgf_author_error(const char *what, const char *name)
{
	cgf_print("cgofault: harness ", what, ": ", name, "\n", NULL);
	_exit(3);
}
