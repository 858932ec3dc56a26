/*
 * start.c: see start.h.
 */
#include "start.h"

#include "faults.h"
#include "held.h"
#include "kept.h"
#include "monitor.h"
#include "names.h"
#include "quiet_thread.h"
#include "race_reports.h"
#include "refuse.h"
#include "refused.h"
#include "runs.h"
#include "trace.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static void open_trace(void)
{
	const char *path = getenv("CGOFAULT_OWN_TRACE"), *calls = getenv("CGOFAULT_OWN_CALLS");
	bool calls_too = !calls || strcmp(calls, "none") != 0;
	int error = path && *path ? cgf_own_trace_open(path, calls_too) : 0;
	if (error)
		cgf_own_refuse(path, strerror(-error));
	unsetenv("CGOFAULT_OWN_TRACE");
	unsetenv("CGOFAULT_OWN_CALLS");
}

static void read_faults(void)
{
	static char asked[CGF_OWN_FAULTS_BYTES_MAX];
	const char *faults = getenv("CGOFAULT_OWN_FAULT"), *wrong = "CGOFAULT_OWN_FAULT", *why;
	if (faults && strlen(faults) >= sizeof(asked))
		cgf_own_refuse(wrong, "is too long");
	if (faults)
		strcpy(asked, faults);
	why = cgf_own_faults_read(&wrong, asked);
	if (why)
		cgf_own_refuse(wrong, why);
	unsetenv("CGOFAULT_OWN_FAULT");
}

static void open_runs(void)
{
	const char *path = getenv("CGOFAULT_OWN_RUNS"), *why = path ? cgf_own_runs_open(path) : NULL;
	if (why)
		cgf_own_refuse(path, why);
	unsetenv("CGOFAULT_OWN_RUNS");
}

void cgf_own_start(void)
{
	if (!cgf_own_names_make())
		cgf_own_refuse("the program", "calls more C functions than there is room for");
	open_trace();
	cgf_own_refused_tell();
	read_faults();
	cgf_own_race_reports_judge();
	cgf_own_quiet_thread_make();
	open_runs();
	cgf_own_watch_frees();
	cgf_own_monitor_hold();
	if (cgf_own_faults_have(CGF_OWN_KEPT))
		cgf_own_kept_watch();
}
