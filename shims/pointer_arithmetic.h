/*
 * pointer_arithmetic.h: the library of a measuring instrument. It measures series of samples, and hands them
 * out as arrays with counts.
 */
#ifndef POINTER_ARITHMETIC_H
#define POINTER_ARITHMETIC_H

#include <stddef.h>
#include <stdint.h>

enum { POINTER_ARITHMETIC_SAMPLES = 8, POINTER_ARITHMETIC_NAME_BYTES = 16 };

typedef void (*pointer_arithmetic_tick)(void);

/* A new series of samples, to be freed with free(3), and into *bytes how many bytes it takes. NULL: no
 * memory. */
uint32_t *pointer_arithmetic_measure(size_t *bytes);

/* Copies the last samples, no more than there is room for. How many samples there are, which may be more. */
size_t pointer_arithmetic_copy(uint32_t *samples, size_t room);

/* The index of the highest one of `count` samples, or `count` where none stands out. */
size_t pointer_arithmetic_peak(const uint32_t *samples, size_t count);

/* The sum of `count` samples. */
uint64_t pointer_arithmetic_sum(const uint32_t *samples, size_t count);

/* The instrument's name, of at most `room` bytes, as strncpy(3) copies: ended by a zero byte only where there
 * is room for one. */
void pointer_arithmetic_name(char *name, size_t room);

/* The next message, cut where it does not fit. The length of the whole message, as recv(2) tells it with
 * MSG_TRUNC. */
size_t pointer_arithmetic_receive(void *message, size_t room);

/* Measures one sample of a channel, calls `tick` when the instrument is warm, and writes the sample to an
 * address that travels as a number, as in the instrument's own protocol. */
void pointer_arithmetic_measure_to(uint32_t channel, uintptr_t address, pointer_arithmetic_tick tick);

/* The function of the Go side that is called when the instrument is warm. */
void pointerArithmeticTick(void);

#endif
