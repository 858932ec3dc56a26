/*
 * threads.c: what the kernel says of this process's threads: who runs, who sleeps, and for how long.
 *
 * A real library waits by calls that nobody told us of. /proc/self/task/TID has the state of a thread, its
 * system call, and how often it has been switched (proc(5)): a thread whose switches are the same in two
 * looks, and which slept in both, has slept all the time between. Two equal looks at all threads prove that
 * there was a moment at which nobody moved.
 */
#include "births.h"
#include "callers.h"
#include "cgf_run.h"
#include "proc.h"
#include "sleeps.h"
#include "unseen.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { ARGUMENTS = 6, TASK_LINKS = 2 };

/* `struct linux_dirent64`, which has no header: getdents64(2). */
enum { ENTRY_LENGTH_AT = 16, ENTRY_NAME_AT = 19, LISTING_BYTES = 8192 };

static long task_folder = -1;
/* As of the beginning of the last look, and of the one that was noted. */
static struct births_seen {
	uint32_t threads, births, of_library;
} looked_at, noted;
static bool noted_foreign;

/* ---- how many there are ---- */

/* The link count of the folder is the number of threads and two: the cheapest question there is. */
CGF_UNSEEN static uint32_t thread_count(void)
{
	struct stat status;
	if (task_folder < 0)
		task_folder = cgf_raw_syscall(SYS_open, (long)"/proc/self/task",
		                              O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, 0);
	if (cgf_raw_syscall(SYS_fstat, task_folder, (long)&status, 0, 0))
		return 0;
	return (uint32_t)status.st_nlink - TASK_LINKS;
}

/* Before a look: what is made meanwhile may not be in it. */
CGF_UNSEEN static void note_look(void)
{
	looked_at.threads = cgf_births_may_be_unseen() ? thread_count() : 0;
	looked_at.births = cgf_births();
	looked_at.of_library = cgf_births_of_library();
}

CGF_UNSEEN void cgf_threads_noted(void)
{
	cgf_store(&noted.threads, looked_at.threads);
	cgf_store(&noted.births, looked_at.births);
	cgf_store(&noted.of_library, looked_at.of_library);
}

CGF_UNSEEN void cgf_threads_foreign(bool some)
{
	noted_foreign = some;
}

CGF_UNSEEN bool cgf_threads_may_be_new(void)
{
	return noted_foreign || cgf_births() != cgf_load(&noted.births) ||
	       (cgf_births_may_be_unseen() && thread_count() != cgf_load(&noted.threads));
}

CGF_UNSEEN bool cgf_threads_of_library(void)
{
	return noted_foreign || cgf_births_of_library() != cgf_load(&noted.of_library);
}

/* ---- one thread ---- */

/* Reads a file of a thread, ended by NUL; false where the thread has ended. */
CGF_UNSEEN static bool thread_file(long thread, const char *name, char *out)
{
	char path[CGF_PROC_PATH_BYTES];
	*cgf_put_text(cgf_put_number(path, thread), name) = 0;
	return cgf_proc_read_at(task_folder, path, out, CGF_PROC_FILE_BYTES);
}

/* Does a thread that sleeps so wait for its turn? A thread of the library's own that calls back is none of
 * Go's: what it does next is not the core's to say. */
CGF_UNSEEN static bool awaits_turn(int system_call, uintptr_t address)
{
	uintptr_t at = address - (uintptr_t)cgf_core.callers;
	if (system_call != SYS_futex || at >= sizeof cgf_core.callers)
		return false;
	const struct cgf_caller *caller = &cgf_core.callers[at / sizeof *caller];
	return address == (uintptr_t)&caller->turn &&
	       (cgf_is_plan_caller(caller) || caller->kind != CGF_THREAD);
}

/* Notes the system call in which a thread waits; false where it is in none, and so moves. */
CGF_UNSEEN static bool system_call_read(struct cgf_thread *out, uint64_t arguments[ARGUMENTS])
{
	static char text[CGF_PROC_FILE_BYTES];
	if (!thread_file(out->id, "/syscall", text) || *text < '0' || *text > '9')
		return false; /* "running", or -1 */
	const char *at = text;
	out->system_call = (int)cgf_decimal_at(at);
	while (*at >= '0' && *at <= '9')
		at++;
	for (unsigned i = 0; i < ARGUMENTS; i++)
		arguments[i] = cgf_hexadecimal_take(&at);
	cgf_hexadecimal_take(&at); /* the stack pointer */
	out->program_counter = cgf_hexadecimal_take(&at);
	return true;
}

/* How often a thread has begun to run; 0 where the kernel does not count it. */
CGF_UNSEEN static uint64_t switches_read(long thread)
{
	static char text[CGF_PROC_FILE_BYTES];
	const char *at = text;
	if (!thread_file(thread, "/schedstat", text))
		return 0;
	for (unsigned field = 0; field < 2; field++) { /* the times that it ran and that it waited */
		while (*at >= '0' && *at <= '9')
			at++;
		at += *at == ' ';
	}
	return cgf_decimal_at(at);
}

