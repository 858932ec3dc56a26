/*
 * session.c: what lasts as long as the process, and its runs.
 */
#include "allocations.h"
#include "answers.h"
#include "cgf_run.h"
#include "descriptor_holds.h"
#include "forks.h"
#include "go_stacks.h"
#include "holds.h"
#include "lent.h"
#include "library_thread.h"
#include "losses.h"
#include "objects.h"
#include "op_calls.h"
#include "order.h"
#include "pollers.h"
#include "report.h"
#include "signal_handlers.h"
#include "stats_file.h"
#include "trace.h"
#include "watchdog.h"

#include <malloc.h>

enum { FREED_BYTE = 0xa5 };

static struct cgf_stats *first_runs_stats;

CGF_UNSEEN void cgf_set_go_side(const struct cgf_go_side *functions)
{
	cgf_core.go_side = functions;
}

CGF_UNSEEN void cgf_session_begin(const struct cgf_vocabulary *words, const char *variant, const char *build)
{
	cgf_core.words = words;
	cgf_core.variant = variant;
	cgf_core.build = build;
	cgf_core.stats = cgf_stats_begin(words);
	cgf_trace_reset();
	cgf_allocations_start();
	cgf_go_stacks_start();
	cgf_watchdog_start();
	cgf_report_exits();
#ifdef M_PERTURB
	/* free() overwrites: the C library alone leaves some freed memory as it was, and which depends on
	 * what the process freed before (mallopt(3)). */
	mallopt(M_PERTURB, FREED_BYTE);
#endif
	cgf_forks_start();
	cgf_library_thread_start();
}

/* Everything that callers did in an earlier run is forgotten. */
CGF_UNSEEN static void run_reset(const struct cgf_plan *plan)
{
	cgf_core.plan = plan;
	cgf_objects_reset();
	cgf_holds_reset();
	cgf_descriptor_holds_reset();
	cgf_lent_reset();
	cgf_answers_reset();
	cgf_callers_reset();
	for (unsigned i = 0; i < CGF_CALLER_LIBRARY; i++)
		cgf_op_calls_reset(&cgf_core.callers[i]);
}

CGF_UNSEEN void cgf_run_begin(const struct cgf_plan *plan, uint32_t plan_digest)
{
	run_reset(plan);
	cgf_signal_handlers_note();
	cgf_trace_reset();
	cgf_losses_reset();
	cgf_core.stats->plan = plan_digest;
	cgf_core.stats->call_id = cgf_core.stats->op_under_way = 0;
	cgf_core.stats->executions++;
	cgf_core.effective = false;
	cgf_malloc_count_reset();
	cgf_core.runs++;
	cgf_core.running = true;
	cgf_clock_hold();
}

CGF_UNSEEN void cgf_run_stop(void)
{
	/* Whoever comes from here on does not stop: nobody would let it go on. */
	cgf_lock(&cgf_core.lock);
	cgf_core.running = false;
	cgf_core.runs++;
	cgf_unlock(&cgf_core.lock);
	cgf_pollers_release();
	cgf_forks_end();
	cgf_order_after(CGF_CALLER_LIBRARY);
	if (cgf_core.library->reset)
		cgf_core.library->reset();
	cgf_order_before(CGF_CALLERS_MAX);
}

CGF_UNSEEN bool cgf_second_run_wanted(void)
{
	return cgf_losses_open();
}

/*
 * A second run counts in no statistics, leaves the trace as it is, and is given no verdict on what its ops
 * report. What else is found in it is found: the plan without that fault finds it too. Allocations are
 * numbered on, so that a leak's number names one of this run.
 */
CGF_UNSEEN static void second_run_enter(const struct cgf_plan *plan)
{
	static struct cgf_stats nobodys;
	run_reset(plan);
	if (!cgf_has_engine())
		cgf_forget_accesses();
	first_runs_stats = cgf_core.stats;
	cgf_core.stats = &nobodys;
	cgf_core.running = cgf_core.second_run = true;
}

CGF_UNSEEN static void second_run_leave(void)
{
	if (cgf_core.second_run)
		cgf_core.stats = first_runs_stats;
	cgf_core.second_run = cgf_core.repeat = false;
}

CGF_UNSEEN const struct cgf_plan *cgf_second_run_begin(void)
{
	second_run_leave();
	const struct cgf_plan *plan = cgf_losses_next();
	if (plan)
		second_run_enter(plan);
	return plan;
}

CGF_UNSEEN void cgf_repeat_begin(const struct cgf_plan *plan)
{
	second_run_leave();
	second_run_enter(plan);
	cgf_core.repeat = true;
}

CGF_UNSEEN bool cgf_run_is_under_way(void)
{
	return cgf_core.running;
}

CGF_UNSEEN void cgf_run_end(void)
{
	second_run_leave();
	cgf_core.stats->effective += cgf_core.effective;
	cgf_stats_note_trace(cgf_core.stats);
	cgf_core.stats->input_size = 0;
	cgf_clock_release();
}

extern void __tsan_release(void *address) __attribute__((weak));

/* ThreadSanitizer's shadow stack has room for 65,536 frames of a thread, and keeps those of each call that a
 * panic leaves (golang/go issue 16150). */
enum { CALLS_LEFT_MAX = 2000 };

CGF_UNSEEN bool cgf_process_worn(void)
{
	return __tsan_release && cgf_core.calls_left >= CALLS_LEFT_MAX;
}

CGF_UNSEEN void cgf_gc_begin(void)
{
	cgf_lock(&cgf_core.lock);
	cgf_core.gc_step = true;
	cgf_core.steps++;
	cgf_core.stats->steps_total++;
	if (cgf_call_parked()) {
		cgf_core.stats->gc_in_call++;
		cgf_core.effective = true;
	}
	cgf_trace_event(NULL, "collects garbage", NULL, 0);
	cgf_unlock(&cgf_core.lock);
}

CGF_UNSEEN void cgf_gc_end(void)
{
	cgf_core.gc_step = false;
}

const char *cgf_build(void)
{
	return cgf_core.build;
}

CGF_UNSEEN uint32_t cgf_last_trace(void)
{
	return cgf_core.stats->trace;
}
