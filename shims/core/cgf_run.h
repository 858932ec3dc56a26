/*
 * cgf_run.h: what the runner calls while a plan runs: callers, their hand-over, findings.
 *
 * A caller is whoever makes calls: the plan's goroutines A to D, the library's own thread L, and goroutines
 * that the program started itself (extras: also the finalizer and cleanup goroutines), numbered by the Go
 * runtime's goroutine number in the order in which they are let in. At most one caller is active; every other
 * one waits in here, is idle, or is blocked in Go. Threads are woken by raw futex calls and nothing else, so
 * that no order is made that ThreadSanitizer could see.
 */
#ifndef CGF_RUN_H
#define CGF_RUN_H

#include "cgf_control.h"

enum { CGF_EXTRAS_MAX = 64, CGF_CALLERS_MAX = CGF_PLAN_CALLERS + CGF_EXTRAS_MAX };

/* What kind of goroutine an extra caller is. */
enum cgf_goroutine_kind { CGF_GOROUTINE, CGF_FINALIZER, CGF_CLEANUP, CGF_THREAD /* no goroutine yet */ };

struct cgf_goroutine {
	int64_t number;
	int64_t creator;      /* the goroutine that has started it; 0: none */
	int kind;             /* enum cgf_goroutine_kind */
	bool finalizers_left; /* to run; said of cleanups alone */
};

/* Functions of the Go side that the core needs; set once before the first run. */
struct cgf_go_side {
	/* Called on a thread whose caller is unknown: which goroutine makes the call. Locks one that was
	 * unlocked for a hop (cgf_hop_pending_for) to its new thread. */
	void (*identify)(struct cgf_goroutine *out);
	/* Called by a caller inside C: is Go at rest, now that its goroutine is here? It must make no order
	 * that ThreadSanitizer sees, so it is no function that cgo exports. */
	bool (*at_rest)(unsigned caller);
	/* Releases the calling goroutine from its thread, for a hop at the end of this C function. False: it
	 * cannot hop there, since it is C code of the program's own that has called the function, and goes on
	 * on this thread. */
	bool (*unlock_thread)(const char *function);
	/* Is the calling goroutine unwinding after a panic? */
	bool (*panicking)(void);
	/* Prints the Go frames of a caller's goroutine, or of CGF_GOROUTINE_IN_C, on stderr. Called on a
	 * thread of the core's own while another one is dying. */
	void (*print_stack)(int64_t goroutine);
	/* This descriptor is new, and the calling goroutine was the last to run: a caller of the plan, or -1.
	 * Called between two steps of that goroutine. */
	void (*note_descriptor)(int descriptor, int caller);
	/* Has this goroutine ended? On the controller's thread. */
	bool (*has_ended)(int64_t goroutine);
};
/* The goroutine that is inside C and does not wait in the core (cgf_goroutine_waits). */
enum { CGF_GOROUTINE_IN_C = -1 };
bool cgf_goroutine_waits(int64_t goroutine);
/* This is true while Go's runtime ends the process: nobody can ask it for a stack then. */
void cgf_go_dies_by(const bool *dies);
void cgf_set_go_side(const struct cgf_go_side *functions);

/* ---- before the first run ---- */

/* Collects the words of a class from its registered library and the given op names (which must stay valid).
 * 0, -ENOENT. */
int cgf_words_collect(struct cgf_vocabulary *out, const char *class_name, const char *const *ops,
                      size_t op_count);

/* Chooses the words of all runs, maps CGF_STATS, makes the library's thread and the one that prints stacks.
 */
void cgf_session_begin(const struct cgf_vocabulary *words, const char *variant, const char *build);

/* How this program was built: "asan", "tsan", "plain". */
const char *cgf_build(void);

/* The digest of everything that happened in the last run. */
uint32_t cgf_last_trace(void);
/* See cgf_stats.h. */
const struct cgf_reached *cgf_stats_reached(void);

/* ---- the callers' side ---- */

/* What an op reported when it returned. */
struct cgf_op_result {
	int error; /* 0: nil; an errno found in the error; -1: an error without one */
	const void *question, *answer;
	size_t question_bytes, answer_bytes; /* question_bytes 0: nothing to compare */
};

struct cgf_work {
	int op; /* index into the vocabulary; -1: the process ends */
	uint8_t argument;
};

/* Reports the result of the last op (NULL: there was none), then waits for work. On the caller's own thread.
 * go_at_rest: nothing moves in Go but the caller. */
struct cgf_work cgf_caller_next(unsigned caller, int64_t goroutine, const struct cgf_op_result *result,
                                bool go_at_rest);

