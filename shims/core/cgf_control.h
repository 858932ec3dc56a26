/*
 * cgf_control.h: what drives a run: plans, the words they are written in, callers and their hand-over,
 * reports.
 *
 * For the runner, the replay program, the engines' drivers and the command line. A shim includes cgf.h
 * instead.
 */
#ifndef CGF_CONTROL_H
#define CGF_CONTROL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- limits: checked where a plan is decoded, and again where it is used ---- */

enum {
	CGF_INPUT_BYTES_MAX = 4096, /* what an engine may hand over; bytes behind the last step are ignored */
	CGF_TEXT_BYTES_MAX = 65536, /* a plan as text */
	CGF_STEPS_MAX = 64,
	CGF_STEP_BYTES = 12, /* one step record, see plan.c */
	CGF_FAULTS_MAX = 4,  /* of one call */
	CGF_PASS_MAX = 3,    /* a fault may be meant for the third time its site is reached */
	CGF_OPS_MAX = 64,
	CGF_ACTIONS_MAX = 16,
	CGF_SITES_MAX = 96,
	CGF_NAME_BYTES_MAX = 64,
};

/* Callers that a plan names: A, B, C and D run ops; L is the library's own thread and runs actions. */
enum { CGF_CALLER_A, CGF_CALLER_LIBRARY = 4, CGF_PLAN_CALLERS };

/* ---- words: what a class offers to plans ---- */

/*
 * The names that a class's plans are made of. A byte of an engine's input picks by index; text names. All
 * strings live as long as the vocabulary. A site is where one fault can happen, written as in a plan's text:
 * FAULT@FUNCTION[.POINT][=VALUE], for instance "late@register.entry", "errno@write=ENOSPC", "hop@read".
 */
struct cgf_vocabulary {
	const char *class_name;
	size_t op_count, action_count, site_count;
	const char *ops[CGF_OPS_MAX];
	const char *actions[CGF_ACTIONS_MAX];
	const char *sites[CGF_SITES_MAX];
};

/* ---- plans ---- */

enum cgf_step_kind { CGF_STEP_CALL, CGF_STEP_RESUME, CGF_STEP_FIRE, CGF_STEP_GC };

struct cgf_planned_fault {
	uint8_t site; /* index into the vocabulary's sites */
	uint8_t pass; /* 1 to CGF_PASS_MAX: the how-manyth time the call reaches the site */
};

/* Fields that a kind does not use are 0, so that equal steps have equal bytes. */
struct cgf_step {
	uint8_t kind;        /* enum cgf_step_kind */
	uint8_t caller;      /* call: A to D; resume: A to L; fire: L */
	uint8_t word;        /* call: index of the op; fire: index of the action */
	uint8_t argument;    /* call: the op's argument */
	uint8_t fault_count; /* call, fire */
	struct cgf_planned_fault faults[CGF_FAULTS_MAX];
};

struct cgf_plan {
	uint8_t seed; /* of the Go runtime's randomness: map order, select */
	uint8_t step_count;
	struct cgf_step steps[CGF_STEPS_MAX];
};

/* What stands above the steps of a plan's text. Empty: the line is absent. */
struct cgf_header {
	char class_name[CGF_NAME_BYTES_MAX];
	char variant[CGF_NAME_BYTES_MAX];
	char build[CGF_NAME_BYTES_MAX];
	char verdict[4 * CGF_NAME_BYTES_MAX]; /* "asan/use-after-poison at=retained_pointer_fire" */
};

/* Every byte string is a plan: decoding is total and depends on nothing but its arguments. */
void cgf_plan_decode(struct cgf_plan *out, const struct cgf_vocabulary *words, const uint8_t *bytes,
                     size_t size);
/* The way back: decoding what was encoded gives an equal plan. Returns the number of bytes, at most
 * 1 + CGF_STEPS_MAX * CGF_STEP_BYTES, which `bytes` must have room for. */
size_t cgf_plan_encode(uint8_t *bytes, const struct cgf_plan *plan);
bool cgf_plan_equal(const struct cgf_plan *a, const struct cgf_plan *b);
/* Names the steps and nothing else: the same for a plan as bytes, as text, and after the vocabulary has
 * grown. */
uint32_t cgf_plan_digest(const struct cgf_plan *plan, const struct cgf_vocabulary *words);

/* Writes header and steps as text, ended by NUL. Returns the length, or -ENOSPC. */
int cgf_plan_write(char *out, size_t size, const struct cgf_plan *plan, const struct cgf_header *header,
                   const struct cgf_vocabulary *words);
/* Reads the header alone, for those who must choose the vocabulary first. 0, or -EINVAL with one line in
 * `why`. */
int cgf_header_read(struct cgf_header *out, const char *text, char *why, size_t why_size);
/* Reads header and steps. 0, or -EINVAL with one line in `why`: line number, what is wrong, and what to do. A
 * name that the vocabulary lacks is an error and never another name. */
int cgf_plan_read(struct cgf_plan *plan, struct cgf_header *header, const struct cgf_vocabulary *words,
                  const char *text, char *why, size_t why_size);
/* Do these bytes begin like the text form? */
bool cgf_plan_is_text(const uint8_t *bytes, size_t size);

#endif
