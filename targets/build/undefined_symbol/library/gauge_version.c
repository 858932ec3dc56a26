/*
 * gauge_version.c: which library this is.
 */
#include "gauge.h"

int gauge_version(void)
{
	return GAUGE_VERSION;
}
