/*
 * internal.h: what the files of the core share: callers, the run, and the steps between them.
 *
 * Everything here belongs to one process-wide run. `cgf_core.lock` guards it; the functions say where it must
 * be held.
 */
#ifndef CGF_INTERNAL_H
#define CGF_INTERNAL_H

#include "cgf.h"
#include "cgf_ledger.h"
#include "cgf_run.h"
#include "cgf_stats.h"
#include "unseen.h"

enum cgf_caller_state {
	CGF_ABSENT,     /* not seen in this run, or an extra that is not inside C */
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

struct cgf_caller {
	uint32_t turn;  /* futex: 1 lets the caller go on */
	uint32_t state; /* enum cgf_caller_state; written with the lock held */
	unsigned number;
	unsigned extra_number; /* from 1, in the order in which extras were let in */
	int kind;              /* enum cgf_goroutine_kind, of an extra */
	/* An extra: a gc step lets it begin its call at once. Finalizers, and cleanups when no finalizer is
	 * left: the runtime starts finalizers first, but the kernel may let a cleanup overtake one on its way
	 * into C. */
	bool passes_in_gc;
	int64_t goroutine;
	long thread; /* of the kernel, to check a hop */
	uint32_t hops, hop_begun, hop_gave_way;
	bool in_call;     /* inside a call of the library, and not in a callback */
	bool in_callback; /* inside a callback of a call */
	bool was_in_go;   /* since it was let go on: Go code has run that may have started something */
	bool hop_pending, hop_was_refused, hop_blocked;
	uint32_t hop_happened; /* cgf_core.happened when the hop began */
	uint32_t call_id;
	struct cgf_caller *acts_for; /* the plan's caller whose faults an extra's call suffers, or NULL */
	/* of the op under way */
	bool working;
	struct cgf_work work;
	uint32_t work_started; /* counts the run's ops: who began first */
	uint32_t first_answer; /* answers given before the op began do not count */
	int failed;            /* errno of its first failing call */
	const struct cgf_function *failed_function, *left_function,
	        *last_function; /* left: errno, by a fault */
	unsigned fault_count;
	struct cgf_armed_fault faults[CGF_FAULTS_MAX];
	const void *waits_for; /* the mutex */
};

struct cgf_core {
	uint32_t lock;
	uint32_t event; /* futex: counts everything that the controller may wait for */
	uint32_t hop_under_way;
	bool running; /* a run is under way */
	bool gc_step; /* finalizers and cleanups pass straight in, one at a time */
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
	unsigned plan_at; /* the next step */
	uint32_t calls, works, steps;
	uint32_t happened;       /* events of the trace */
	struct cgf_stats *stats; /* never NULL after cgf_session_begin */
	bool effective;
};
extern struct cgf_core cgf_core;

/* ---- callers.c ---- */

/* The caller that makes calls on this thread; NULL: unknown. */
struct cgf_caller *cgf_caller_here(void);
/* Stops the caller in this state until it is released; the lock is held on entry and free on return. */
void cgf_caller_stop(struct cgf_caller *caller, enum cgf_caller_state state);
/* Makes a stopped caller the active one; the lock is held. Its thread is still to be woken (`turn`). */
void cgf_caller_let_go_on(struct cgf_caller *caller);
void cgf_caller_await_turn(struct cgf_caller *caller);
/* Whose op and faults a caller's call belongs to. */
struct cgf_caller *cgf_caller_owner(struct cgf_caller *caller);
void cgf_caller_hop(struct cgf_caller *caller);
/* The goroutine that makes this call now, or 0. */
int64_t cgf_call_goroutine(uint32_t call_id);
void cgf_callers_reset(void);
/* "A", "L", "x1", "finalizer" into at least 16 bytes. */
void cgf_caller_name(const struct cgf_caller *caller, char *out);
void cgf_library_thread_start(void);
/* An order that ThreadSanitizer sees, from all that this thread has done to what others do after
 * cgf_order_after of the same number: CGF_CALLER_LIBRARY, or CGF_CALLERS_MAX for what is done between runs.
 */
void cgf_order_before(unsigned number);
void cgf_order_after(unsigned number);

/* ---- steps.c ---- */

/* To be asked by a caller before it ends its step inside a call: is nothing else moving, so that it may pass
 * the run on? */
bool cgf_step_leaves_go_at_rest(struct cgf_caller *caller);
/* The caller's step is over: it is idle or parked, and lets whoever the plan says go on, where nothing else
 * moves. Stops it until its next turn; the lock is held on entry and free on return. */
void cgf_step_ends(struct cgf_caller *caller, enum cgf_caller_state state, bool go_at_rest);

/* ---- faults.c ---- */

/* Counts that the call reached the site, and says whether the fault there happens now. Takes the lock. */
const struct cgf_site *cgf_fault_reached(struct cgf_call *call, enum cgf_site_kind kind, const char *name);
bool cgf_fault_unspent(const struct cgf_caller *owner, const struct cgf_function *function);
void cgf_faults_arm(struct cgf_caller *caller, const struct cgf_step *step);

/* ---- ledger.c ---- */

void cgf_ledger_call_ended(const struct cgf_call *call);
void cgf_ledger_reset(void);
/* How many answers have been given in this run. */
uint32_t cgf_answer_count(void);
/* Does a result contradict the answers to its question since `first`? */
bool cgf_answer_contradicts(uint32_t first, const struct cgf_op_result *result);

/* ---- trace.c ---- */

/* Something happened. `what` and `detail` are constant strings (detail may be NULL). The lock is held. */
void cgf_trace_event(const struct cgf_caller *caller, const char *what, const char *detail, int64_t value);
void cgf_trace_reset(void);

/* ---- report.c ---- */

void cgf_report_start(void);
/* Counts mallocs between this and the end of the run, where a sanitizer tells of them. */
void cgf_malloc_count_reset(void);
/* ThreadSanitizer-free line output on stderr: the strings up to NULL, joined. */
void cgf_print(const char *first, ...) __attribute__((sentinel));

/* Another goroutine that a finding concerns: its Go frames are printed after the first one's. */
void cgf_found_also(int64_t goroutine);
/* Writes "want=ENOSPC got=nil" into at least 80 bytes; -1 is an error without an errno. */
void cgf_want_got(char *out, int want, int got);

/* ---- session.c ---- */

_Noreturn void cgf_author_error(const char *what, const char *name);

#endif
