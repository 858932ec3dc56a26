/*
 * pointer_arithmetic.c: see pointer_arithmetic.h. The plan moves what the library counts to the edges of what
 * its documentation allows, and lets an instrument be cold (fault "cold").
 */
#include "pointer_arithmetic.h"

#include "cgf.h"
#include "cgf_ledger.h"

#include <stdlib.h>
#include <string.h>

#define EDGES(word) word "=low", word "=below", word "=above", word "=high"

static const struct cgf_function measure_function = {"pointer_arithmetic_measure",
                                                     (const char *const[]){"late.entry", "hop", NULL}};
static const struct cgf_function copy_function = {
        "pointer_arithmetic_copy", (const char *const[]){"late.entry", "hop", EDGES("samples"), NULL}};
static const struct cgf_function peak_function = {
        "pointer_arithmetic_peak", (const char *const[]){"late.entry", "hop", EDGES("index"), NULL}};
static const struct cgf_function sum_function = {"pointer_arithmetic_sum",
                                                 (const char *const[]){"late.entry", "hop", NULL}};
static const struct cgf_function name_function = {
        "pointer_arithmetic_name", (const char *const[]){"late.entry", "hop", EDGES("length"), NULL}};
static const struct cgf_function receive_function = {
        "pointer_arithmetic_receive", (const char *const[]){"late.entry", "hop", EDGES("bytes"), NULL}};
static const struct cgf_function measure_to_function = {"pointer_arithmetic_measure_to",
                                                        (const char *const[]){"late.entry", "cold", NULL}};

static const struct cgf_function *const functions[] = {
        &measure_function, &copy_function,    &peak_function,       &sum_function,
        &name_function,    &receive_function, &measure_to_function, NULL};
static struct cgf_library pointer_arithmetic = {.name = "pointer_arithmetic", .functions = functions};
CGF_LIBRARY(pointer_arithmetic)

/* There can be more samples or bytes than there is room for; the instrument's own memory ends here. */
enum { MORE_FACTOR = 8 };

static uint32_t sample_at(size_t index)
{
	return 100 + (uint32_t)(index * 7 % 5);
}

static void samples_write(uint32_t *samples, size_t count)
{
	for (size_t i = 0; i < count; i++)
		samples[i] = sample_at(i);
}

uint32_t *pointer_arithmetic_measure(size_t *bytes)
{
	struct cgf_call call;
	cgf_call_begin(&call, &measure_function);
	cgf_point(&call, "entry");
	*bytes = POINTER_ARITHMETIC_SAMPLES * sizeof(uint32_t);
	uint32_t *samples = malloc(*bytes);
	if (samples)
		samples_write(samples, POINTER_ARITHMETIC_SAMPLES);
	cgf_call_end(&call, 0);
	return samples;
}

size_t pointer_arithmetic_copy(uint32_t *samples, size_t room)
{
	struct cgf_call call;
	cgf_call_begin(&call, &copy_function);
	cgf_point(&call, "entry");
	size_t count =
	        (size_t)cgf_fault_number(&call, "samples", 0, (int64_t)room, (int64_t)(room * MORE_FACTOR));
	samples_write(samples, count < room ? count : room);
	cgf_call_end(&call, 0);
	return count;
}

size_t pointer_arithmetic_peak(const uint32_t *samples, size_t count)
{
	struct cgf_call call;
	size_t highest = 0;
	cgf_call_begin(&call, &peak_function);
	cgf_point(&call, "entry");
	for (size_t i = 1; i < count; i++) {
		if (samples[i] > samples[highest])
			highest = i;
	}
	size_t index = (size_t)cgf_fault_number(&call, "index", 0, (int64_t)highest, (int64_t)count);
	cgf_call_end(&call, 0);
	return index;
}

uint64_t pointer_arithmetic_sum(const uint32_t *samples, size_t count)
{
	struct cgf_call call;
	uint64_t sum = 0;
	cgf_call_begin(&call, &sum_function);
	cgf_point(&call, "entry");
	for (size_t i = 0; i < count; i++)
		sum += samples[i];
	cgf_call_end(&call, 0);
	return sum;
}

void pointer_arithmetic_name(char *name, size_t room)
{
	struct cgf_call call;
	cgf_call_begin(&call, &name_function);
	cgf_point(&call, "entry");
	size_t length = (size_t)cgf_fault_number(&call, "length", 0, (int64_t)room / 2, (int64_t)room);
	memset(name, 0, room);
	memset(name, 'n', length);
	cgf_call_end(&call, 0);
}

size_t pointer_arithmetic_receive(void *message, size_t room)
{
	struct cgf_call call;
	cgf_call_begin(&call, &receive_function);
	cgf_point(&call, "entry");
	size_t length =
	        (size_t)cgf_fault_number(&call, "bytes", 0, (int64_t)room, (int64_t)(room * MORE_FACTOR));
	memset(message, 'm', length < room ? length : room);
	cgf_call_end(&call, 0);
	return length;
}

void pointer_arithmetic_measure_to(uint32_t channel, uintptr_t address, pointer_arithmetic_tick tick)
{
	struct cgf_call call;
	cgf_call_begin(&call, &measure_to_function);
	cgf_point(&call, "entry");
	if (cgf_fault(&call, "cold")) {
		cgf_callback_enter(&call);
		tick();
		cgf_callback_leave(&call);
	}
	uint32_t sample = sample_at(channel);
	cgf_answer(&call, &channel, sizeof channel, &sample, sizeof sample);
	*(uint32_t *)address = sample;
	cgf_call_end(&call, 0);
}
