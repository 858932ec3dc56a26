/*
 * insert.c: see insert.h.
 */
#include "insert.h"

#include <string.h>

const char *cgf_inserted_below(const char *text)
{
	static const char marker[] = "//cgofault:below\n";
	const char *found = strstr(text, marker);

	return found ? found + strlen(marker) : "";
}
