/*
 * meter.h: reads a meter. Version 1.
 */
#ifndef METER_H
#define METER_H

#define METER_VERSION 1

enum meter_unit { METER_VOLT, METER_KELVIN };

struct meter_reading {
	double value;
	enum meter_unit unit;
};

/* The library's own version, which may be another one than METER_VERSION. */
int meter_version(void);
/* The size of the struct that the library fills. */
unsigned long meter_reading_size(void);
/* "volt", "kelvin". */
const char *meter_unit_name(enum meter_unit unit);
/* Fills *out. 0, or -1 when the meter is off. */
int meter_read(struct meter_reading *out);

#endif
