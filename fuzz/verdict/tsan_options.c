/*
 * tsan_options.c: how ThreadSanitizer is to behave in every process that runs plans, and which of its reports
 * are none.
 */
#include "surroundings.h"

#include <string.h>

/*
 * report_signal_unsafe=0: Go's runtime does in handlers what it may and TSan does not know.
 * report_thread_leaks=0 and atexit_sleep_ms=0: Go does not join threads, and nothing is gained by waiting for
 * them.
 */
const char cgf_tsan_options[] = "halt_on_error=1:exitcode=66:handle_abort=2:report_signal_unsafe=0:"
                                "report_thread_leaks=0:atexit_sleep_ms=0:allocator_may_return_null=1";

CGF_VISIBLE const char *__tsan_default_options(void);
CGF_VISIBLE const char *__tsan_default_suppressions(void);

const char *__tsan_default_options(void)
{
	return cgf_tsan_options;
}

/*
 * cgo's generated wrapper stores a C function's result on the goroutine's stack after it has told TSan that
 * the call is over. race_top fits a report only where the wrapper itself made the access; race would hide
 * every shim. libFuzzer writes the input of a process that ends while its main thread still makes it.
 */
const char *__tsan_default_suppressions(void)
{
	return "race_top:_cgo_*_Cfunc_\n"
	       "race_top:_cgo_*_C2func_\n"
	       "race:fuzzer::Fuzzer::DumpCurrentUnit\n";
}

/* ---- descriptors that Go closes ---- */

/*
 * TSan takes making a descriptor for a write to what it knows of that number, and closing it for the end of
 * that. Go closes by a system call that TSan does not see. So where C opens and Go closes, the next one of
 * that number, which the kernel gave only after the close, looks like a second write. Between two makers
 * there can be no race.
 */
static bool makes_descriptor(const char *function)
{
	static const char *const makers[] = {
	        "accept",       "accept4",       "creat",   "creat64",  "dup",     "dup2",    "dup3",
	        "epoll_create", "epoll_create1", "eventfd", "fopen",    "fopen64", "freopen", "freopen64",
	        "inotify_init", "inotify_init1", "open",    "open64",   "pipe",    "pipe2",   "signalfd",
	        "socket",       "socketpair",    "tmpfile", "tmpfile64"};
	static const char prefix[] = "__interceptor_";

	if (strncmp(function, prefix, strlen(prefix)) == 0)
		function += strlen(prefix);
	for (size_t i = 0; i < sizeof(makers) / sizeof(*makers); i++)
		if (strcmp(function, makers[i]) == 0)
			return true;
	return false;
}

/* TSan's own interface for debuggers, and the symbolizer's: absent from other builds. */
extern int __tsan_get_report_data(void *report, const char **kind, int *count, int *stacks, int *accesses,
                                  int *locations, int *mutexes, int *threads, int *unique_threads,
                                  void **sleep_trace, unsigned long trace_room) __attribute__((weak));
extern int __tsan_get_report_mop(void *report, unsigned long index, int *thread, void **address, int *bytes,
                                 int *write, int *atomic, void **trace, unsigned long trace_room)
        __attribute__((weak));
extern int __tsan_get_report_loc(void *report, unsigned long index, const char **type, void **address,
                                 unsigned long *start, unsigned long *bytes, int *thread, int *descriptor,
                                 int *suppressable, void **trace, unsigned long trace_room)
        __attribute__((weak));
extern void __sanitizer_symbolize_pc(void *pc, const char *format, char *out, unsigned long room)
        __attribute__((weak));

static bool is_of_makers(void *report)
{
	const char *kind;
	void *trace[1], *address;
	int counts[6], access[4], accesses;

	__tsan_get_report_data(report, &kind, &counts[0], &counts[1], &accesses, &counts[2], &counts[3],
	                       &counts[4], &counts[5], trace, 1);
	for (int i = 0; i < accesses; i++) {
		char function[64] = "";

		trace[0] = NULL;
		__tsan_get_report_mop(report, (unsigned long)i, &access[0], &address, &access[1], &access[2],
		                      &access[3], trace, 1);
		if (!trace[0])
			return false;
		__sanitizer_symbolize_pc(trace[0], "%f", function, sizeof(function));
		if (!makes_descriptor(function))
			return false;
	}
	return accesses > 0;
}

/* Is it about a descriptor as such? Where Go has opened or closed it, what TSan knows is of an earlier one of
 * that number. */
static bool is_of_descriptor(void *report)
{
	const char *kind;
	void *trace[1], *address;
	unsigned long start, bytes;
	int counts[6], locations, thread, descriptor, suppressable;

	__tsan_get_report_data(report, &kind, &counts[0], &counts[1], &counts[2], &locations, &counts[3],
	                       &counts[4], &counts[5], trace, 1);
	for (int i = 0; i < locations; i++) {
		const char *type = "";

		__tsan_get_report_loc(report, (unsigned long)i, &type, &address, &start, &bytes, &thread,
		                      &descriptor, &suppressable, trace, 1);
		if (strcmp(type, "fd") == 0)
			return true;
	}
	return false;
}

/* bool __tsan::OnReport(const ReportDesc *, bool suppressed), which TSan asks before it prints a report: true
 * where the report is to be dropped. The name is that of C++. */
CGF_VISIBLE bool cgf_tsan_drops(void *report,
                                bool suppressed) __asm__("_ZN6__tsan8OnReportEPKNS_10ReportDescEb");

bool cgf_tsan_drops(void *report, bool suppressed)
{
	return suppressed || (__tsan_get_report_mop && (is_of_makers(report) || is_of_descriptor(report)));
}
