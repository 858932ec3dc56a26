/*
 * enumerate_failure.c: why sets could not be run.
 */
#include "enumerate_parts.h"

#include "plans/replay.h"
#include "plans/say.h"
#include "plans/scratch.h"

#include <stdio.h>
#include <string.h>

enum { REASON_BYTES_MAX = 1024 };

/* Of the outcomes of the harness the first that is not about what this machine lacks. */
static const struct cgf_enumerated_outcome *find_failure(const struct cgf_enumeration *out)
{
	const struct cgf_enumerated_outcome *outcome = out->outcomes;

	while (cgf_verdict_exit_code(&outcome->verdict) != CGF_EXIT_HARNESS ||
	       strcmp(outcome->verdict.name, "harness/unavailable") == 0)
		outcome++;
	return outcome;
}

/* The first line in which the replay says why it failed. */
static bool find_reason(char *out, size_t size, const char *log)
{
	static const char mark[] = "cgofault: harness ";
	const char *line = log ? strstr(log, mark) : NULL;

	if (line)
		snprintf(out, size, "%.*s", (int)strcspn(line + strlen(mark), "\n"), line + strlen(mark));
	return line != NULL;
}

/* The set once more, for what it writes to stderr. */
static bool ask_again(char *out, size_t out_size, const struct cgf_enumerating *all, size_t set,
                      const char *folder)
{
	static char text[CGF_TEXT_BYTES_MAX];
	char file[CGF_PATH_BYTES_MAX + 16];
	size_t size;
	int code;

	cgf_text_make(file, sizeof(file), "%s/failed.plan", folder);
	cgf_enumerating_plan(text, sizeof(text), all, set);
	return cgf_file_write(file, text, strlen(text)) == 0 &&
	       find_reason(out, out_size,
	                   cgf_replay_log(&size, &code, all->request->programs, &all->any_op, file));
}

int cgf_enumerating_tell_failure(const struct cgf_enumerating *all)
{
	const struct cgf_enumeration *out = all->out;
	const struct cgf_enumerated_outcome *failure = find_failure(out);
	char folder[CGF_PATH_BYTES_MAX], reason[REASON_BYTES_MAX];
	bool asked = cgf_scratch_make(folder, sizeof(folder)) == 0 &&
	             ask_again(reason, sizeof(reason), all, failure->first, folder);

	cgf_scratch_remove(folder);
	return cgf_harness_failed("%zu of %zu fault sets could not be run: %s",
	                          out->failed - out->unavailable, (size_t)out->total.stats.executions,
	                          asked ? reason : failure->verdict.name);
}