/* Of threads that slept when they were last looked at, by their numbers. The kernel takes ten times as long
 * for the status as for the two short files, and one that has not run since sleeps still. */
static struct slept {
	long id;
	uint64_t switches;
} slept[CGF_THREADS_MAX];

/* Sets what is known of a thread's sleep, and says whether it sleeps; *ended where it is not there any more.
 */
CGF_UNSEEN static bool sleep_read(struct cgf_thread *out, bool *ended)
{
	static char text[CGF_PROC_FILE_BYTES];
	struct slept *before = &slept[out->id % CGF_THREADS_MAX];
	out->switches = switches_read(out->id);
	if (out->switches && before->id == out->id && before->switches == out->switches)
		return true;
	before->id = 0;
	*ended = !thread_file(out->id, "/status", text);
	const char *state = cgf_text_after(text, "State:\t");
	if (*ended || *state != 'S')
		return false;
	uint64_t switches = out->switches;
	if (!switches)
		out->switches = cgf_decimal_at(cgf_text_after(state, "\nvoluntary_ctxt_switches:")) +
		                cgf_decimal_at(cgf_text_after(state, "\nnonvoluntary_ctxt_switches:"));
	else if (switches == switches_read(out->id))
		*before = (struct slept){out->id, switches};
	return true;
}

/* False where the thread has ended. */
CGF_UNSEEN static bool thread_read(struct cgf_thread *out)
{
	uint64_t arguments[ARGUMENTS];
	bool waits = system_call_read(out, arguments), ended = false;
	out->sleep = CGF_AWAKE;
	out->in_core = waits && awaits_turn(out->system_call, arguments[0]);
	if (out->in_core) {
		out->sleep = CGF_SLEEPS;
		return true;
	}
	if (!sleep_read(out, &ended) || !waits)
		return !ended;
	out->sleep = cgf_sleep_in(out->system_call, arguments);
	return true;
}

/* ---- all threads ---- */

/* Go's own threads, in a table by their numbers: a thread whose place another one takes is only looked at
 * again. */
enum { GO_THREADS = 1024 };
static long go_threads[GO_THREADS];

CGF_UNSEEN void cgf_thread_is_of_go(long thread)
{
	go_threads[thread % GO_THREADS] = thread;
}

/* What all looks have cost, in processor time: it is the harness's, not the program's. */
static int64_t looking_ns;

CGF_UNSEEN static int64_t own_cpu_ns(void)
{
	struct timespec now;
	cgf_raw_syscall(SYS_clock_gettime, CLOCK_THREAD_CPUTIME_ID, (long)&now, 0, 0);
	return now.tv_sec * 1000000000 + now.tv_nsec;
}

CGF_UNSEEN int64_t cgf_threads_looking_ns(void)
{
	return __atomic_load_n(&looking_ns, __ATOMIC_RELAXED);
}

CGF_UNSEEN static unsigned look_at(struct cgf_thread *out, unsigned room, bool only_new)
{
	static unsigned char listing[LISTING_BYTES] __attribute__((aligned(8)));
	long own = cgf_raw_syscall(SYS_gettid, 0, 0, 0, 0), bytes;
	unsigned count = 0;
	thread_count(); /* opens the folder */
	cgf_raw_syscall(SYS_lseek, task_folder, 0, SEEK_SET, 0);
	while ((bytes = cgf_raw_syscall(SYS_getdents64, task_folder, (long)listing, sizeof listing, 0)) > 0) {
		for (long at = 0; at < bytes && count < room;
		     at += listing[at + ENTRY_LENGTH_AT] | listing[at + ENTRY_LENGTH_AT + 1] << 8) {
			struct cgf_thread *thread = &out[count];
			cgf_clear(thread, sizeof *thread);
			thread->id = (long)cgf_decimal_at((const char *)listing + at + ENTRY_NAME_AT);
			if (!thread->id || thread->id == own ||
			    (only_new && go_threads[thread->id % GO_THREADS] == thread->id))
				continue;
			if (thread_read(thread))
				count++;
		}
	}
	return count;
}

CGF_UNSEEN static unsigned look(struct cgf_thread *out, unsigned room, bool only_new)
{
	int64_t began = own_cpu_ns();
	note_look();
	unsigned count = look_at(out, room, only_new);
	__atomic_fetch_add(&looking_ns, own_cpu_ns() - began, __ATOMIC_RELAXED);
	return count;
}

CGF_UNSEEN unsigned cgf_threads_look(struct cgf_thread *out, unsigned room)
{
	return look(out, room, false);
}

CGF_UNSEEN unsigned cgf_threads_look_at_new(struct cgf_thread *out, unsigned room)
{
	return look(out, room, true);
}
