/*
 * meter.h: reads a meter. Version 2: a reading tells how exact it is, and there is one unit more.
 */
#ifndef METER_H
#define METER_H

#define METER_VERSION 2

enum meter_unit { METER_VOLT, METER_AMPERE, METER_KELVIN };

struct meter_reading {
	double value;
	enum meter_unit unit;
	double errors[6]; /* the last six deviations */
};

/* The library's own version, which may be another one than METER_VERSION. */
int meter_version(void);
/* The size of the struct that the library fills. */
unsigned long meter_reading_size(void);
/* "volt", "ampere", "kelvin". */
const char *meter_unit_name(enum meter_unit unit);
/* Fills *out. 0, or -1 when the meter is off. */
int meter_read(struct meter_reading *out);

#endif
