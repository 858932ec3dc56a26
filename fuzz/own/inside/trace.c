/*
 * trace.c: see trace.h. Each line takes its place in the file by one addition, so that no thread waits for
 * another.
 */
#include "trace.h"

#include "site.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { CALLS_MAX = 1000000, LINE_BYTES_MAX = 512 };

static int file = -1;
static long end;
static bool tells_calls;
static unsigned long calls;
static long lost_at; /* where the line about calls not kept stands; 0: nowhere yet */

/* The system call itself: the sanitizers have a pwrite of their own, and this is none of the program's. */
static void write_at(const char *line, int size, long at)
{
	int saved = errno;
	syscall(SYS_pwrite64, file, line, size, at);
	errno = saved;
}

__attribute__((format(printf, 1, 2))) static void write_line(const char *format, ...)
{
	char line[LINE_BYTES_MAX];
	va_list arguments;
	if (file < 0)
		return;
	va_start(arguments, format);
	int size = vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	if (size >= LINE_BYTES_MAX) {
		size = LINE_BYTES_MAX;
		line[size - 1] = '\n';
	}
	write_at(line, size, __atomic_fetch_add(&end, size, __ATOMIC_RELAXED));
}

int cgf_own_trace_open(const char *path, bool calls_too)
{
	int opened = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (opened < 0)
		return -errno;
	/* Out of the way of a program that expects the lowest numbers for its own files. */
	tells_calls = calls_too;
	file = fcntl(opened, F_DUPFD_CLOEXEC, 500);
	if (file < 0)
		file = opened;
	else
		close(opened);
	return 0;
}

/* One line for all of them, written again for each. */
static void count_lost(unsigned long lost)
{
	enum { LOST_BYTES = 26 };
	char line[LOST_BYTES + 1];
	long at = __atomic_load_n(&lost_at, __ATOMIC_ACQUIRE);
	snprintf(line, sizeof(line), "lost %20lu\n", lost);
	if (lost == 1) {
		at = __atomic_fetch_add(&end, LOST_BYTES, __ATOMIC_RELAXED);
		__atomic_store_n(&lost_at, at, __ATOMIC_RELEASE);
	}
	if (at)
		write_at(line, LOST_BYTES, at);
}

void cgf_own_trace_call(const struct cgf_own_site *site, unsigned long nth, uintptr_t go_pc, bool initial)
{
	if (file < 0 || !tells_calls)
		return;
	unsigned long number = __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
	if (number > CALLS_MAX)
		count_lost(number - CALLS_MAX);
	else
		write_line("call %s %lu %s %lx%s\n", site->name, nth, site->form, (unsigned long)go_pc,
		           initial ? " initial" : "");
}

void cgf_own_trace_fired(const char *fault)
{
	write_line("fired %s\n", fault);
}

void cgf_own_trace_collection(bool begins)
{
	write_line(begins ? "collecting\n" : "collected\n");
}

/* The line, as long for one answer as for any other. */
static int make_answer(char *line, const char *fault, enum cgf_own_answer answer)
{
	static const char *const words[] = {"fired", "alone", "not"};
	const char *why = answer == CGF_OWN_SAME_THREAD ? "it went on on its own thread" : "";
	enum { ANSWER_BYTES = 40 };
	int length = snprintf(line, LINE_BYTES_MAX - ANSWER_BYTES, "%s %s ", words[answer], fault);
	int pad = ANSWER_BYTES - (int)strlen(words[answer]);
	if (length >= LINE_BYTES_MAX - ANSWER_BYTES)
		length = LINE_BYTES_MAX - ANSWER_BYTES - 1;
	return length + snprintf(line + length, LINE_BYTES_MAX - length, "%-*s\n", pad, why);
}

long cgf_own_trace_answer(const char *fault, enum cgf_own_answer answer)
{
	char line[LINE_BYTES_MAX];
	int size = make_answer(line, fault, answer);
	long at = __atomic_fetch_add(&end, size, __ATOMIC_RELAXED);
	if (file >= 0)
		write_at(line, size, at);
	return at;
}

void cgf_own_trace_answer_again(long line_at, const char *fault, enum cgf_own_answer answer)
{
	char line[LINE_BYTES_MAX];
	int size = make_answer(line, fault, answer);
	if (file >= 0)
		write_at(line, size, line_at);
}

void cgf_own_trace_not(const char *fault, const char *why)
{
	write_line("not %s %s\n", fault, why);
}

void cgf_own_trace_run(uint64_t run, uint64_t bytes)
{
	write_line("run %" PRIu64 " %" PRIu64 "\n", run, bytes);
}

void cgf_own_trace_run_ended(uint64_t run)
{
	write_line("ended %" PRIu64 "\n", run);
}

void cgf_own_trace_refused(const char *text)
{
	write_line("refused %s\n", text);
}

void cgf_own_trace_kept(const char *text)
{
	write_line("kept %s\n", text);
}
