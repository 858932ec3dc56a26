/*
 * judge.c: see judge.h.
 */
#include "judge.h"

#include "units.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* Where the line begins in the text that starts so, or NULL. */
static const char *find_line(const char *text, const char *start)
{
	for (const char *at = text; (at = strstr(at, start)); at++)
		if (at == text || at[-1] == '\n')
			return at;
	return NULL;
}

/* The value of "KEY=" in the line, copied; an empty text where there is none. */
static void read_word(char *out, size_t size, const char *line, const char *key)
{
	size_t line_size = strcspn(line, "\n"), length = strlen(key);

	*out = '\0';
	for (const char *at = line; at < line + line_size; at += strcspn(at, " \n") + 1)
		if (strncmp(at, key, length) == 0 && at[length] == '=') {
			snprintf(out, size, "%.*s", (int)strcspn(at + length + 1, " \n"), at + length + 1);
			return;
		}
}

/* "cgofault: own contract/freed-in-use at=NAME argument=I call=N pc=HEX by=NAME bypc=HEX" */
static bool read_own_line(struct cgf_own_verdict *out, const char *text)
{
	static const char start[] = "cgofault: own ";
	const char *line = find_line(text, start);
	char number[32];

	if (!line)
		return false;
	line += strlen(start);
	if (!memchr(line, '/', strcspn(line, " \n")))
		return false;
	snprintf(out->verdict.name, sizeof(out->verdict.name), "%.*s", (int)strcspn(line, " \n"), line);
	read_word(out->verdict.at, sizeof(out->verdict.at), line, "at");
	read_word(out->by, sizeof(out->by), line, "by");
	read_word(number, sizeof(number), line, "argument");
	out->argument = (unsigned)strtoul(number, NULL, 10);
	read_word(number, sizeof(number), line, "pc");
	out->pc = strtoull(number, NULL, 16);
	read_word(number, sizeof(number), line, "bypc");
	out->by_pc = strtoull(number, NULL, 16);
	return true;
}

/* "--- FAIL: TestX (0.00s)". It stands behind what the test printed, perhaps without a newline between. */
static enum cgf_own_result result_of_one(const char *text, const char *test, size_t length)
{
	static const struct {
		const char *word;
		enum cgf_own_result result;
	} results[] = {{"--- FAIL: ", CGF_OWN_FAILED},
	               {"--- SKIP: ", CGF_OWN_SKIPPED},
	               {"--- PASS: ", CGF_OWN_PASSED}};

	for (size_t i = 0; i < sizeof(results) / sizeof(results[0]); i++)
		for (const char *at = text; (at = strstr(at, results[i].word)); at++) {
			const char *name = at + strlen(results[i].word);

			if (strncmp(name, test, length) == 0 && name[length] == ' ')
				return results[i].result;
		}
	return CGF_OWN_UNSAID;
}

/* Of tests that ran at once: one that failed says it for all, then one that has said nothing. */
static enum cgf_own_result read_result(const char *text, const char *test)
{
	enum cgf_own_result result = CGF_OWN_SKIPPED;
	const char *one;

	for (size_t length; (length = cgf_own_unit_next(&one, &test)) > 0;) {
		enum cgf_own_result its = result_of_one(text, one, length);

		if (result != CGF_OWN_FAILED && (its >= CGF_OWN_FAILED || result == CGF_OWN_SKIPPED))
			result = its;
	}
	return result;
}

/* The last line "    data_test.go:45: words": what a test logs before it fails looks the same. */
static void read_said(struct cgf_own_verdict *out, const char *text)
{
	for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		const char *words = line + strspn(line, " \t");
		size_t size = strcspn(words, "\n");
		const char *file = memmem(words, size, ".go:", 4);

		if (words == line || !file || memchr(words, ' ', (size_t)(file - words)) ||
		    !isdigit((unsigned char)file[4]))
			continue;
		snprintf(out->said, sizeof(out->said), "%.*s", (int)size, words);
	}
}

/* The test failed by itself: the fault's call is the place. */
static void name_failure(struct cgf_own_verdict *out, const struct cgf_own_end *end)
{
	bool left = end->fault && end->fault->kind == CGF_OWN_LEAVE;

	snprintf(out->verdict.name, sizeof(out->verdict.name), "%s", left ? "errno/false" : "test/failed");
	out->verdict.at[0] = '\0';
	read_said(out, end->text);
}

/* Why C has called abort: the line of assert(3), or of C++'s run time about what nobody caught. */
static void read_abort(struct cgf_own_verdict *out, const char *text)
{
	static const char *const words[] = {": Assertion `", "terminate called after",
	                                    "free(): ", "malloc(): "};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const char *at = strstr(text, words[i]);

		if (!at)
			continue;
		while (at > text && at[-1] != '\n')
			at--;
		snprintf(out->said, sizeof(out->said), "%.*s", (int)strcspn(at, "\n"), at);
		return;
	}
}

/* The code inside could not do what it was asked to, and said why in its last line. */
static bool is_refusal(const struct cgf_own_end *end, const struct cgf_own_verdict *verdict)
{
	return WIFEXITED(end->wait_status) && WEXITSTATUS(end->wait_status) == CGF_EXIT_HARNESS &&
	       verdict->result == CGF_OWN_UNSAID && find_line(end->text, "cgofault: ");
}

static bool ends_with_code(const struct cgf_own_verdict *verdict)
{
	return strncmp(verdict->verdict.name, "crash/exit-", strlen("crash/exit-")) == 0;
}

void cgf_own_judge(struct cgf_own_verdict *out, const struct cgf_own_end *end)
{
	*out = (struct cgf_own_verdict){.result = read_result(end->text, end->test)};
	if (read_own_line(out, end->text))
		return;
	if (end->timed_out) {
		strcpy(out->verdict.name, "progress/stalled");
	} else {
		cgf_verdict_parse(&out->verdict, end->text, end->size, end->wait_status);
		if (is_refusal(end, out))
			strcpy(out->verdict.name, "harness/refused");
		else if (ends_with_code(out) && out->result == CGF_OWN_FAILED)
			name_failure(out, end);
		else if (strcmp(out->verdict.name, "crash/SIGABRT") == 0)
			read_abort(out, end->text);
	}
	if (cgf_verdict_exit_code(&out->verdict) != CGF_EXIT_FOUND)
		return;
	if (out->verdict.at[0] == '\0' || strcmp(out->verdict.at, "unknown") == 0)
		snprintf(out->verdict.at, sizeof(out->verdict.at), "%.*s", (int)sizeof(out->verdict.at) - 1,
		         end->fault ? end->fault->function : end->test);
}

bool cgf_own_is_report(const struct cgf_own_verdict *verdict)
{
	static const char *const kinds[] = {"asan/",
	                                    "tsan/",
	                                    "crash/SIG",
	                                    "contract/",
	                                    "go-fatal/checkptr",
	                                    "go-panic/cgocheck",
	                                    "go-fatal/cgocheck"};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strncmp(verdict->verdict.name, kinds[i], strlen(kinds[i])) == 0)
			return true;
	return false;
}
