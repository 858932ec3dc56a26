/*
 * advice.c: see advice.h.
 */
#include "advice.h"

#include <stdio.h>
#include <string.h>

static const char keep_alive[] = "package runtime, KeepAlive and SetFinalizer";
static const char passing[] = "cmd/cgo, \"Passing pointers\"";
static const char lock_thread[] = "package runtime, LockOSThread";
static const char for_one[] =
        "the library's own: what two callers may do at once; cmd/cgo, C.GoString copies";
static const char c_memory[] =
        "cmd/cgo, \"Go references to C\": C memory is the program's to free, once and not "
        "too early";

static const char no_lock[] = "package sync, Mutex: who holds it must not wait for who needs it";
static const char in_bounds[] = "package unsafe, Slice; cmd/cgo, C.GoStringN and C.GoBytes take a length";

static bool starts(const struct cgf_own_finding *finding, const char *words)
{
	return strncmp(finding->verdict.verdict.name, words, strlen(words)) == 0;
}

/* "428" of "gpgme.go:428" */
static const char *line_number(const struct cgf_own_finding *finding)
{
	const char *colon = strrchr(finding->line, ':');

	return colon ? colon + 1 : finding->line;
}

/* "a collection inside gpgme_op_verify, at its entry" */
static void describe_fault(char *out, size_t size, const struct cgf_own_finding *finding)
{
	if (finding->fault_count == 0)
		snprintf(out, size, "nothing but the sanitizer");
	else
		cgf_own_fault_describe(out, size, &finding->faults[0]);
}

static void advise_freed_in_use(struct cgf_own_advice *out, const struct cgf_own_finding *finding)
{
	const struct cgf_own_verdict *verdict = &finding->verdict;

	snprintf(out->what, sizeof(out->what),
	         "a finalizer%s%s calls %s while %s uses what it frees: nothing in Go holds it after line %s",
	         finding->by_line[0] ? " at " : "", finding->by_line, verdict->by[0] ? verdict->by : "C",
	         verdict->verdict.at, line_number(finding));
	snprintf(out->fix, sizeof(out->fix), "runtime.KeepAlive(the object) after the call of %s",
	         verdict->verdict.at);
	out->rule = keep_alive;
}

static const char *what_it_makes(const struct cgf_own_finding *finding)
{
	return starts(finding, "progress/")  ? "makes the test hang"
	       : starts(finding, "test/")    ? "makes the test fail"
	       : starts(finding, "go-panic") ? "makes it panic"
	                                     : "makes it crash";
}

/* Two calls of C at once, and one of them writes. */
static void advise_race(struct cgf_own_advice *out, const struct cgf_own_finding *finding)
{
	snprintf(out->what, sizeof(out->what),
	         "two goroutines' calls of C are open at once, and %s has what both use without a lock",
	         finding->verdict.verdict.at);
	snprintf(
	        out->fix, sizeof(out->fix),
	        "a lock around the calls that share it, or an object for each goroutine; cgofault run prints "
	        "both stacks");
	out->rule = for_one;
}

/* Another goroutine has gone on while the call was open. */
static void advise_late(struct cgf_own_advice *out, const struct cgf_own_finding *finding)
{
	const struct cgf_own_verdict *verdict = &finding->verdict;
	const char *function = finding->faults[0].function;
	char fault[256];

	out->rule = for_one;
	if (starts(finding, "contract/freed-in-use")) {
		snprintf(out->what, sizeof(out->what),
		         "another goroutine%s%s calls %s while %s uses what it frees",
		         finding->by_line[0] ? ", at " : "", finding->by_line,
		         verdict->by[0] ? verdict->by : "C", verdict->verdict.at);
		snprintf(out->fix, sizeof(out->fix),
		         "free it when the last call of %s has returned: a lock, or a count of its users",
		         verdict->verdict.at);
		return;
	}
	describe_fault(fault, sizeof(fault), finding);
	snprintf(out->what, sizeof(out->what), "%s %s: another goroutine goes on meanwhile, and %s", fault,
	         what_it_makes(finding),
	         starts(finding, "progress/") ? "each waits for the other then"
	                                      : "changes what the call uses or has returned");
	if (starts(finding, "progress/"))
		out->rule = no_lock;
	snprintf(out->fix, sizeof(out->fix),
	         starts(finding, "progress/")
	                 ? "nobody waits, with a lock that %s needs, for what comes after it"
	                 : "a lock around the call of %s and the use of its result, or an object for each "
	                   "goroutine",
	         function);
}

