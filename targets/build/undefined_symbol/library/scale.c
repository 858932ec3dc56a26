/*
 * scale.c: libscale, which libgauge needs: from a sensor's readings to percents.
 */
#include "internal.h"

int scale_percent(int raw)
{
	return raw * 100 / SCALE_FULL;
}
