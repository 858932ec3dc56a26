/* callers.h: who makes calls, and the state of the run that they share.
 *
 * Everything here belongs to one process-wide run. `cgf_core.lock` guards it; the functions say where it must
 * be held.
 */
#ifndef CGF_CALLERS_H
#define CGF_CALLERS_H

#include "cgf.h"
#include "cgf_run.h"
#include "cgf_stats.h"
#include "hidden.h"
#include "unseen.h"

enum cgf_caller_state {
	CGF_ABSENT,     /* not seen in this run, or an extra that is not inside C and does not hop */
	CGF_IDLE,       /* waits for work */
	CGF_RUNNING,    /* in Go (perhaps blocked there), or inside C on its way to the next stop */
	CGF_PARKED,     /* at a point, by a fault: the plan resumes it */
	CGF_HELD,       /* arrived at a call while another caller was active: the controller lets it in */
	CGF_WAITS_LOCK, /* for a mutex of the library */
	CGF_HOPPING,    /* at the end of a call, to go on on another thread */
};

enum cgf_site_kind { CGF_SITE_OTHER, CGF_SITE_LATE, CGF_SITE_HOP, CGF_SITE_ERRNO, CGF_SITE_LEAVE };

/* A site of the vocabulary, resolved. */
struct cgf_site {
	const struct cgf_function *function;
	const char *name; /* the shim's string: "late.entry" */
	enum cgf_site_kind kind;
	int error; /* of errno= and leave= */
};

/* A fault that the plan has for the call that a caller is making. */
struct cgf_armed_fault {
	const struct cgf_site *site;
	uint8_t site_index, pass, reached;
};

/* A call that has called back into the program, and has not come to its end. */
struct cgf_open_call {
	uint32_t id;
	const struct cgf_function *function;
	uintptr_t entry; /* the stack where C was entered for it: see unwound.c */
};
enum { CGF_OPEN_CALLS_MAX = 32, CGF_LATEST_MAX = 4 };

struct cgf_caller {
	uint32_t turn;  /* futex: 1 lets the caller go on */
	uint32_t state; /* enum cgf_caller_state; written with the lock held */
	unsigned number;
	unsigned extra_number; /* from 1, in the order in which extras were let in */
	int kind;              /* enum cgf_goroutine_kind, of an extra */
	uint32_t started_for;  /* the op, by its number, that has started this extra; 0: none */
	/* An extra: a gc step lets it begin its call at once. Finalizers, and cleanups when no finalizer is
	 * left: the runtime starts finalizers first, but the kernel may let a cleanup overtake one on its way
	 * into C. */
	bool passes_in_gc;
	int64_t goroutine;
	long thread; /* of the kernel */
	uint32_t hops, hop_begun, hop_gave_way;
	unsigned suffered; /* index of the site of a fault that its call has suffered, and 1; 0: none */
	bool in_call;      /* inside a call of the library, and not in a callback */
	bool in_callback;  /* inside a callback of a call */
	unsigned open_count;
	struct cgf_open_call open[CGF_OPEN_CALLS_MAX]; /* outermost first */
	/* Slept in the kernel, inside C, while all else was still. Whoever wakes it makes it run beside the
	 * caller that is active, so it stops at its next use of the core until it is let in. */
	bool asleep;
	bool tired; /* it woke by itself again and again: it is let in once for each settling */
	/* Calls C, sleeps, and calls again, for ever: see pollers.c. */
	bool polls, slept, has_pass;
	unsigned passes, passes_left;
	uint32_t passes_since;                             /* cgf_core.moves then */
	const struct cgf_function *recent[CGF_LATEST_MAX]; /* called in this op, the oldest is replaced */
	unsigned recent_at;
	bool time_passed; /* in its last call: others may have something to do before the next one */
	bool gives_way;   /* held at a call, it lets all others in before */
	bool was_in_go;   /* since it was let go on: Go code has run that may have started something */
	bool hop_pending, hop_was_refused, hop_blocked;
	uint32_t hop_happened; /* cgf_core.happened when the hop began */
	uint32_t call_id;
	const struct cgf_function *function; /* of the call under way */
	struct cgf_caller *acts_for; /* the plan's caller whose faults an extra's call suffers, or NULL */
	/* of the op under way */
	bool working;
	struct cgf_work work;
	uint32_t work_started; /* counts the run's ops: who began first */
	unsigned work_step;    /* of the plan, which began it */
	uint32_t first_answer; /* answers given before the op began do not count */
	uint32_t calls_before; /* cgf_core.calls when it began */
	const struct cgf_function *last_function;
	unsigned fault_count;
	struct cgf_armed_fault faults[CGF_FAULTS_MAX];
	struct cgf_hidden waits_for; /* the mutex */
};

