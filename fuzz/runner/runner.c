/*
 * runner.c: the C half of the seam: hands plans from an engine's thread to the controller, a goroutine.
 *
 * By raw futex calls, like every hand-over here: the engine's thread must not be ordered with the callers'
 * either.
 */
#include "runner.h"

#include "_cgo_export.h"
#include "nocallback.h"
#include "one_core.h"
#include "signals.h"
#include "unseen.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct cgf_vocabulary words;
static const struct cgf_plan *plan_posted;
static uint32_t plan_posted_digest;
static uint32_t run_posted, run_ended;

static bool unlock_thread(const char *function)
{
	bool *lifted = cgf_no_callback_lift();
	bool unlocked = cgfUnlockThread((char *)function);
	cgf_no_callback_restore(lifted);
	return unlocked;
}

static void identify(struct cgf_goroutine *out)
{
	bool *lifted = cgf_no_callback_lift();
	cgfIdentify(out);
	cgf_no_callback_restore(lifted);
}

static bool panicking(void)
{
	bool *lifted = cgf_no_callback_lift();
	bool is_panicking = cgfPanicking();
	cgf_no_callback_restore(lifted);
	return is_panicking;
}

/* Called on a thread of the core's own, which is in no call of the program's. */
static void print_stack(int64_t goroutine)
{
	cgfPrintStack(goroutine);
}

static void note_descriptor(int descriptor, int caller)
{
	bool *lifted = cgf_no_callback_lift();
	cgfNoteDescriptor(descriptor, caller);
	cgf_no_callback_restore(lifted);
}

/* Every function that cgo exports calls this first, on its way into Go; the linker is asked to let it pass
 * here. */
extern uintptr_t __real__cgo_wait_runtime_init_done(void);
uintptr_t __wrap__cgo_wait_runtime_init_done(void);

CGF_UNSEEN uintptr_t __wrap__cgo_wait_runtime_init_done(void)
{
	cgf_thread_enters_go();
	return __real__cgo_wait_runtime_init_done();
}

/* ---- what a caller asks Go from inside C ---- */

/* Of the Go runtime: runs a Go function on the calling goroutine. The functions that cgo exports call it too,
 * after a release and before an acquire for ThreadSanitizer, which would order the callers. */
extern void crosscall2(void (*function)(void *), void *frame, int frame_bytes, size_t context);

static void (*at_rest_function)(void *);

void cgf_controller_at_rest_by(void *function)
{
	at_rest_function = (void (*)(void *))function;
}

CGF_UNSEEN static bool at_rest(unsigned caller)
{
	struct cgf_at_rest_frame frame = {.caller = caller};
	bool *lifted = cgf_no_callback_lift();
	crosscall2(at_rest_function, &frame, sizeof frame, 0);
	cgf_no_callback_restore(lifted);
	return frame.at_rest;
}

static bool has_ended(int64_t goroutine)
{
	bool *lifted = cgf_no_callback_lift();
	bool ended = cgfHasEnded(goroutine);
	cgf_no_callback_restore(lifted);
	return ended;
}

static const struct cgf_go_side go_side = {identify,    at_rest,         unlock_thread, panicking,
                                           print_stack, note_descriptor, has_ended};

int cgf_runner_start(const char *class_name, const char *variant, const char *op, char *why, size_t why_size)
{
	struct cgfStart_return started;
	cgf_set_go_side(&go_side);
	started = cgfStart((char *)class_name, (char *)variant, (char *)(op ? op : ""), &words);
	if (started.r0)
		snprintf(why, why_size, "there is no %s %s here; `cgofault list` shows what there is",
		         started.r1 == 0   ? "class"
		         : started.r1 == 1 ? "variant"
		                           : "op",
		         started.r1 == 0   ? class_name
		         : started.r1 == 1 ? variant
		                           : op);
	return started.r0;
}

const struct cgf_vocabulary *cgf_runner_words(void)
{
	return words.class_name ? &words : NULL;
}

/* A futex call with a time limit ends when its thread has handled a signal; one without goes on (signal(7)).
 */
enum { UNTIL_SIGNAL_US = 60000000 };

CGF_UNSEEN void cgf_runner_run(const struct cgf_plan *plan)
{
	cgf_one_core();
	plan_posted = plan;
	plan_posted_digest = cgf_plan_digest(plan, &words);
	cgf_store(&run_ended, 0);
	cgf_store(&run_posted, 1);
	cgf_futex_wake(&run_posted);
	while (!cgf_load(&run_ended)) {
		cgf_futex_wait(&run_ended, 0, UNTIL_SIGNAL_US);
		cgf_take_signals();
	}
}

void cgf_runner_execute(const uint8_t *bytes, size_t size)
{
	static struct cgf_plan plan;
	cgf_input_keep(bytes, size);
	cgf_plan_decode(&plan, &words, bytes, size);
	cgf_runner_run(&plan);
}

const struct cgf_reached *cgf_runner_reached(void)
{
	return cgf_stats_reached();
}

bool cgf_runner_worn(void)
{
	return cgf_process_worn();
}

void cgf_runner_report_death(void)
{
	cgf_report_death();
}

/* The controller's side: waits for a plan, and begins its run. */
CGF_UNSEEN const struct cgf_plan *cgf_controller_next(void)
{
	while (!cgf_load(&run_posted))
		cgf_futex_wait(&run_posted, 0, 0);
	cgf_store(&run_posted, 0);
	cgf_run_begin(plan_posted, plan_posted_digest);
	return plan_posted;
}

CGF_UNSEEN void cgf_controller_done(void)
{
	cgf_store(&run_ended, 1);
	cgf_futex_wake(&run_ended);
}

/* Ends an op and waits for the next: its index and argument in one number, so that no Go memory is written
 * here. */
CGF_UNSEEN uint64_t cgf_controller_caller_next(unsigned caller, int64_t goroutine, int error,
                                               const void *question, size_t question_bytes,
                                               const void *answer, size_t answer_bytes, bool at_rest)
{
	struct cgf_op_result result = {error, question, answer, question_bytes, answer_bytes};
	struct cgf_work work = cgf_caller_next(caller, goroutine, &result, at_rest);
	return (uint64_t)(uint32_t)work.op << 8 | work.argument;
}

CGF_UNSEEN bool cgf_controller_op_returned(int64_t goroutine)
{
	cgf_leaks_unhide();
	return cgf_hop_pending_for(goroutine);
}
