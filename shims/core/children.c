/*
 * children.c: which children may end the sleep of a thread of this process?
 *
 * Any, but a symbolizer: a sanitizer that has resolved an address keeps it for good, and it answers only who
 * asks it. wait(2) tells only whether there is a child at all, and not every kernel lists them; but the
 * number that the kernel gave away last (proc(5), loadavg) says which ones are new since.
 */
#include "children.h"
#include "proc.h"
#include "unseen.h"

#include <errno.h>
#include <sys/wait.h>

enum { CHILDREN_MAX = 64, NEW_MAX = 4096 };

/* Children seen so far, of the processes up to the number `known`. */
static long children[CHILDREN_MAX];
static unsigned count;
static long known;

CGF_UNSEEN static bool any(void)
{
	char unused[128] __attribute__((aligned(8)));
	long result;
	register long r10 __asm__("r10") = WEXITED | WNOHANG | WNOWAIT;
	register long r8 __asm__("r8") = 0;
	/* Five arguments: cgf_raw_syscall has four. */
	__asm__ volatile("syscall"
	                 : "=a"(result)
	                 : "a"(SYS_waitid), "D"((long)P_ALL), "S"(0L), "d"(unused), "r"(r10), "r"(r8)
	                 : "rcx", "r11", "memory");
	return result != -ECHILD;
}

/* The status file of a process or a thread; empty where there is none. */
CGF_UNSEEN static const char *status_of(long process)
{
	static char text[CGF_PROC_FILE_BYTES];
	return cgf_proc_read_of(process, "/status", text, sizeof text) ? text : "";
}

CGF_UNSEEN static bool is_child(const char *status, long process, long own)
{
	/* A thread is no process: its group has another number. */
	return (long)cgf_decimal_at(cgf_text_after(status, "\nPPid:")) == own &&
	       (long)cgf_decimal_at(cgf_text_after(status, "\nTgid:")) == process;
}

/* The number that the kernel gave away last: the fifth field. */
CGF_UNSEEN static long newest(void)
{
	char text[128];
	if (!cgf_proc_read("/proc/loadavg", text, sizeof text))
		return 0;
	const char *at = text;
	for (unsigned field = 0; field < 4; field++)
		at = cgf_text_after(at, " ");
	return (long)cgf_decimal_at(at);
}

/* Adds the children that are new since; false while there are more to look at. */
CGF_UNSEEN static bool look(long own)
{
	long last = newest();
	if (!known)
		known = own;
	if (last < known)
		known = 1; /* the numbers have begun again */
	for (unsigned looks = 0; known < last && looks < NEW_MAX; looks++) {
		known++;
		if (is_child(status_of(known), known, own) && count < CHILDREN_MAX)
			children[count++] = known;
	}
	return known == last && count < CHILDREN_MAX;
}

/* A symbolizer answers on its standard output what it is asked on its standard input. */
CGF_UNSEEN static bool answers(long symbolizer, long own, long descriptor)
{
	char file[64], other[64];
	if (descriptor < 0 || !cgf_proc_open_file(own, descriptor, file, sizeof file))
		return false;
	for (long end = 0; end < 2; end++) {
		if (cgf_proc_open_file(symbolizer, end, other, sizeof other) && cgf_same(file, other))
			return true;
	}
	return false;
}

CGF_UNSEEN static enum cgf_answerer answerer(const char *status, long child, long own, long descriptor)
{
	if (!*cgf_text_after(status, "Name:\tllvm-symbolizer"))
		return CGF_CHILD_ANSWERS;
	return answers(child, own, descriptor) ? CGF_SYMBOLIZER_ANSWERS : CGF_NO_CHILD_ANSWERS;
}

CGF_UNSEEN enum cgf_answerer cgf_children_answerer(long descriptor)
{
	long own = cgf_raw_syscall(SYS_getpid, 0, 0, 0, 0);
	enum cgf_answerer found = CGF_NO_CHILD_ANSWERS;
	unsigned kept = 0;
	if (!any())
		return CGF_NO_CHILD_ANSWERS;
	if (!look(own))
		return CGF_CHILD_ANSWERS; /* which costs time, and hides nothing */
	for (unsigned i = 0; i < count; i++) {
		const char *status = status_of(children[i]);
		if (!is_child(status, children[i], own))
			continue;
		enum cgf_answerer this = answerer(status, children[i], own, descriptor);
		if (this > found)
			found = this;
		children[kept++] = children[i];
	}
	count = kept;
	return found;
}
