/*
 * proc.c: reads small files of proc(5) by raw system calls, into memory of the caller's.
 */
#include "proc.h"
#include "unseen.h"

#include <fcntl.h>

CGF_UNSEEN char *cgf_put_text(char *to, const char *text)
{
	while (*text)
		*to++ = *text++;
	return to;
}

CGF_UNSEEN char *cgf_put_number(char *to, long number)
{
	char digits[24];
	unsigned count = 0;
	do
		digits[count++] = (char)('0' + number % 10);
	while (number /= 10);
	while (count)
		*to++ = digits[--count];
	return to;
}

CGF_UNSEEN bool cgf_proc_read(const char *path, char *out, unsigned size)
{
	return cgf_proc_read_at(AT_FDCWD, path, out, size);
}

CGF_UNSEEN bool cgf_proc_read_at(long folder, const char *path, char *out, unsigned size)
{
	long file = cgf_raw_syscall(SYS_openat, folder, (long)path, O_RDONLY | O_CLOEXEC, 0);
	if (file < 0)
		return false;
	long bytes = cgf_raw_syscall(SYS_read, file, (long)out, size - 1, 0);
	cgf_raw_syscall(SYS_close, file, 0, 0, 0);
	out[bytes < 0 ? 0 : bytes] = 0;
	return bytes > 0;
}

CGF_UNSEEN bool cgf_proc_read_of(long process, const char *name, char *out, unsigned size)
{
	char path[CGF_PROC_PATH_BYTES];
	*cgf_put_text(cgf_put_number(cgf_put_text(path, "/proc/"), process), name) = 0;
	return cgf_proc_read(path, out, size);
}

CGF_UNSEEN bool cgf_proc_open_file(long process, long descriptor, char *out, unsigned size)
{
	char path[CGF_PROC_PATH_BYTES];
	char *at = cgf_put_text(cgf_put_number(cgf_put_text(path, "/proc/"), process), "/fd/");
	*cgf_put_number(at, descriptor) = 0;
	long length = cgf_raw_syscall(SYS_readlink, (long)path, (long)out, size - 1, 0);
	out[length < 0 ? 0 : length] = 0;
	return length > 0;
}

CGF_UNSEEN const char *cgf_text_after(const char *text, const char *word)
{
	for (; *text; text++) {
		const char *a = text, *b = word;
		while (*b && *a == *b)
			a++, b++;
		if (!*b)
			return a;
	}
	return "";
}

CGF_UNSEEN uint64_t cgf_decimal_at(const char *text)
{
	uint64_t number = 0;
	while (*text == ' ' || *text == '\t')
		text++;
	for (; *text >= '0' && *text <= '9'; text++)
		number = number * 10 + (uint64_t)(*text - '0');
	return number;
}

CGF_UNSEEN uint64_t cgf_hexadecimal_take(const char **text)
{
	uint64_t number = 0;
	while (**text == ' ')
		++*text;
	if ((*text)[0] == '0' && (*text)[1] == 'x')
		*text += 2;
	for (;; ++*text) {
		char digit = **text;
		if (digit >= '0' && digit <= '9')
			number = number << 4 | (uint64_t)(digit - '0');
		else if (digit >= 'a' && digit <= 'f')
			number = number << 4 | (uint64_t)(digit - 'a' + 10);
		else
			return number;
	}
}
