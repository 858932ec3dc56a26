/*
 * cgf_stats.h: what a fuzzing process leaves behind however it dies: counts, the input that was running, and
 * those that ran before it in the same process.
 *
 * A file of exactly sizeof(struct cgf_stats) bytes, mapped shared by the core (named by CGF_STATS in its
 * environment) and read by who started the engine. Counts only grow; several engine processes one after the
 * other add to one file. Written by one thread at a time; a reader may see a count one event old.
 */
#ifndef CGF_STATS_H
#define CGF_STATS_H

#include "cgf_control.h"

enum {
	CGF_STATS_MAGIC = 0x43474631, /* "CGF1" */
	CGF_RECENT_MAX = 256,
};

/* An input without the bytes behind its last step, which mean nothing. */
struct cgf_recent {
	uint32_t size;
	uint8_t bytes[1 + CGF_STEPS_MAX * CGF_STEP_BYTES];
};

/* The inputs that a process has begun to run. Number n, from 0, is in recent[n % CGF_RECENT_MAX] until
 * another one takes its place; the running one is the last. */
struct cgf_process_inputs {
	uint64_t inputs;
	struct cgf_recent recent[CGF_RECENT_MAX];
};

/* Which ops have called the functions of which sites, themselves or by a goroutine: 1, else 0. What an
 * engine's mutator has to know, or most faults would be those of functions that their op does not call. */
struct cgf_reached {
	uint8_t sites[CGF_OPS_MAX][CGF_SITES_MAX];
};

/* The digests of the traces so far, in no order, each at the first free place from its remainder on; 0: free.
 * Runs count up to CGF_TRACES_KEPT different ones. */
enum { CGF_TRACES_MAX = 1 << 16, CGF_TRACES_KEPT = CGF_TRACES_MAX / 2 };
struct cgf_traces {
	uint64_t runs, repeated;
	uint32_t different;
	uint32_t seen[CGF_TRACES_MAX];
};

struct cgf_stats {
	uint32_t magic; /* 0 in a new file: the core writes it and the names */
	uint32_t op_count, site_count;
	char ops[CGF_OPS_MAX][CGF_NAME_BYTES_MAX];
	char sites[CGF_SITES_MAX][CGF_NAME_BYTES_MAX];
	uint32_t plan, trace;  /* digests of the run under way, or of the last one */
	uint64_t steps_total;  /* steps carried out */
	uint64_t executions;   /* runs begun */
	uint64_t effective;    /* runs in which a fault fired, or a GC ran while a call was parked inside C */
	uint64_t gc_in_call;   /* GC steps that ran while a call was parked inside C */
	uint64_t hops_refused; /* hops asked of a caller that the program had locked to its thread */
	uint64_t fired[CGF_OPS_MAX][CGF_SITES_MAX]; /* how often each fault fired in each op */
	uint64_t fired_in_actions[CGF_SITES_MAX];
	struct cgf_reached reached;
	struct cgf_traces traces;
	uint64_t calls[CGF_OPS_MAX]; /* ops that ran to their end */
	uint32_t op_under_way;       /* index + 1; 0: none */
	/* The call of the library in which the caller that runs is: 0 outside of one, and in a callback. */
	uint32_t call_id;
	char call[CGF_NAME_BYTES_MAX];
	uint32_t input_size; /* the running plan, 0 between runs */
	uint8_t input[CGF_INPUT_BYTES_MAX];
	/* What the process that writes this has run, and what the first one had that died in a run since
	 * whoever reads this made died.inputs 0: an engine may start another one before it is read. */
	struct cgf_process_inputs process, died;
};

#endif
