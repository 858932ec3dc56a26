/*
 * leaks.c: asks the leak checker, and tells which mallocs of the run it is about.
 *
 * LeakSanitizer's report names a leaked block by its address alone, when asked to (report_objects=1): it is
 * read here, before others see it.
 */
#include "allocations.h"
#include "print.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

extern int __lsan_do_recoverable_leak_check(void) __attribute__((weak));
extern void __sanitizer_set_report_fd(void *fd) __attribute__((weak));

enum { LINE_BYTES = 4096, NUMBER_BYTES = 12, SCRUBBED_BYTES = 8192 };

/* Keeps the smallest ones, in their order. */
CGF_UNSEEN static void insert(struct cgf_mallocs *out, uint32_t number)
{
	unsigned at = out->count < CGF_MALLOCS_MAX ? out->count++ : CGF_MALLOCS_MAX - 1;
	if (at == CGF_MALLOCS_MAX - 1 && out->numbers[at] && out->numbers[at] < number)
		return;
	for (; at > 0 && out->numbers[at - 1] > number; at--)
		out->numbers[at] = out->numbers[at - 1];
	out->numbers[at] = number;
}

/* A line of the report is "Direct leak of ...", "Indirect leak of ...", or of the list behind each of them:
 * "0x602000000010 (16 bytes)". What only another leaked block refers to is not what the program has lost. */
CGF_UNSEEN static void read_line(struct cgf_mallocs *out, bool *direct, const char *line)
{
	if (strstr(line, "irect leak of "))
		*direct = strstr(line, "Direct leak of ");
	if (!*direct || strncmp(line, "0x", 2))
		return;
	uint32_t number = cgf_malloc_number(cgf_hide((void *)strtoul(line, NULL, 16)));
	if (number)
		insert(out, number);
}

CGF_UNSEEN static void pass_report_on(struct cgf_mallocs *out, FILE *report)
{
	char line[LINE_BYTES];
	bool direct = false;
	rewind(report);
	while (fgets(line, sizeof line, report)) {
		cgf_print(line, NULL);
		read_line(out, &direct, line);
	}
}

/* False: nothing leaks. */
CGF_UNSEEN static bool ask(struct cgf_mallocs *out)
{
	int file = __sanitizer_set_report_fd ? memfd_create("cgofault-leaks", MFD_CLOEXEC) : -1;
	if (file < 0)
		return __lsan_do_recoverable_leak_check();
	__sanitizer_set_report_fd((void *)(intptr_t)file);
	bool leaks = __lsan_do_recoverable_leak_check();
	__sanitizer_set_report_fd((void *)(intptr_t)STDERR_FILENO);
	FILE *report = leaks ? fdopen(file, "r") : NULL;
	if (report)
		pass_report_on(out, report);
	if (report)
		fclose(report);
	else
		close(file);
	return leaks;
}

/* What earlier calls have left below the caller's frame. */
CGF_UNSEEN __attribute__((noinline)) static void scrub_stack(void)
{
	char stack[SCRUBBED_BYTES];
	cgf_clear(stack, sizeof stack);
}

CGF_UNSEEN void cgf_leaks_unhide(void)
{
	/* Otherwise there will be no check, or not one of this op's memory. */
	if (cgf_malloc_unbalanced())
		scrub_stack();
}

CGF_UNSEEN void cgf_leaks_unhide_words(uintptr_t low, uintptr_t high)
{
	for (; low + sizeof(void *) <= high; low += sizeof(void *)) {
		void *volatile *word = (void *volatile *)low;
		if (cgf_malloc_number(cgf_hide(*word)))
			*word = NULL;
	}
}

CGF_UNSEEN void cgf_leak_check(void)
{
	struct cgf_mallocs leaked = {0};
	char more[CGF_MALLOCS_MAX * NUMBER_BYTES + sizeof "malloc="] = "";
	size_t end = 0;
	scrub_stack();
	if (!ask(&leaked))
		return;
	for (unsigned i = 0; i < leaked.count; i++)
		end += (size_t)snprintf(more + end, sizeof more - end, "%s%u",
		                        i ? "," : "malloc=", leaked.numbers[i]);
	cgf_found("lsan/leak", "unknown", more, 0);
}