/* The goroutine has gone on on another thread. */
static void advise_hop(struct cgf_own_advice *out, const struct cgf_own_finding *finding)
{
	char fault[256];

	describe_fault(fault, sizeof(fault), finding);
	snprintf(out->what, sizeof(out->what), "%s %s: C keeps something for each thread", fault,
	         what_it_makes(finding));
	snprintf(out->fix, sizeof(out->fix),
	         "runtime.LockOSThread around %s and the calls that belong to it, or all of them in one C "
	         "function",
	         finding->faults[0].function);
	out->rule = lock_thread;
}

static void advise_kept(struct cgf_own_advice *out, const struct cgf_own_finding *finding)
{
	const struct cgf_own_verdict *verdict = &finding->verdict;

	snprintf(out->what, sizeof(out->what),
	         "C keeps the Go pointer that %s got in its argument %u, and the object is dead since a "
	         "collection inside %s",
	         verdict->verdict.at, verdict->argument, verdict->by[0] ? verdict->by : "another call");
	snprintf(out->fix, sizeof(out->fix),
	         "C memory, or a runtime.Pinner, for as long as C has the address; or a cgo.Handle in its "
	         "place");
	out->rule = passing;
}

static void advise_errno(struct cgf_own_advice *out, const struct cgf_own_finding *finding)
{
	snprintf(out->what, sizeof(out->what),
	         "err is tested although %s succeeded: C may leave any errno behind then",
	         finding->verdict.verdict.at);
	snprintf(out->fix, sizeof(out->fix),
	         "look at what %s returns first, and at err only when that says that it failed",
	         finding->verdict.verdict.at);
	out->rule = "errno(3); cmd/cgo, \"Go references to C\", the two-result call";
}

static const char no_go_pointers[] =
        "give C no Go memory that holds Go pointers: a copy in C memory, or a runtime.Pinner";
static const char free_once[] = "free it once, after the last use";
static const char right_size[] =
        "give C the size of the memory that it gets, and read no more than C has written";
static const char look_first[] =
        "look at what C has returned before it is used, and use nothing that is closed";

/* Reports that need no fault, by how they begin. The first that fits. */
static const struct {
	const char *name, *fix, *rule;
} reports[] = {
        {"go-panic/cgocheck", no_go_pointers, passing},
        {"go-fatal/cgocheck", no_go_pointers, passing},
        {"go-fatal/checkptr", "compute no address beyond the object that it came from",
         "package unsafe, Pointer, Add and Slice"},
        {"asan/use-after-poison",
         "give C the length that the Go memory has, and no address for longer than the call", passing},
        {"asan/heap-use-after-free", free_once, c_memory},
        {"asan/double-free", free_once, c_memory},
        {"asan/bad-free", "free what C.malloc, C.CString and C.CBytes have made, and that alone, by C.free",
         c_memory},
        {"asan/heap-buffer-overflow", right_size, in_bounds},
        {"asan/stack-buffer", right_size, in_bounds},
        {"asan/global-buffer", right_size, in_bounds},
        {"asan/SEGV", look_first, c_memory},
        {"crash/", look_first, c_memory},
};

