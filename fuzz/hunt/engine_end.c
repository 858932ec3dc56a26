/*
 * engine_end.c: see engine_end.h.
 */
#include "engine_end.h"

#include "plans/say.h"
#include "verdict.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

/* Both engines count their time in whole seconds, and AFL++ from its first execution on. */
enum { EARLY_MS_MAX = 1000 };

/* How lines begin in which our own programs say why they ended. */
static const char own[] = "cgofault: ", worn[] = "cgofault: worn", abort_word[] = "PROGRAM ABORT";

bool cgf_engine_end_is_worn(const struct cgf_engine_end *end)
{
	return end->status == 0 && strstr(end->text, worn) != NULL;
}

/* The last line that is not empty; what comes behind it in `text` goes. */
static const char *last_line(char *text)
{
	char *end = text + strlen(text), *start;

	while (end > text && strchr(" \t\r\n", end[-1]))
		*--end = '\0';
	start = strrchr(text, '\n');
	return start ? start + 1 : text;
}

/* afl-fuzz's lines have colours: escape, bracket, up to a letter. */
static void take_colours(char *text)
{
	char *out = text;

	while (*text)
		if (text[0] == '\033' && text[1] == '[') {
			text += 2 + strcspn(text + 2, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
			text += *text != '\0';
		} else {
			*out++ = *text++;
		}
	*out = '\0';
}

/* The line that says why an engine did not fuzz: our own, AFL++'s, or the last one. */
static const char *reason(char *text)
{
	char *line;

	take_colours(text);
	line = strstr(text, own);
	while (line && strncmp(line, worn, strlen(worn)) == 0)
		line = strstr(line + 1, own);
	if (line)
		line += strlen(own);
	else
		line = strstr(text, abort_word);
	if (line)
		line[strcspn(line, "\n")] = '\0';
	return line ? line : *last_line(text) ? last_line(text) : "it said nothing";
}

static int refuse(const struct cgf_engine_end *end, uint64_t executions)
{
	struct cgf_verdict verdict;

	cgf_verdict_parse(&verdict, end->text, strlen(end->text), end->status);
	return cgf_harness_failed("%s failed after %" PRIu64 " executions (%s): %s", end->program, executions,
	                          verdict.name, reason(end->text));
}

/* afl-fuzz counts starts of processes, too. */
static bool has_run(const struct cgf_engine_end *end, const struct cgf_claim *claim)
{
	return end->runs > 0 && claim->executions * 10 >= (uint64_t)end->runs * 9;
}

int cgf_engine_end_judge(const struct cgf_engine_end *end, const struct cgf_engine_job *job,
                         const struct cgf_claim *claim)
{
	if (end->timed_out)
		return 0;
	if (end->status != 0)
		return refuse(end, claim->executions);
	if (claim->executions > 0 &&
	    (claim->worn || has_run(end, claim) || claim->after_ms >= job->time_ms - EARLY_MS_MAX))
		return 0;
	return cgf_harness_failed(
	        "%s ended after %" PRIu64 " executions in %.1f s, long before it was to: %s", end->program,
	        claim->executions, (double)claim->after_ms / 1000, reason(end->text));
}