/* Is this goroutine a plan's caller that was unlocked from its thread and is not locked yet? */
bool cgf_hop_pending_for(int64_t goroutine);

/* To be called on a thread that is about to enter Go by a function that cgo exports. A thread of the
 * library's own stops there until it is let in, as a caller does at a call: when it gets there is the
 * kernel's choice. */
void cgf_thread_enters_go(void);

/* ---- the controller's side: one goroutine ---- */

/* Keeps the bytes of an engine in the statistics until cgf_run_end: any death leaves its input. */
void cgf_input_keep(const uint8_t *bytes, size_t size);
/* Everything of the last run is forgotten. The plan stays valid until cgf_run_end; plan_digest: for reports.
 */
void cgf_run_begin(const struct cgf_plan *plan, uint32_t plan_digest);
/* From here on calls pass straight through; the library forgets what it holds. */
void cgf_run_stop(void);
/* The run has stopped. Can only a second run tell whether an op has lost a failed call? */
bool cgf_second_run_wanted(void);
/* Begins such a run, and returns its plan, which is to be carried out and stopped like the first one; NULL:
 * all is decided. Does not return where a failed call was lost. */
const struct cgf_plan *cgf_second_run_begin(void);
/* The run has stopped. Begins it once more, to be carried out and stopped like a second run: what each run
 * leaves behind is a leak. What its ops report is not judged. The plan stays valid until cgf_run_end. */
void cgf_repeat_begin(const struct cgf_plan *plan);
bool cgf_run_is_under_way(void);
/* Nothing more can be found: forgets the input. */
void cgf_run_end(void);
/* Between runs: should another process take over, since what the runs leave behind can no longer be undone
 * here?
 */
bool cgf_process_worn(void);

/* How long the controller waits for the active caller before it looks at the scheduler: a poll, nothing is
 * decided. */
enum { CGF_POLL_US = 100 };

/* Goes on with the plan. Where that let a caller go on, the call returns when a caller has stopped and did
 * not pass on, or when nothing has happened for CGF_POLL_US; then all must come to rest before the next call.
 */
enum cgf_plan_needs {
	CGF_PLAN_ENDED,
	CGF_PLAN_NEEDS_COLLECTION, /* the step is a collection */
	CGF_PLAN_NEEDS_REST,
	/* The next step is for a caller that waits in Go while a call is held in C: timers of Go may let it
	 * go on. Said once for each step. */
	CGF_PLAN_NEEDS_TIME,
};
enum cgf_plan_needs cgf_plan_go_on(void);
/* Lets in one that waits for it (cgf_next_waiting), and waits alike. */
void cgf_admit(unsigned caller);
/* Waits for any caller to stop, at most CGF_POLL_US. */
void cgf_wait(void);
/* Waits for any caller to stop, at most so long. */
void cgf_wait_for(unsigned us);
/* For some tens of milliseconds, or until a caller stops: for what wakes by the real clock. */
void cgf_wait_long(void);
/* The same, and the clock runs meanwhile: a goroutine sleeps. */
void cgf_wait_for_sleepers(void);

/* What the kernel says of a thread: proc(5), /proc/self/task/TID. */
enum cgf_sleep {
	CGF_AWAKE,             /* runs, or will run by itself */
	CGF_SLEEPS_FOR_A_TIME, /* a system call with a time limit */
	CGF_SLEEPS_FOR_OTHERS, /* one that another process, or a clock, may end */
	CGF_SLEEPS,            /* one that only another thread of this process ends */
};
struct cgf_thread {
	long id;
	uint64_t switches; /* how often it has begun to run: equal in two looks, and it has slept all the time
	                    */
	uint64_t program_counter; /* where it will go on, if it sleeps */
	int sleep, system_call;
	bool in_core; /* one of Go's, which the core keeps waiting: idle, parked or held */
};
enum { CGF_THREADS_MAX = 256 };
/* All threads but the calling one; returns how many. By one thread at a time. */
unsigned cgf_threads_look(struct cgf_thread *out, unsigned room);
/* The same, without those that are known to be Go's or the core's. */
unsigned cgf_threads_look_at_new(struct cgf_thread *out, unsigned room);
void cgf_thread_is_of_go(long thread);
/* Go's code lies between these addresses. Before the first run. */
void cgf_go_text_is(uintptr_t begin, uintptr_t end);
/* Are there threads that are neither Go's nor the core's? Then no step is over before all of them have been
 * looked at. */
