/*
 * threads.c: what the kernel says of this process's threads: who runs, who sleeps, and for how long.
 *
 * A real library waits by calls that nobody told us of. /proc/self/task/TID has the state of a thread, its
 * system call, and how often it has been switched (proc(5)): a thread whose switches are the same in two
 * looks, and which slept in both, has slept all the time between. Two equal looks at all threads prove that
 * there was a moment at which nobody moved.
 */
#include "cgf_run.h"
#include "proc.h"
#include "sleeps.h"
#include "unseen.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ARGUMENTS = 6, TASK_LINKS = 2 };

/* `struct linux_dirent64`, which has no header: getdents64(2). */
enum { ENTRY_LENGTH_AT = 16, ENTRY_NAME_AT = 19, LISTING_BYTES = 8192 };

static long task_folder = -1;
static uint32_t noted;
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

CGF_UNSEEN void cgf_threads_noted(void)
{
	cgf_store(&noted, thread_count());
}

CGF_UNSEEN void cgf_threads_foreign(bool some)
{
	noted_foreign = some;
}

CGF_UNSEEN bool cgf_threads_changed(void)
{
	return noted_foreign || thread_count() != cgf_load(&noted);
}

/* ---- one thread ---- */

/* Reads a file of a thread, ended by NUL; false where the thread has ended. */
CGF_UNSEEN static bool thread_file(long thread, const char *name, char *out)
{
	char path[CGF_PROC_PATH_BYTES];
	*cgf_put_text(cgf_put_number(cgf_put_text(path, "/proc/self/task/"), thread), name) = 0;
	return cgf_proc_read(path, out, CGF_PROC_FILE_BYTES);
}

CGF_UNSEEN static uint64_t hexadecimal_take(const char **text)
{
	uint64_t number = 0;
	while (**text == ' ')
		++*text;
	if ((*text)[0] == '0' && (*text)[1] == 'x')
		*text += 2;
	for (;; ++*text) {
		char digit = **text;
		if (digit >= '0' && digit <= '9')
			number = number << 4 | (uint64_t)(digit - '0');
		else if (digit >= 'a' && digit <= 'f')
			number = number << 4 | (uint64_t)(digit - 'a' + 10);
		else
			return number;
	}
}

CGF_UNSEEN static bool thread_read(struct cgf_thread *out)
{
	static char text[CGF_PROC_FILE_BYTES];
	uint64_t arguments[ARGUMENTS];
	if (!thread_file(out->id, "/status", text))
		return false;
	const char *state = cgf_text_after(text, "State:\t");
	out->sleep = CGF_AWAKE;
	out->switches = cgf_decimal_at(cgf_text_after(text, "\nvoluntary_ctxt_switches:")) +
	                cgf_decimal_at(cgf_text_after(text, "\nnonvoluntary_ctxt_switches:"));
	if (*state != 'S' || !thread_file(out->id, "/syscall", text))
		return *state != 0;
	if (*text < '0' || *text > '9')
		return true; /* "running", or -1: not in a system call */
	const char *at = text;
	out->system_call = (int)cgf_decimal_at(at);
	while (*at >= '0' && *at <= '9')
		at++;
	for (unsigned i = 0; i < ARGUMENTS; i++)
		arguments[i] = hexadecimal_take(&at);
	hexadecimal_take(&at); /* the stack pointer */
	out->program_counter = hexadecimal_take(&at);
	if (cgf_sleep_has_limit(out->system_call, arguments))
		out->sleep = CGF_SLEEPS_FOR_A_TIME;
	else
		out->sleep = cgf_sleep_ends_outside(out->system_call, arguments) ? CGF_SLEEPS_FOR_OTHERS
		                                                                 : CGF_SLEEPS;
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

CGF_UNSEEN static unsigned look(struct cgf_thread *out, unsigned room, bool only_new)
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

CGF_UNSEEN unsigned cgf_threads_look(struct cgf_thread *out, unsigned room)
{
	return look(out, room, false);
}

CGF_UNSEEN unsigned cgf_threads_look_at_new(struct cgf_thread *out, unsigned room)
{
	return look(out, room, true);
}
