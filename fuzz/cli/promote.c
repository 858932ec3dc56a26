/*
 * promote.c: `cgofault promote`: a finding becomes a reproducer of the corpus.
 */
#include "verbs.h"

#include "hunt/finding.h"
#include "hunt/reduce.h"
#include "own/promote.h"
#include "own_plan.h"
#include "plans/files.h"
#include "plans/replay.h"
#include "plans/say.h"
#include "plans/scratch.h"
#include "plans/stored.h"
#include "wish.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A reproducer has to be silent without its bug: in the first variant whose name begins with "fixed". */
static int check_fixed(const struct cgf_programs *programs, const struct cgf_target *buggy, const char *file,
                       const char *name)
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
	return cgf_harness_failed("%s: the variant %s is not silent, but %s at=%s; not promoted", name,
	                          fixed.variant, verdict.name, verdict.at);
}

static int confirm(struct cgf_verdict *verdict, const struct cgf_programs *programs,
                   const struct cgf_target *target, const char *file, const char *name)
{
	bool agreed;
	int code = cgf_replay_confirm(&agreed, verdict, programs, target, file, CGF_CONFIRMATIONS);

	if (code != 0 || agreed)
		return code;
	return cgf_harness_failed("%s: %d replays do not agree on a finding (the first: %s); not promoted",
	                          name, CGF_CONFIRMATIONS, verdict->name);
}

static bool is_of_variant(const char *path, const char *variant)
{
	static char text[CGF_TEXT_BYTES_MAX + 1];
	struct cgf_header header;
	char why[256];

	return cgf_file_read(text, sizeof(text), path) >= 0 &&
	       cgf_header_read(&header, text, why, sizeof(why)) == 0 && strcmp(header.variant, variant) == 0;
}

/* A plan's name tells its verdict and its steps: versions of one package may have both in common. */
static void choose_path(char *out, size_t size, const char *folder, const char *name, const char *variant)
{
	cgf_text_make(out, size, "%s/%s", folder, name);
	if (access(out, F_OK) == 0 && !is_of_variant(out, variant))
		cgf_text_make(out, size, "%s/%.*s-%s.plan", folder, (int)(strrchr(name, '.') - name), name,
		              variant);
}

/* Puts the plan where it belongs. What stands there already stays as it is. */
static int place(const char *corpus, const struct cgf_target *target, const char *file)
{
	static char text[CGF_TEXT_BYTES_MAX + 1];
	char folder[CGF_PATH_BYTES_MAX + 128], path[3 * CGF_PATH_BYTES_MAX];
	long size = cgf_file_read(text, sizeof(text), file);
	int error;

	cgf_text_make(folder, sizeof(folder), "%s/%s/repros", corpus, target->class_name);
	choose_path(path, sizeof(path), folder, strrchr(file, '/') + 1, target->variant);
	error = size < 0 ? (int)size : cgf_folder_make(folder);
	cgf_files_remove_dead(folder);
	if (error == 0 && access(path, F_OK) == 0)
		fprintf(stderr, "cgofault: %s was there before, and stays as it is\n", path);
	else if (error == 0)
		error = cgf_file_keep(path, text, (size_t)size);
	if (error != 0)
		return cgf_harness_failed("%s: %s", path, strerror(-error));
	puts(path);
	return 0;
}

/* The smaller plan is tried from a scratch folder, as text, like everybody will: the corpus only ever has
 * what passed. */
static int promote(const struct cgf_programs *programs, const struct cgf_target *target,
                   const struct cgf_stored *plan, const char *corpus, const char *scratch)
{
	static struct cgf_plan_lines lines;
	struct cgf_verdict verdict;
	char path[2 * CGF_PATH_BYTES_MAX];
	int code = confirm(&verdict, programs, target, plan->path, plan->name);

	if (code == 0)
		code = cgf_plan_lines_load(&lines, programs, target, plan->path);
	if (code == 0)
		code = cgf_reduce(&lines, &verdict, programs, target, NULL);
	if (code == 0)
		code = cgf_finding_save(path, sizeof(path), scratch, &lines, &verdict);
	if (code == 0)
		code = confirm(&verdict, programs, target, path, plan->name);
	if (code == 0)
		code = check_fixed(programs, target, path, plan->name);
	return code == 0 ? place(corpus, target, path) : code;
}

int cgf_verb_promote(const struct cgf_verb *verb, int argc, char **argv)
{
	static struct cgf_programs programs;
	struct cgf_wish wish = {0};
	const char *corpus_option = NULL, *text;
	const struct cgf_option table[] = {
	        CGF_WISH_OPTIONS(wish),
	        {"corpus", "DIR", "Names the corpus. Unless given it is the one beside the build folder.",
	         .text = &corpus_option},
	        {.name = NULL},
	};
	char corpus[CGF_PATH_BYTES_MAX + 16], scratch[CGF_PATH_BYTES_MAX];
	struct cgf_stored plan;
	struct cgf_target target;
	int operand, code, error;

	if (!cgf_options_read(verb, table, argc, argv, 1, 1, &operand, &code))
		return code;
	if ((code = cgf_stored_open(&plan, argv[operand])) != 0)
		return code;
	if ((text = cgf_own_plan_text(&plan)) != NULL) {
		code = cgf_own_plan_check_wish(&plan, &wish, corpus_option ? "corpus" : NULL);
		return code ? code : cgf_own_promote(plan.name, text);
	}
	if ((code = cgf_programs_find(&programs)) != 0)
		return code;
	if (!cgf_corpus_find(corpus, sizeof(corpus), &programs, corpus_option))
		return cgf_wrong_usage("no corpus at %s; name it: --corpus DIR", corpus);
	code = cgf_target_for_file(&target, &programs, &plan, &wish);
	if (code != 0)
		return code;
	if ((error = cgf_scratch_make(scratch, sizeof(scratch))) != 0)
		return cgf_harness_failed("%s: %s", scratch, strerror(-error));
	code = promote(&programs, &target, &plan, corpus, scratch);
	cgf_scratch_remove(scratch);
	return code;
}
