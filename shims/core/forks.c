/*
 * forks.c: a call forks: the copy may become another program or end, and not come back.
 *
 * It may do in between what fork(2) allows to the copy of a process that had threads. One that comes back to
 * the shim, calls Go back, or returns to Go breaks that: contract/forked. Nothing tells what a copy will do,
 * so its parent waits for it at the end of the call: by a pipe that is closed when the copy becomes another
 * program or ends. posix_spawn, system and Go's os/exec make no copy that runs anything of the program's, and
 * are not seen here.
 */
#include "forks.h"
#include "copy.h"
#include "print.h"
#include "proc.h"
#include "report.h"
#include "trace.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

enum { LOOK_MS = 5, LOOKS_ASLEEP = 10, LOOKS_MAX = 400 };

struct fork {
	bool open; /* the copy has neither become another program nor ended */
	bool stays;
	int pipe;
	const struct cgf_function *function; /* in which it was made; NULL: by Go */
	int64_t goroutine;
};

static struct fork forks[CGF_COPIES_MAX];
static unsigned forks_open;
static struct cgf_copies_word *word;
static int new_pipe[2] = {-1, -1};
static int new_fork = -1;
static uintptr_t go_text, go_text_end;

/* ---- at the end of a call ---- */

/* Does the kernel say that the process runs, or may run? */
CGF_UNSEEN static bool runs(int32_t pid)
{
	char text[CGF_PROC_FILE_BYTES];
	return cgf_proc_read_of(pid, "/status", text, sizeof text) &&
	       *cgf_text_after(text, "\nState:\t") == 'R';
}

/* Where a process that sleeps or is stopped will go on: the last number of the file (proc(5), syscall). */
CGF_UNSEEN static uint64_t program_counter_of(int32_t pid)
{
	char text[CGF_PROC_FILE_BYTES];
	uint64_t counter = 0;
	if (!cgf_proc_read_of(pid, "/syscall", text, sizeof text))
		return 0;
	for (const char *at = cgf_text_after(text, " "); *at; at = cgf_text_after(at, " "))
		counter = cgf_hexadecimal_take(&at);
	return counter;
}

/* Is the copy in Go's own code? Then it has returned to Go, which has none of its threads there, and waits
 * for them for ever. One that runs is stopped for this: the kernel does not tell where it is otherwise. */
CGF_UNSEEN static bool is_in_go(int32_t pid, bool running)
{
	if (running)
		cgf_raw_syscall(SYS_kill, pid, SIGSTOP, 0, 0);
	for (int looks = 0; running && runs(pid) && looks < LOOKS_MAX; looks++)
		cgf_raw_syscall(SYS_poll, 0, 0, 1, 0);
	uint64_t counter = program_counter_of(pid);
	if (running)
		cgf_raw_syscall(SYS_kill, pid, SIGCONT, 0, 0);
	return counter >= go_text && counter < go_text_end;
}

CGF_UNSEEN static bool is_over(const struct fork *fork, int wait_ms)
{
	struct pollfd polled = {.fd = fork->pipe};
	return cgf_raw_syscall(SYS_poll, (long)&polled, 1, wait_ms, 0) == 1;
}

/* A copy that sleeps, or takes very long, stays in C: it is waited for once. */
CGF_UNSEEN static bool wait_for(struct fork *fork, const int32_t *pid)
{
	int asleep = 0;
	for (int looks = 1; !fork->stays && asleep < LOOKS_ASLEEP && looks <= LOOKS_MAX; looks++) {
		if (is_over(fork, LOOK_MS))
			return true;
		bool running = *pid && runs(*pid);
		asleep = !*pid || running ? 0 : asleep + 1;
		if (*pid && (asleep == LOOKS_ASLEEP || looks % LOOKS_ASLEEP == 0) &&
		    is_in_go(*pid, running)) {
			cgf_store(&word->came_back, 1);
			break;
		}
	}
	fork->stays = true;
	return is_over(fork, 0);
}

CGF_UNSEEN static void forget(struct fork *fork)
{
	cgf_raw_syscall(SYS_close, fork->pipe, 0, 0, 0);
	fork->open = false;
	forks_open--;
}

