/*
 * copy.c: a copy of this process that a call has forked, seen from inside.
 *
 * It has one thread and no Go runtime that works. Where it comes back to the core, or calls Go, it ends: it
 * must not wait for threads that are not there, nor carry out the plan a second time.
 */
#include "copy.h"
#include "print.h"

#include <sys/mman.h>

enum { PAGE_BYTES = 4096 };

static struct cgf_copies_word *word;
static uint32_t *original; /* 1, and 0 in a copy: the kernel wipes this page there */

CGF_UNSEEN struct cgf_copies_word *cgf_copies_start(void)
{
	void *page = mmap(NULL, PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	void *shared = mmap(NULL, sizeof *word, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (page == MAP_FAILED || shared == MAP_FAILED || madvise(page, PAGE_BYTES, MADV_WIPEONFORK))
		cgf_author_error("cannot prepare for forks", "mmap or madvise");
	word = shared;
	original = page;
	*original = 1;
	return word;
}

CGF_UNSEEN bool cgf_copy_is_this(void)
{
	return original && !*(volatile uint32_t *)original;
}

_Noreturn CGF_UNSEEN static void end_copy(const struct cgf_function *function)
{
	word->function = function;
	cgf_store(&word->came_back, 1);
	for (;;)
		cgf_raw_syscall(SYS_exit_group, 0, 0, 0, 0);
}

CGF_UNSEEN void cgf_copy_ends_here(const struct cgf_function *function)
{
	if (cgf_copy_is_this())
		end_copy(function);
}

CGF_UNSEEN static void calls_go(void *context)
{
	(void)context;
	end_copy(NULL);
}

/* Of runtime/cgo, for runtime.SetCgoTraceback: the context function is called whenever C calls Go. */
struct traceback_functions {
	void (*traceback)(void *), (*context)(void *), (*symbolizer)(void *);
};
extern void x_cgo_set_traceback_functions(struct traceback_functions *functions) __attribute__((weak));

CGF_UNSEEN void cgf_copy_begins(void)
{
	struct traceback_functions functions = {.context = calls_go};
	cgf_thread_known = 0;
	cgf_store(&cgf_core.lock, 0); /* whoever held it is not here */
	if (x_cgo_set_traceback_functions)
		x_cgo_set_traceback_functions(&functions);
}
