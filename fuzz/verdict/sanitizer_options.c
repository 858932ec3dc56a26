/*
 * sanitizer_options.c: how AddressSanitizer, LeakSanitizer and MemorySanitizer are to behave in every process
 * that runs plans; for ThreadSanitizer see tsan_options.c.
 *
 * The runtimes ask for their defaults by the functions below; the environment says the same once more
 * (surroundings.c) for those that cannot find the functions. What the user has set wins over both.
 */
#include "surroundings.h"

/*
 * leak_check_at_exit=0: the runner asks for leaks itself, after the collections that this needs; Go's exit
 * comes with threads running. handle_abort=2: Go may not take the handler away before it aborts. A report is
 * the end of the run. allocator_may_return_null: a size from a plan may be absurd, and what the program does
 * with NULL counts. The quarantine: freed memory need not outlast its run.
 */
const char cgf_asan_options[] =
        "detect_leaks=1:leak_check_at_exit=0:handle_abort=2:halt_on_error=1:"
        "allocator_may_return_null=1:quarantine_size_mb=2:thread_local_quarantine_size_kb=64";
const char cgf_msan_options[] = "handle_abort=2:halt_on_error=1:allocator_may_return_null=1";
/* The addresses of what leaks: the core looks up which allocations of the run they are. */
const char cgf_lsan_options[] = "report_objects=1";

CGF_VISIBLE const char *__asan_default_options(void);
CGF_VISIBLE const char *__lsan_default_options(void);
CGF_VISIBLE const char *__msan_default_options(void);

const char *__asan_default_options(void)
{
	return cgf_asan_options;
}

const char *__msan_default_options(void)
{
	return cgf_msan_options;
}

const char *__lsan_default_options(void)
{
	return cgf_lsan_options;
}