void cgf_threads_foreign(bool some);
/* The processor time that all looks so far have taken. Any thread. */
int64_t cgf_threads_looking_ns(void);
/* The threads that there are now are none that may be new. Any thread. */
void cgf_threads_noted(void);
/* Is there a thread that there was not, or are some foreign? Any thread; takes a system call only where a
 * real library stands behind the shims. */
bool cgf_threads_may_be_new(void);
/* Are there threads of the library's own, or have there been since all was at rest? Any thread. */
bool cgf_threads_of_library(void);
/* The kernel's number of the watchdog, which wakes by itself. */
long cgf_watchdog_thread(void);

/* A caller that is neither parked nor idle: in Go, or inside C. */
struct cgf_running {
	unsigned number;
	int64_t goroutine;
	long thread;
	bool in_call; /* inside a call of the library, and not in a callback */
	bool of_plan, polls, asleep;
};

/* What the core knows of the callers now. */
enum { CGF_POLLERS_MAX = 16 };
struct cgf_stillness {
	uint32_t happened;         /* counts what happens in the run */
	uint32_t moves;            /* counts the same, but for what is only repeated */
	unsigned goroutines_in_c;  /* goroutines that wait in the core */
	unsigned in_call, blocked; /* of the running ones: inside a call; of the plan */
	bool time_passed;          /* the clock has gone on: Go's timers may be due */
	bool awaits_copy;          /* a caller waits in the core for a copy of the process, and goes on */
	unsigned count;
	struct cgf_running running[CGF_CALLERS_MAX];
	unsigned poller_count;
	int64_t pollers[CGF_POLLERS_MAX]; /* goroutines */
};
void cgf_stillness(struct cgf_stillness *out);
/* Asks once more: is all as it was before? By the controller. In C, since AddressSanitizer checks each field
 * that Go compares. */
bool cgf_stillness_again(struct cgf_stillness *before);

/* All is still, and this caller sleeps inside C: it is blocked there. tired: it wakes by itself, again and
 * again, and nothing comes of it. False: it has moved. */
bool cgf_caller_sleeps(unsigned caller, bool tired);

/* Begins to let everything come to rest: callers that are tired may be let in once more, and each poller gets
 * that many passes. */
void cgf_settling(unsigned poller_passes);
/* A goroutine sleeps in Go, or in C for a time: a poller, where it goes on like that. */
void cgf_goroutine_slept(int64_t goroutine);
/* A poller that waits to be let in and has a pass left, or -1. */
int cgf_next_poller(void);
/* Is there a poller with a pass left that has yet to arrive? */
bool cgf_pollers_due(void);

/* The next caller to be let in, in canonical order, or -1; with CGF_WAITS_FOR_HOP where that is what it waits
 * for. To be asked only when all is still. */
enum { CGF_WAITS_FOR_HOP = 0x100 };
int cgf_next_waiting(void);
/* The first caller, in canonical order, that is parked by a fault, or -1. */
int cgf_next_parked(void);
bool cgf_anyone_blocked(void);
int64_t cgf_goroutine_of(unsigned caller);
/* Is this goroutine one of A to D? */
bool cgf_is_caller_of_plan(int64_t goroutine);
/* The C function in which this caller is blocked, for another caller or for a mutex; NULL if it is not. */
const char *cgf_blocked_in(unsigned caller);
/* Somebody who is parked in a call that was made for another op than this caller's; -1: nobody, or somebody
 * is parked for this one too, or in a call that has begun since: a goroutine of the program may make it for
 * anyone. And the C function in which a caller is parked. */
int cgf_parked_for_another(unsigned caller);
const char *cgf_parked_in(unsigned caller);
/* The goroutine of a caller that the plan did not start has ended. */
void cgf_caller_gone(unsigned caller);
/* Objects of the library that were made in this run and are not freed. */
size_t cgf_objects_alive(void);
/* A call is parked inside C. */
bool cgf_call_parked(void);

/* What a goroutine needs for a caller's hop. The words are the core's, and shared by atomic operations. */
struct cgf_hop {
	uint32_t *turn; /* 1, and a futex(2) wake, let the caller go on */
	uint32_t *
	        stops; /* counts the callers' stops: once it has changed, the caller has hopped and stopped */
	uint32_t *under_way; /* not 0: cgf_hop_wait does not return */
	uint32_t *gave_way;  /* 1: the caller was seen to wait for the P, or has let another goroutine run
	                        before it stopped: it has hopped, though it may be on any thread by now */
	int64_t goroutine;
	long thread; /* that it leaves */
	bool of_plan;
};

