/*
 * tasks.c: see tasks.h. A thread that slept in two looks, and whose switches are the same, has slept all
 * the time between: proc(5).
 */
#include "tasks.h"

#include "proc_files.h"

#include <limits.h>
#include <link.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FILE_BYTES_MAX = 4096 };

static bool read_file(char *out, int thread, const char *name)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/self/task/%d/%s", thread, name);
	return cgf_own_proc_read(out, FILE_BYTES_MAX, path);
}

static unsigned long number_after(const char *text, const char *key)
{
	const char *at = strstr(text, key);
	return at ? strtoul(at + strlen(key), NULL, 10) : 0;
}

/* Where the code of the program itself is, Go's with it. The main program is told first. */
struct text {
	uintptr_t from, to;
};

static int take_text(struct dl_phdr_info *program, size_t size, void *out)
{
	struct text *text = out;
	(void)size;
	for (unsigned i = 0; i < program->dlpi_phnum; i++) {
		const ElfW(Phdr) *segment = &program->dlpi_phdr[i];
		if (segment->p_type == PT_LOAD && segment->p_flags & PF_X)
			*text = (struct text){program->dlpi_addr + segment->p_vaddr,
			                      program->dlpi_addr + segment->p_vaddr + segment->p_memsz};
	}
	return 1;
}

/* "202 0x.. six arguments .. 0x.. STACK PC": whether Go's runtime has made the thread sleep until there is a
 * goroutine for it; and its monitor, which wakes all the time. What C sleeps in is in the C library. */
static bool is_idle_of_go(const char *system_call)
{
	static const long sleeps[] = {SYS_futex, SYS_nanosleep, SYS_epoll_wait, SYS_epoll_pwait};
	static struct text text;
	const char *pc = strrchr(system_call, ' ');
	uintptr_t at = pc ? strtoul(pc, NULL, 16) : 0;
	if (text.to == 0)
		dl_iterate_phdr(take_text, &text);
	for (size_t i = 0; i < sizeof(sleeps) / sizeof(sleeps[0]); i++)
		if (strtol(system_call, NULL, 10) == sleeps[i])
			return at >= text.from && at < text.to;
	return false;
}

/* Whether it sleeps, and its switches. One that has ended since does not move. */
static bool sleeps(unsigned long *switches, int thread)
{
	char text[FILE_BYTES_MAX];
	if (read_file(text, thread, "syscall") && is_idle_of_go(text))
		return true;
	if (!read_file(text, thread, "status"))
		return true;
	*switches = number_after(text, "\nvoluntary_ctxt_switches:") +
	            number_after(text, "\nnonvoluntary_ctxt_switches:");
	const char *state = strstr(text, "\nState:\t");
	return state && state[strlen("\nState:\t")] == 'S';
}

/* How often it had been switched at the last look; 0 for one that was not there, or is never asked. */
static unsigned long switches_before(const struct cgf_own_threads_look *look, int thread)
{
	for (unsigned i = 0; i < look->count; i++)
		if (look->threads[i].id == thread)
			return look->threads[i].switches;
	return 0;
}

struct looking {
	const struct cgf_own_threads_look *before;
	struct cgf_own_threads_look *now;
	bool rest;
};

static bool look_at(int thread, void *data)
{
	struct looking *looking = data;
	struct cgf_own_threads_look *now = looking->now;
	unsigned long switches = 0;
	bool asleep;

	if (thread == gettid())
		return true;
	asleep = sleeps(&switches, thread);
	now->all_sleep = now->all_sleep && asleep;
	looking->rest = looking->rest && asleep && switches == switches_before(looking->before, thread);
	now->threads[now->count].id = thread;
	/* One on its way to sleep is seen asleep before its switch is counted. */
	now->threads[now->count++].switches = asleep ? switches : ULONG_MAX;
	return now->count < CGF_OWN_THREADS_MAX;
}

bool cgf_own_threads_rest(struct cgf_own_threads_look *look)
{
	struct cgf_own_threads_look now = {.all_sleep = true};
	struct looking looking = {look, &now, true};

	if (!cgf_own_proc_numbers("/proc/self/task", look_at, &looking))
		now.all_sleep = looking.rest = false;
	*look = now;
	return looking.rest;
}