_Noreturn CGF_UNSEEN static void forked(const struct cgf_function *function, int64_t goroutine)
{
	if (!function)
		function = word->function;
	cgf_found("contract/forked", function ? function->name : "fork", "", goroutine);
}

CGF_UNSEEN void cgf_forks_check(const struct cgf_caller *caller)
{
	for (unsigned i = 0; forks_open && i < CGF_COPIES_MAX; i++) {
		if (!forks[i].open)
			continue;
		cgf_store(&cgf_core.awaits_copy, true);
		bool over = wait_for(&forks[i], &word->pids[i]);
		cgf_store(&cgf_core.awaits_copy, false);
		if (cgf_load(&word->came_back))
			forked(forks[i].function, forks[i].goroutine);
		if (over)
			forget(&forks[i]);
	}
	/* One that was made by a bare system call. */
	if (cgf_load(&word->came_back))
		forked(NULL, caller->goroutine);
}

CGF_UNSEEN void cgf_forks_end(void)
{
	for (unsigned i = 0; forks_open && i < CGF_COPIES_MAX; i++) {
		if (!forks[i].open)
			continue;
		if (word->pids[i] && !is_over(&forks[i], 0))
			cgf_raw_syscall(SYS_kill, word->pids[i], SIGKILL, 0, 0);
		forget(&forks[i]);
	}
}

/* ---- around fork(2) ---- */

/* The caller that runs on this thread. */
CGF_UNSEEN static const struct cgf_caller *forking(void)
{
	const struct cgf_caller *caller = cgf_core.active;
	if (!cgf_core.running || cgf_copy_is_this() || !caller)
		return NULL;
	return caller->thread == cgf_thread_number() ? caller : NULL;
}

CGF_UNSEEN static void before(void)
{
	new_fork = -1;
	if (!forking() || cgf_raw_syscall(SYS_pipe2, (long)new_pipe, O_CLOEXEC, 0, 0))
		return;
	for (int i = 0; i < CGF_COPIES_MAX && new_fork < 0; i++) {
		if (!forks[i].open)
			new_fork = i;
	}
	if (new_fork >= 0)
		word->pids[new_fork] = 0;
}

CGF_UNSEEN static void after_in_parent(void)
{
	const struct cgf_caller *caller = forking();
	if (!caller || new_pipe[1] < 0)
		return;
	cgf_raw_syscall(SYS_close, new_pipe[1], 0, 0, 0);
	if (new_fork < 0) {
		cgf_raw_syscall(SYS_close, new_pipe[0], 0, 0, 0);
	} else {
		forks[new_fork] = (struct fork){.open = true,
		                                .pipe = new_pipe[0],
		                                .function = caller->in_call ? caller->function : NULL,
		                                .goroutine = caller->goroutine};
		forks_open++;
	}
	new_pipe[0] = new_pipe[1] = -1;
	cgf_lock(&cgf_core.lock);
	cgf_trace_event(caller, "forks", NULL, 0);
	cgf_unlock(&cgf_core.lock);
	/* No call of the library will end that Go has not begun there, and the Go line is on the stack now.
	 */
	if (!caller->in_call)
		cgf_forks_check(caller);
}

/* It keeps the other end of the pipe. */
CGF_UNSEEN static void after_in_copy(void)
{
	if (new_pipe[0] >= 0)
		cgf_raw_syscall(SYS_close, new_pipe[0], 0, 0, 0);
	if (new_fork >= 0)
		word->pids[new_fork] = (int32_t)cgf_raw_syscall(SYS_getpid, 0, 0, 0, 0);
	cgf_copy_begins();
}

CGF_UNSEEN void cgf_go_text_is(uintptr_t begin, uintptr_t end)
{
	go_text = begin;
	go_text_end = end;
}

CGF_UNSEEN void cgf_forks_start(void)
{
	word = cgf_copies_start();
	if (pthread_atfork(before, after_in_parent, after_in_copy))
		cgf_author_error("cannot prepare for forks", "pthread_atfork");
}
