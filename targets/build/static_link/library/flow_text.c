/*
 * flow_text.c: rates for people to read.
 */
#include "flow.h"

#include <stdio.h>

const char *flow_text(double rate)
{
	static char text[64];

	snprintf(text, sizeof(text), "%.2f m3/s", rate);
	return text;
}
