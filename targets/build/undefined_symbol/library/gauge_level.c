/*
 * gauge_level.c: the sensor, and the level that follows from it.
 */
#include "gauge.h"
#include "internal.h"

int gauge_empty;

int gauge_raw(void)
{
	return SCALE_FULL / 2 + 1;
}

int gauge_level(void)
{
	return scale_percent(gauge_raw() - gauge_empty);
}
