/*
 * canary.c: see canary.h.
 */
#include "canary.h"

#include "cgf.h"
#include "cgf_ledger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct cgf_function overflow_function = {"canary_overflow",
                                                      (const char *const[]){"late.entry", NULL}};
static const struct cgf_function count_function = {
        "canary_count", (const char *const[]){"late.entry", "late.counted", "hop", NULL}};
static const struct cgf_function read_function = {"canary_read", (const char *const[]){"late.entry", NULL}};
static const struct cgf_function read_at_function = {"canary_read_at",
                                                     (const char *const[]){"late.entry", NULL}};
static const struct cgf_function decide_function = {"canary_decide",
                                                    (const char *const[]){"late.entry", NULL}};
static const struct cgf_function forbidden_function = {"canary_forbidden",
                                                       (const char *const[]){"late.entry", NULL}};
static const struct cgf_function colour_function = {"canary_colour",
                                                    (const char *const[]){"late.entry", NULL}};

static const struct cgf_function *const functions[] = {
        &overflow_function, &count_function,   &read_function,   &forbidden_function,
        &colour_function,   &read_at_function, &decide_function, NULL};

static int counter;
static char colour[16];

static void reset(void)
{
	memset(colour, 0, sizeof colour);
}

static struct cgf_library canary = {.name = "canary", .functions = functions, .reset = reset};
CGF_LIBRARY(canary)

void canary_overflow(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &overflow_function);
	cgf_point(&call, "entry");
	volatile size_t bytes = 8; /* an optimiser that knew it would refuse to compile this */
	volatile char *block = malloc(bytes);
	if (block)
		block[bytes] = 1;
	free((void *)block);
	cgf_call_end(&call, 0);
}

void canary_count(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &count_function);
	cgf_point(&call, "entry");
	counter++;
	cgf_point(&call, "counted");
	cgf_call_end(&call, 0);
}

static size_t sum_of(const unsigned char *at, size_t bytes)
{
	size_t sum = 0;
	while (bytes--)
		sum += *at++;
	return sum;
}

size_t canary_read(const void *memory, size_t bytes)
{
	struct cgf_call call;
	cgf_call_begin(&call, &read_function);
	cgf_point(&call, "entry");
	size_t sum = sum_of(memory, bytes);
	cgf_call_end(&call, 0);
	return sum;
}

size_t canary_read_at(uintptr_t address, size_t bytes)
{
	struct cgf_call call;
	cgf_call_begin(&call, &read_at_function);
	cgf_point(&call, "entry");
	size_t sum = sum_of((const unsigned char *)address, bytes);
	cgf_call_end(&call, 0);
	return sum;
}

int canary_decide(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &decide_function);
	cgf_point(&call, "entry");
	volatile char *block = malloc(1);
	int decided = block && *block > 'm' ? 1 : 2;
	free((void *)block);
	cgf_call_end(&call, 0);
	return decided;
}

void canary_forbidden(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &forbidden_function);
	cgf_point(&call, "entry");
	if (call.caller)
		cgf_violation(&call, "forbidden");
	cgf_call_end(&call, 0);
}

const char *canary_colour(unsigned number)
{
	static const char *const colours[] = {"red", "green", "blue"};
	struct cgf_call call;
	number %= 3;
	cgf_call_begin(&call, &colour_function);
	cgf_point(&call, "entry");
	snprintf(colour, sizeof colour, "%s", colours[number]);
	cgf_answer(&call, &number, sizeof number, colour, strlen(colour));
	cgf_call_end(&call, 0);
	return colour;
}
