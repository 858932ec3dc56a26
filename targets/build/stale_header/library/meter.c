/*
 * meter.c: the library of both versions; which one it is follows from the header that it is compiled with.
 */
#include "meter.h"

#include <string.h>

int meter_version(void)
{
	return METER_VERSION;
}

unsigned long meter_reading_size(void)
{
	return sizeof(struct meter_reading);
}

const char *meter_unit_name(enum meter_unit unit)
{
#if METER_VERSION == 1
	static const char *const names[] = {"volt", "kelvin"};
#else
	static const char *const names[] = {"volt", "ampere", "kelvin"};
#endif

	return (unsigned)unit < sizeof(names) / sizeof(names[0]) ? names[unit] : "unknown";
}

int meter_read(struct meter_reading *out)
{
	/* All of it, so that a caller finds no old bytes between the fields. */
	memset(out, 0, sizeof(*out));
	out->value = 293.15;
	out->unit = METER_KELVIN;
	return 0;
}
