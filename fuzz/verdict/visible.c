/*
 * visible.c: names that come from outside, in lines for a terminal.
 */
#include "visible.h"

#include <stdbool.h>

/* The size of the character of UTF-8 at this place, or 0: a byte that stands alone, or a control character of
 * two bytes. */
static int character_size(const unsigned char *at)
{
	int size = at[0] < 0xc2 ? 0 : at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : at[0] < 0xf5 ? 4 : 0;

	for (int i = 1; i < size; i++)
		if ((at[i] & 0xc0) != 0x80)
			return 0;
	return size == 2 && at[0] == 0xc2 && at[1] < 0xa0 ? 0 : size;
}

void cgf_make_visible(char *text)
{
	unsigned char *at = (unsigned char *)text;

	while (*at) {
		int size = *at < 0x80 ? *at >= ' ' && *at != 0x7f : character_size(at);

		if (size == 0)
			*at = '?';
		at += size > 0 ? size : 1;
	}
}
