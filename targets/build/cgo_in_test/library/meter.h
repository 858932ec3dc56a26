/*
 * meter.h: reads an electricity meter.
 */
#ifndef METER_H
#define METER_H

/* How often the meter's disk has turned. */
int meter_turns(void);
/* The byte that ends a frame of this many bytes. */
unsigned char meter_checksum(const unsigned char *frame, int size);

#endif