/* The test does it without a fault. */
static void advise_report(struct cgf_own_advice *out, const struct cgf_own_finding *finding)
{
	snprintf(out->what, sizeof(out->what), "the test %s",
	         finding->fails_in_plain ? "fails in plain go test too"
	                                 : "passes in plain go test, where nobody looks");
	snprintf(out->fix, sizeof(out->fix), "see the report: cgofault run prints it");
	out->rule = c_memory;
	for (size_t i = 0; i < sizeof(reports) / sizeof(reports[0]); i++)
		if (starts(finding, reports[i].name)) {
			snprintf(out->fix, sizeof(out->fix), "%s; cgofault run prints the report",
			         reports[i].fix);
			out->rule = reports[i].rule;
			return;
		}
}

/* A collection, in which no finalizer calls C. A crash is of memory; a failure may be of what a finalizer of
 * Go's own has closed. */
static void advise_go_memory(struct cgf_own_advice *out, const struct cgf_own_finding *finding,
                             const char *fault)
{
	snprintf(out->what, sizeof(out->what),
	         "%s %s, and no finalizer calls C there: C has the address of Go memory that nothing in Go "
	         "holds: in C memory, as a number, or as a pointer to a C struct that Go knows no fields of",
	         fault, what_it_makes(finding));
	snprintf(out->fix, sizeof(out->fix),
	         "runtime.KeepAlive(what owns the memory) after the call; a runtime.Pinner, or a copy in C "
	         "memory, where C has the address for longer%s",
	         starts(finding, "test/") || starts(finding, "progress/")
	                 ? "; where C uses an os.File's descriptor, runtime.KeepAlive(the file)"
	                 : "");
	out->rule = passing;
}

/* What is left: the test fails, Go or the sanitizer complains, or it crashes or hangs. */
static void advise_other(struct cgf_own_advice *out, const struct cgf_own_finding *finding)
{
	const struct cgf_own_verdict *verdict = &finding->verdict;
	char fault[512], finalizer[512] = "";

	describe_fault(fault, sizeof(fault), finding);
	if (finding->fault_count == 0) {
		advise_report(out, finding);
		return;
	}
	if (starts(finding, "asan/use-after-poison")) {
		snprintf(out->what, sizeof(out->what), "C uses Go memory that is dead: %s has freed it",
		         fault);
		snprintf(out->fix, sizeof(out->fix),
		         "C memory, or a runtime.Pinner, for as long as C has the address");
		out->rule = passing;
		return;
	}
	if (finding->gives_up_go && !starts(finding, "go-")) {
		advise_go_memory(out, finding, fault);
		return;
	}
	if (verdict->by[0] != '\0')
		snprintf(finalizer, sizeof(finalizer), ", in which a finalizer at %s calls %s,",
		         finding->by_line, verdict->by);
	snprintf(out->what, sizeof(out->what), "%s%s %s: nothing in Go holds what is still needed", fault,
	         finalizer,
	         starts(finding, "asan/") ? "frees what is used afterwards" : what_it_makes(finding));
	snprintf(out->fix, sizeof(out->fix),
	         "runtime.KeepAlive(the object) after the last use of what it owns");
	out->rule = keep_alive;
}

/* A fault of another kind beside them says that others going on is not all of it. */
static bool are_late(const struct cgf_own_finding *finding)
{
	size_t late = 0;

	while (late < finding->fault_count && cgf_own_fault_is_late(finding->faults[late].kind))
		late++;
	return late > 0 && late == finding->fault_count;
}

void cgf_own_advise(struct cgf_own_advice *out, const struct cgf_own_finding *finding)
{
	if (starts(finding, "tsan/"))
		advise_race(out, finding);
	else if (are_late(finding))
		advise_late(out, finding);
	else if (finding->fault_count > 0 && finding->faults[0].kind == CGF_OWN_HOP)
		advise_hop(out, finding);
	else if (starts(finding, "contract/freed-in-use"))
		advise_freed_in_use(out, finding);
	else if (starts(finding, "contract/kept-pointer"))
		advise_kept(out, finding);
	else if (starts(finding, "errno/"))
		advise_errno(out, finding);
	else
		advise_other(out, finding);
}
