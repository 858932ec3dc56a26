/*
 * text.c: see text.h.
 */
#include "text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Room for `size` bytes more and NUL. */
static bool make_room(struct cgf_own_text *text, size_t size)
{
	if (text->failed || size >= CGF_OWN_TEXT_BYTES_MAX - text->size) {
		text->failed = true;
		return false;
	}
	if (text->size + size + 1 > text->room) {
		size_t room = 2 * (text->size + size + 1);
		char *bytes = realloc(text->bytes, room);
		if (!bytes) {
			text->failed = true;
			return false;
		}
		text->bytes = bytes;
		text->room = room;
	}
	return true;
}

void cgf_own_text_add(struct cgf_own_text *text, const char *bytes, size_t size)
{
	if (!make_room(text, size))
		return;
	memcpy(text->bytes + text->size, bytes, size);
	text->size += size;
	text->bytes[text->size] = '\0';
}

void cgf_own_text_print(struct cgf_own_text *text, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	int size = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (size < 0 || !make_room(text, size))
		return;
	va_start(arguments, format);
	vsnprintf(text->bytes + text->size, size + 1, format, arguments);
	va_end(arguments);
	text->size += size;
}

int cgf_own_text_read(struct cgf_own_text *text, const char *path)
{
	char part[1 << 16];
	FILE *file = fopen(path, "re");
	if (!file)
		return -errno;
	for (size_t size; (size = fread(part, 1, sizeof(part), file)) > 0;)
		cgf_own_text_add(text, part, size);
	int error = ferror(file) ? -EIO : text->failed ? -EFBIG : 0;
	fclose(file);
	return error;
}

void cgf_own_text_free(struct cgf_own_text *text)
{
	free(text->bytes);
	*text = (struct cgf_own_text){0};
}
