/*
 * internal.h: what the files of the library know of each other.
 */
#ifndef GAUGE_INTERNAL_H
#define GAUGE_INTERNAL_H

/* The sensor's reading of an empty tank. */
extern int gauge_empty;

/* What the sensor reads, 0 to SCALE_FULL. */
int gauge_raw(void);

/* libscale's. */
enum { SCALE_FULL = 4095 };
int scale_percent(int raw);

#endif
