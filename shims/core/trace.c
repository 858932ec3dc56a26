/*
 * trace.c: everything that happened in a run, in order, and its digest: two runs with one digest were the
 * same run.
 *
 * The digest is of names and our own numbers, never of addresses, kernel thread numbers or indices into a
 * vocabulary, so that it is the same in every process and after the class has grown.
 */
#include "trace.h"
#include "print.h"

enum { EVENTS_MAX = 4096, CALLER_NAME_BYTES = 16 };

/* Kept for the story alone: the digest goes on when the array is full. */
struct event {
	char caller[CALLER_NAME_BYTES];
	const char *what, *detail;
	int64_t value;
	uint32_t step;
};

static struct event events[EVENTS_MAX];
static size_t event_count;
static uint64_t digest;

/* FNV-1a, 64 bits. */
enum { DIGEST_BYTE_BITS = 8 };
static const uint64_t digest_start = 0xcbf29ce484222325, digest_prime = 0x100000001b3;

/* Most numbers have one byte that is not 0. */
#define PRIME_2 (digest_prime * digest_prime)
#define PRIME_4 (PRIME_2 * PRIME_2)
#define PRIME_8 (PRIME_4 * PRIME_4)

CGF_UNSEEN static uint64_t digest_number(uint64_t so_far, uint64_t number)
{
	if (number <= UINT8_MAX)
		return (so_far ^ number) * PRIME_8;
	for (unsigned i = 0; i < sizeof number; i++, number >>= DIGEST_BYTE_BITS)
		so_far = (so_far ^ (number & 0xff)) * digest_prime;
	return so_far;
}

CGF_UNSEEN static uint64_t digest_text(uint64_t so_far, const char *text)
{
	for (; text && *text; text++)
		so_far = (so_far ^ (unsigned char)*text) * digest_prime;
	return (so_far ^ 0xff) * digest_prime;
}

CGF_UNSEEN void cgf_trace_event(const struct cgf_caller *caller, const char *what, const char *detail,
                                int64_t value)
{
	char name[CALLER_NAME_BYTES] = {0};
	cgf_core.happened++;
	if ((caller && caller->polls) || cgf_core.second_run)
		return; /* the trace is that of the plan as it was given */
	if (caller)
		cgf_caller_name(caller, name);
	uint64_t longer = digest_text(digest_text(digest_text(digest, name), what), detail);
	digest = digest_number(longer, (uint64_t)value);
	cgf_core.stats->trace = (uint32_t)(digest ^ digest >> 32);
	if (event_count == EVENTS_MAX)
		return;
	struct event *event = &events[event_count++];
	for (unsigned i = 0; i < CALLER_NAME_BYTES; i++)
		event->caller[i] = name[i];
	event->what = what;
	event->detail = detail;
	event->value = value;
	event->step = cgf_core.steps;
}

CGF_UNSEEN void cgf_trace_reset(void)
{
	event_count = 0;
	digest = digest_start;
	cgf_core.stats->trace = 0;
}

CGF_UNSEEN void cgf_trace_print(void)
{
	for (size_t i = 0; i < event_count; i++) {
		const struct event *event = &events[i];
		char step[24], value[24];
		cgf_decimal(event->step, step);
		cgf_decimal(event->value, value);
		cgf_print("cgofault: story ", step, "  ", *event->caller ? event->caller : "-", " ",
		          event->what, " ", event->detail ? event->detail : "", event->value ? " " : "",
		          event->value ? value : "", "\n", NULL);
	}
}
