/*
 * race_reports.c: see race_reports.h.
 */
#include "race_reports.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

extern const char *__tsan_default_suppressions(void);

/* The C function that cgo generates stores the result on Go's stack when it has told ThreadSanitizer that the
 * call is over. race_top fits a report where that function itself made the access; race would hide all that
 * it calls. */
const char *__tsan_default_suppressions(void)
{
	return "race_top:_cgo_*_Cfunc_\n"
	       "race_top:_cgo_*_C2func_\n"
	       "race_top:_cgo_*_Cmacro_\n";
}

/* ---- what libraries do ----
 *
 * Of a library that is not compiled with ThreadSanitizer its memcpy and malloc are seen, and not what orders
 * its threads, unless that is a lock of pthread's. So an access by it, or below it in a callback, is no half
 * of a race. The C library is no such one: all that it orders is seen.
 */

enum { FRAMES_MAX = 64, PATH_BYTES_MAX = 4096 };

/* Of ThreadSanitizer's interface for debuggers, and of sanitizer/common_interface_defs.h. */
extern int __tsan_get_report_data(void *report, const char **kind, int *count, int *stacks, int *accesses,
                                  int *locations, int *mutexes, int *threads, int *unique_threads,
                                  void **sleep_trace, unsigned long trace_room) __attribute__((weak));
extern int __tsan_get_report_mop(void *report, unsigned long index, int *thread, void **address, int *bytes,
                                 int *write, int *atomic, void **trace, unsigned long trace_room)
        __attribute__((weak));
extern int __sanitizer_get_module_and_offset_for_pc(void *pc, char *path, size_t path_room, void **offset)
        __attribute__((weak));

static char program[PATH_BYTES_MAX]; /* empty: not known */

void cgf_own_race_reports_judge(void)
{
	ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 1);
	program[length > 0 ? length : 0] = '\0';
}

static bool is_of_a_library(void *pc)
{
	static const char *const ordered[] = {"libtsan.so", "libc.so", "libpthread.so", "ld-linux"};
	char path[PATH_BYTES_MAX];
	const char *name;
	void *offset;

	if (!__sanitizer_get_module_and_offset_for_pc(pc, path, sizeof(path), &offset) ||
	    strcmp(path, program) == 0 || path[0] != '/')
		return false;
	name = strrchr(path, '/') + 1;
	for (size_t i = 0; i < sizeof(ordered) / sizeof(ordered[0]); i++)
		if (strncmp(name, ordered[i], strlen(ordered[i])) == 0)
			return false;
	return true;
}

static bool is_below_a_library(void *report, int access)
{
	void *trace[FRAMES_MAX] = {NULL}, *address;
	int thread, bytes, write, atomic;

	__tsan_get_report_mop(report, (unsigned long)access, &thread, &address, &bytes, &write, &atomic,
	                      trace, FRAMES_MAX);
	for (size_t i = 0; i < FRAMES_MAX && trace[i]; i++)
		if (is_of_a_library(trace[i]))
			return true;
	return false;
}

static bool is_of_libraries(void *report)
{
	const char *kind;
	void *trace[1];
	int counts[6], accesses = 0;

	__tsan_get_report_data(report, &kind, &counts[0], &counts[1], &accesses, &counts[2], &counts[3],
	                       &counts[4], &counts[5], trace, 1);
	for (int i = 0; i < accesses; i++)
		if (is_below_a_library(report, i))
			return true;
	return false;
}

/* bool __tsan::OnReport(const ReportDesc *, bool suppressed), which ThreadSanitizer asks before it prints a
 * report: true where the report is to be dropped. The name is that of C++. */
extern bool cgf_own_tsan_drops(void *report,
                               bool suppressed) __asm__("_ZN6__tsan8OnReportEPKNS_10ReportDescEb");

bool cgf_own_tsan_drops(void *report, bool suppressed)
{
	return suppressed || (*program && __tsan_get_report_data && __tsan_get_report_mop &&
	                      __sanitizer_get_module_and_offset_for_pc && is_of_libraries(report));
}