/* A hop. A goroutine that keeps the P says so in `under_way`, makes the caller active by cgf_hop_release,
 * sets `turn`, and stays until the caller waits for the P. Before all that it says when the program itself
 * had locked the caller to its thread. */
struct cgf_hop cgf_hop_of(unsigned caller);
void cgf_hop_release(unsigned caller);
void cgf_hop_refused(unsigned caller);
/* Waits in C until the caller has hopped and stopped again, so that the P is free to be taken; not for ever.
 */
void cgf_hop_wait(unsigned caller);

/* The clock that Go reads. Given what the runtime calls to read it (0: it makes a system call), returns what
 * it shall call instead: that clock stands still from cgf_clock_hold to cgf_clock_release, and goes on from
 * there. A run holds it, and lets it go while a goroutine sleeps, and while nothing has happened for a long
 * time. Any thread may call these. */
uintptr_t cgf_clock_take(uintptr_t real);
void cgf_clock_hold(void);
void cgf_clock_release(void);
/* The real one, in ns. */
int64_t cgf_clock_real(void);
/* A clock that is held goes on by so much. */
void cgf_clock_advance(int64_t ns);
/* Something happens that the plan decides: of two timers that are set for so long, one before it and one
 * after, the first is due first. Which one of Go's timers for the same moment comes first depends on all that
 * were ever set. */
void cgf_clock_tick(void);

void cgf_gc_begin(void);
void cgf_gc_end(void);

/* ---- descriptors ---- */

enum { CGF_DESCRIPTORS_MAX = 1024 };
struct cgf_descriptors {
	unsigned count;                          /* of all that are open */
	uint64_t open[CGF_DESCRIPTORS_MAX / 64]; /* one bit each */
};
/* Those of this process: proc(5), /proc/self/fd. Any thread. */
void cgf_descriptors_look(struct cgf_descriptors *out);
/* How many are open, if the kernel tells at once, as it does since Linux 6.2 (proc(5)); otherwise the lowest
 * number that is free, which grows with them unless lower ones are closed. Takes a system call or two. */
long cgf_descriptors_count(void);
/* The lowest number that is free, and the next one that is opened will have. Takes two system calls. */
long cgf_descriptor_lowest_free(void);
/* From now on, or no more, each beginning and end of a call looks for new descriptors, tells the Go side of
 * each (note_descriptor), and notes in which function it was made. Between two runs. */
void cgf_descriptors_watch(bool on);
/* The C function in which this one was made while they were watched; NULL: in none. */
const char *cgf_descriptor_maker(int descriptor);

/* ---- findings ---- */

/* Ends the process with "cgofault: found VERDICT at=AT MORE". goroutine: whose Go frames are printed; 0:
 * none. */
_Noreturn void cgf_found(const char *verdict, const char *at, const char *more, int64_t goroutine);
/* Ends the process alike, where what was found has been printed as Go's runtime would. */
_Noreturn void cgf_found_as_printed(void);
/* Another goroutine that the finding concerns: its Go frames are printed after the first one's. */
void cgf_found_also(int64_t goroutine);
/* The harness itself failed. */
_Noreturn void cgf_harness_failed(const char *message);

/* Between two runs: ThreadSanitizer forgets all accesses, so that what it finds does not depend on what this
 * process did before. Takes too long for an engine. */
void cgf_forget_accesses(void);

/* CGF_STACK_AT_CALL and CGF_STACK_AT_MALLOC hold numbers of one run. Is it one of those to come? Yes, unless
 * this says otherwise. */
void cgf_stacks_wanted(bool wanted);

/* The process is about to die, on this thread, of what something else has found: prints the Go frames of the
 * call, unless a finding has printed its own. */
void cgf_report_death(void);
/* Has sanitizers call that; what is found from now on ends the process without the handler of an engine. */
void cgf_report_deaths(void);

/* Has the program got memory from malloc in this run that it has not freed? Always false without a leak
 * checker. */
bool cgf_malloc_unbalanced(void);
/* An op has returned on this thread: overwrites what its C functions have left on the stack, where a leak
 * checker would take it for pointers in use. */
void cgf_leaks_unhide(void);
/* Overwrites, of these words, those that are addresses of blocks from malloc in this run. */
void cgf_leaks_unhide_words(uintptr_t low, uintptr_t high);
/* Asks the leak checker, after the GCs that clear what hides a leak. lsan/leak, if it knows of one. */
void cgf_leak_check(void);

/* Prints the events of the run, one a line, on stderr: where the run has ended, or also where it ends in a
 * finding. */
void cgf_trace_print(void);
void cgf_story_wanted(bool wanted);

#endif