struct cgf_core {
	uint32_t lock;
	uint32_t event; /* futex: counts everything that the controller may wait for */
	uint32_t hop_under_way;
	uint32_t awaits_copy; /* a caller waits for a copy that it has forked: not for long */
	bool running;         /* a run is under way */
	bool second_run;      /* it only decides what the first one left open: cgf_second_run_begin */
	bool repeat;          /* a second run that only shows what each run leaves behind: cgf_repeat_begin */
	bool gc_step;         /* finalizers and cleanups pass straight in, one at a time */
	const struct cgf_vocabulary *words;
	const struct cgf_library *library;
	struct cgf_site sites[CGF_SITES_MAX];
	const char *variant, *build;
	const struct cgf_go_side *go_side;
	struct cgf_caller *active;
	struct cgf_caller callers[CGF_CALLERS_MAX];
	unsigned extra_count, extras_named;
	unsigned finalizers_in_c;
	const struct cgf_plan *plan;
	unsigned plan_at;    /* the next step */
	unsigned time_given; /* the last step for which time has passed, counted from 1 */
	uint32_t calls, poller_calls, works, steps;
	bool time_passed;        /* the clock has gone on since the controller looked */
	uint32_t calls_at_step;  /* calls when the step under way began */
	uint32_t calls_left;     /* by a panic, in this process: see unwound.c */
	uint32_t happened;       /* events of the trace */
	uint32_t moves;          /* steps of the plan, and what its callers do that they have not just done */
	uint32_t looks;          /* of the controller's, at who moves */
	uint32_t runs;           /* counts beginnings and ends of runs */
	struct cgf_stats *stats; /* never NULL after cgf_session_begin */
	bool effective;
};
extern struct cgf_core cgf_core;

CGF_UNSEEN static inline bool cgf_is_plan_caller(const struct cgf_caller *caller)
{
	return caller->number < CGF_PLAN_CALLERS;
}

/* A goroutine, which can say where it is, and no thread of the library's own. */
CGF_UNSEEN static inline bool cgf_is_goroutine(const struct cgf_caller *caller)
{
	if (cgf_is_plan_caller(caller))
		return caller->number < CGF_CALLER_LIBRARY;
	return caller->kind != CGF_THREAD;
}

/* Goroutines that run the program's code: the plan's, and those that its ops have started. */
CGF_UNSEEN static inline bool cgf_may_hop(const struct cgf_caller *caller)
{
	if (cgf_is_plan_caller(caller))
		return caller->number < CGF_CALLER_LIBRARY;
	return caller->kind == CGF_GOROUTINE && !caller->polls;
}

/* The kernel's number of the calling thread. It is asked for once: a copy of this process forgets it. */
extern __thread long cgf_thread_known __attribute__((visibility("hidden")));

CGF_UNSEEN static inline long cgf_thread_number(void)
{
	if (!cgf_thread_known)
		cgf_thread_known = cgf_raw_syscall(SYS_gettid, 0, 0, 0, 0);
	return cgf_thread_known;
}

/* Who makes this call; NULL: nobody that the core follows, or not any more. */
CGF_UNSEEN static inline struct cgf_caller *cgf_caller_in(struct cgf_call *call)
{
	if (call->caller && call->run != cgf_core.runs)
		call->caller = NULL;
	return call->caller;
}

/* The caller A to D that this goroutine is, or NULL. They are the same in all runs: any thread may ask. */
struct cgf_caller *cgf_caller_of_plan(int64_t goroutine);
/* Whose op and faults a caller's call belongs to. */
struct cgf_caller *cgf_caller_owner(struct cgf_caller *caller);
/* Its place among the callers: those of the plan, then extras in the order in which they were let in. That of
 * their records is the one in which the kernel brought them. */
unsigned cgf_caller_rank(const struct cgf_caller *caller);
/* The goroutine that makes this call now, or 0. */
int64_t cgf_call_goroutine(uint32_t call_id);
/* Notes in the statistics which op and which call the caller that runs is in. */
void cgf_call_note(const struct cgf_caller *caller);
/* "A", "L", "x1", "finalizer" into at least 16 bytes. */
void cgf_caller_name(const struct cgf_caller *caller, char *out);
/* Is the calling goroutine unwinding after a panic? Then the panic is the finding, and not what deferred
 * functions do to C. The lock is free. */
bool cgf_panicking(void);
void cgf_callers_reset(void);

#endif
