/*
 * give.c: see give.h.
 */
#include "give.h"

#include "files.h"
#include "say.h"

#include <stdio.h>
#include <string.h>

int cgf_plan_give(const char *output, const char *text, size_t size)
{
	int error = output ? cgf_file_keep(output, text, size) : 0;

	if (!output || error != 0)
		fputs(text, stdout);
	return error == 0 ? 0
	                  : cgf_harness_failed("%s: %s; the plan went to stdout", output, strerror(-error));
}
