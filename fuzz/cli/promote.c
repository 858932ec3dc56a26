/*
 * promote.c: `cgofault promote`: a finding becomes a reproducer of the corpus.
 */
#include "verbs.h"

#include "hunt/finding.h"
#include "hunt/reduce.h"
#include "plans/files.h"
#include "plans/replay.h"
#include "plans/say.h"
#include "plans/stored.h"
#include "wish.h"

#include <stdio.h>
#include <string.h>

/* A reproducer has to be silent without its bug: in the first variant whose name begins with "fixed". */
static int check_fixed(const struct cgf_programs *programs, const struct cgf_target *buggy, const char *file)
{
	struct cgf_target fixed;
	struct cgf_verdict verdict;
	int code = cgf_target_choose(&fixed, programs, buggy->class_name, "fixed", buggy->build);

	if (code == 0)
		code = cgf_replay_once(&verdict, programs, &fixed, file);
	if (code != 0)
		return code;
	if (cgf_verdict_exit_code(&verdict) == CGF_EXIT_NOTHING)
		return 0;
	return cgf_harness_failed("%s: the variant %s is not silent, but %s at=%s; not promoted", file,
	                          fixed.variant, verdict.name, verdict.at);
}

static int confirm(struct cgf_verdict *verdict, const struct cgf_programs *programs,
                   const struct cgf_target *target, const char *file)
{
	bool agreed;
	int code = cgf_replay_confirm(&agreed, verdict, programs, target, file, CGF_CONFIRMATIONS);

	if (code != 0 || agreed)
		return code;
	return cgf_harness_failed("%s: %d replays do not agree on a finding (the first: %s); not promoted",
	                          file, CGF_CONFIRMATIONS, verdict->name);
}

/* The smaller plan is written where it belongs, and read from there like everybody will. */
static int promote(const struct cgf_programs *programs, const struct cgf_target *target, const char *file,
                   const char *corpus)
{
	static struct cgf_plan_lines lines;
	struct cgf_verdict verdict;
	char folder[CGF_PATH_BYTES_MAX + 128], path[2 * CGF_PATH_BYTES_MAX];
	int code = confirm(&verdict, programs, target, file);

	if (code == 0)
		code = cgf_plan_lines_load(&lines, programs, target, file);
	if (code == 0)
		code = cgf_reduce(&lines, &verdict, programs, target, NULL);
	if (code != 0)
		return code;
	cgf_text_make(folder, sizeof(folder), "%s/%s/repros", corpus, target->class_name);
	code = cgf_finding_save(path, sizeof(path), folder, &lines, &verdict);
	if (code == 0)
		code = confirm(&verdict, programs, target, path);
	if (code == 0)
		code = check_fixed(programs, target, path);
	if (code != 0)
		remove(path);
	else
		puts(path);
	return code;
}

int cgf_verb_promote(const struct cgf_verb *verb, int argc, char **argv)
{
	static struct cgf_programs programs;
	struct cgf_wish wish = {0};
	const char *corpus_option = NULL;
	const struct cgf_option table[] = {
	        CGF_WISH_OPTIONS(wish),
	        {"corpus", "DIR", "the corpus, if it is not the one beside the build folder",
	         .text = &corpus_option},
	        {.name = NULL},
	};
	char corpus[CGF_PATH_BYTES_MAX + 16];
	struct cgf_target target;
	int operand, code;

	if (!cgf_options_read(verb, table, argc, argv, 1, 1, &operand, &code))
		return code;
	if ((code = cgf_programs_find(&programs)) != 0)
		return code;
	if (!cgf_corpus_find(corpus, sizeof(corpus), &programs, corpus_option))
		return cgf_wrong_usage("no corpus at %s; name it: --corpus DIR", corpus);
	code = cgf_target_for_file(&target, &programs, argv[operand], &wish);
	if (code == 0)
		code = promote(&programs, &target, argv[operand], corpus);
	return code < 0 ? CGF_EXIT_HARNESS : code;
}
