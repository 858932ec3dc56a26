/*
 * honest_declared.h: a library of meters. No function keeps a pointer, and none calls the program back but
 * those that end in _told.
 */
#ifndef DECLARED_H
#define DECLARED_H

#include <stdint.h>

struct declared_measure {
	int64_t low, high;
};

/* Measures what has this key. -1 and EIO: it did not; ENOENT: there are no such keys. told: calls
 * declaredFailed first then. */
enum { DECLARED_KEYS = 240 };
int declared_measure(int key, struct declared_measure *measure);
int declared_measure_told(int key, struct declared_measure *measure);
void declaredFailed(void);

/* A meter that reads. read: -1 and EIO, it did not. close_told: calls declaredFailed first if a reading has
 * failed. */
struct declared_meter;
struct declared_meter *declared_meter_open(void);
int declared_meter_read(struct declared_meter *meter);
void declared_meter_close(struct declared_meter *meter);
void declared_meter_close_told(struct declared_meter *meter);

#endif
