/*
 * noescape_lie.h: a library of sensors. A sensor gives its value at once, or when it is ready.
 */
#ifndef NOESCAPE_LIE_H
#define NOESCAPE_LIE_H

#include <stddef.h>

enum { NOESCAPE_LIE_PENDING = 16, NOESCAPE_LIE_VALUE_BYTES = 64 };

/* A sensor's value. */
struct noescape_lie_value {
	unsigned char bytes[NOESCAPE_LIE_VALUE_BYTES];
};

typedef void (*noescape_lie_progress)(int percent);

/* Reads a sensor's value. A sensor that takes long calls `progress` meanwhile, on the same thread. */
void noescape_lie_read(struct noescape_lie_value *value, noescape_lie_progress progress);

/* Reads the value of a sensor, at once if that is ready: -1. Otherwise the value is written when the sensor
 * is ready, and has to stay valid, and is the library's to change, until the request is dropped: the
 * request's number, from 0 on. */
int noescape_lie_request(struct noescape_lie_value *value);

/* Waits until the sensor is ready: the value is written, and the library has forgotten the request. -1 is no
 * request. */
void noescape_lie_wait(int request);

/* The library forgets the request. -1 is no request. */
void noescape_lie_drop(int request);

/* How many of the value's bytes are set. */
int noescape_lie_count(const struct noescape_lie_value *value);

/* The function of the Go side that is told how far a sensor is. */
void noescapeLieProgress(int percent);

#endif
