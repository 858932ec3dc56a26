/*
 * gauge_reset.c: moves the point that counts as empty.
 */
#include "gauge.h"
#include "internal.h"

int gauge_reset(void)
{
	int before = gauge_level();

	gauge_empty = SCALE_FULL / 2 + 1;
	return before;
}
