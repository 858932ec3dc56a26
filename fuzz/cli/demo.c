/*
 * demo.c: `cgofault demo`: one bug found, its reproducer, its story, and the same plan once the bug is fixed.
 */
#include "verbs.h"

#include "child.h"
#include "hunt/finding.h"
#include "hunt/reduce.h"
#include "hunt_show.h"
#include "plans/files.h"
#include "plans/ops.h"
#include "plans/replay.h"
#include "plans/say.h"
#include "plans/stop.h"
#include "plans/stored.h"

#include <dirent.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum { SECONDS = 30, STORY_MS_MAX = 30 * 1000 };

/* The class and the op that show best: all ops together have several bugs, and which is found first differs
 * from build to build. */
#define SHOWN_CLASS "retained_pointer"
#define SHOWN_OP    "read_later"

/* That class; any other that is no canary where it is missing. */
static const char *choose_class(const struct cgf_programs *programs)
{
	const char *other = programs->classes[0].name;

	for (size_t i = programs->class_count; i > 0; i--) {
		const char *name = programs->classes[i - 1].name;

		if (strcmp(name, SHOWN_CLASS) == 0)
			return name;
		if (strcmp(name, "canary") != 0)
			other = name;
	}
	return other;
}

static int print_file(const char *path)
{
	static char text[CGF_TEXT_BYTES_MAX + 1];
	long size = cgf_file_read(text, sizeof(text), path);

	if (size < 0)
		return cgf_harness_failed("%s: %s", path, strerror((int)-size));
	fputs(text, stdout);
	return 0;
}

/* What the replay program tells on stderr besides the story is a report that few want to see at once. */
static int print_story(const struct cgf_programs *programs, const struct cgf_target *target, const char *file,
                       bool verdict_alone)
{
	static struct cgf_capture capture;
	char path[CGF_PATH_BYTES_MAX];
	char *arguments[CGF_REPLAY_ARGUMENTS_MAX];
	struct cgf_child_request request = {.path = path,
	                                    .argv = arguments,
	                                    .captured = CGF_CHILD_STDOUT | CGF_CHILD_STDERR,
	                                    .own_group = true,
	                                    .timeout_ms = STORY_MS_MAX,
	                                    .stop = &cgf_stop};
	char *rest = capture.text, *line, *go = NULL;
	int status, error;

	if (!cgf_program_path(path, sizeof(path), programs, target->set, "replay", target->build))
		return cgf_harness_failed("%s was not built; cmake -B build says why", path);
	memset(&capture, 0, offsetof(struct cgf_capture, text));
	capture.pass_to = -1;
	cgf_replay_arguments(arguments, path, "--story", target, file);
	error = cgf_child_run(&status, &capture, &request);
	cgf_capture_finish(&capture);
	if (error != 0)
		return cgf_harness_failed("cannot run %s: %s", path, strerror(-error));
	while ((line = strsep(&rest, "\n"))) {
		if (strncmp(line, "cgofault: go ", strlen("cgofault: go ")) == 0)
			go = line; /* told twice: when it happens, and with the verdict */
		if (go && strncmp(line, "cgofault: verdict=", strlen("cgofault: verdict=")) == 0)
			puts(go);
		if ((!verdict_alone && strncmp(line, "cgofault: story", strlen("cgofault: story")) == 0) ||
		    strncmp(line, "cgofault: verdict=", strlen("cgofault: verdict=")) == 0)
			puts(line);
	}
	return 0;
}

/* The plan in `file`, what happens in it, and what comes of it in the fixed variant. */
static int show_plan(const struct cgf_programs *programs, const struct cgf_target *target, const char *file)
{
	struct cgf_target fixed = *target;
	int code = print_file(file);

	if (code != 0)
		return code;
	printf("\nIts story:\n\n");
	fflush(stdout);
	if ((code = print_story(programs, target, file, false)) != 0 ||
	    (code = cgf_target_choose(&fixed, programs, target->class_name, "fixed", target->build)) != 0)
		return code;
	printf("\nThe same plan where the bug is fixed:\n\n");
	fflush(stdout);
	return print_story(programs, &fixed, file, true);
}

/* The finding, made smaller, with everything worth seeing. */
static int show_finding(const struct cgf_programs *programs, const struct cgf_target *target,
                        struct cgf_hunt *hunt)
{
	static struct cgf_plan_lines lines;
	char small[2 * CGF_PATH_BYTES_MAX], *slash;
	int code = cgf_plan_lines_load(&lines, programs, target, hunt->file);

	if (code == 0)
		code = cgf_reduce(&lines, &hunt->verdict, programs, target, NULL);
	if (code != 0)
		return code;
	slash = strrchr(hunt->file, '/');
	*slash = '\0';
	code = cgf_finding_save(small, sizeof(small), hunt->file, &lines, &hunt->verdict);
	if (code != 0)
		return code;
	printf("\nIts reproducer, with all that the verdict does not need taken away:\n%s\n\n", small);
	return show_plan(programs, target, small);
}

static int show_hunt(const struct cgf_programs *programs, const struct cgf_target *target)
{
	static struct cgf_hunt hunt;
	struct cgf_hunt_request request = {
	        .programs = programs, .target = target, .engine = "libfuzzer", .seconds = SECONDS, .seed = 1};
	char folder[CGF_PATH_BYTES_MAX + 16];
	int code;

	cgf_text_make(folder, sizeof(folder), "%s/findings", programs->build_directory);
	request.output = folder;
	printf("Fuzzing %s%s of the class %s, variant %s, with libFuzzer and %s, from an input of one zero "
	       "byte.\n",
	       *target->op ? "the op " : "all ops", target->op, target->class_name, target->variant,
	       target->build);
	fflush(stdout);
	cgf_hunt_show(&request);
	code = cgf_hunt_tell(&hunt, &request, cgf_hunt(&hunt, &request));
	if (code == CGF_EXIT_FOUND)
		return show_finding(programs, target, &hunt);
	return code == 0 ? CGF_EXIT_HARNESS : code;
}

static int is_plan(const struct dirent *entry)
{
	const char *end = strrchr(entry->d_name, '.');

	return end && strcmp(end, ".plan") == 0;
}

/* How many faults a stored plan has: each is written FAULT@WHERE. -1 after one line, if it cannot be read. */
static int count_faults(const struct cgf_programs *programs, const char *file)
{
	static struct cgf_plan_lines lines;
	struct cgf_target target;
	struct cgf_stored plan;
	int faults = 0;
	bool read = cgf_stored_open(&plan, file) == 0;

	read = read && cgf_target_for_file(&target, programs, &plan, &(struct cgf_wish){0}) == 0 &&
	       cgf_plan_lines_load(&lines, programs, &target, plan.path) == 0;
	cgf_stored_close(&plan);
	for (size_t i = 0; read && i < lines.step_count; i++) {
		for (const char *at = lines.steps[i]; (at = strchr(at, '@')) != NULL; at++)
			faults++;
	}
	return read ? faults : -1;
}

/* The stored plan that shows a class best: of those with the fewest faults the first by name. Empty: none. */
static int choose_known(char *file, size_t size, const struct cgf_programs *programs, const char *folder)
{
	char path[3 * CGF_PATH_BYTES_MAX];
	struct dirent **entries;
	int count = scandir(folder, &entries, is_plan, alphasort), least = INT_MAX, faults = 0;

	*file = '\0';
	for (int i = 0; i < count; i++) {
		cgf_text_make(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
		if (faults >= 0 && (faults = count_faults(programs, path)) >= 0 && faults < least) {
			least = faults;
			cgf_text_make(file, size, "%s", path);
		}
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
	return faults < 0 ? CGF_EXIT_HARNESS : 0;
}

/* Of a class that shows when building: to run all its fault sets takes minutes, so one that is known is
 * shown. */
static int show_known(const struct cgf_programs *programs, const struct cgf_target *target)
{
	char corpus[CGF_PATH_BYTES_MAX], folder[2 * CGF_PATH_BYTES_MAX], file[3 * CGF_PATH_BYTES_MAX];
	struct cgf_target its;
	struct cgf_stored plan;
	int code;

	if (!cgf_corpus_find(corpus, sizeof(corpus), programs, NULL) ||
	    !cgf_text_make(folder, sizeof(folder), "%s/%s/repros", corpus, target->class_name))
		return cgf_harness_failed("there is no corpus beside the build folder");
	if ((code = choose_known(file, sizeof(file), programs, folder)) != 0)
		return code;
	if (*file == '\0')
		return cgf_harness_failed("there is no plan in %s", folder);
	if ((code = cgf_stored_open(&plan, file)) == 0)
		code = cgf_target_for_file(&its, programs, &plan, &(struct cgf_wish){0});
	cgf_stored_close(&plan);
	if (code != 0)
		return code;
	printf("A bug of the class %s that is known:\n%s\n\n", target->class_name, file);
	return show_plan(programs, &its, file);
}

int cgf_verb_demo(const struct cgf_verb *verb, int argc, char **argv)
{
	static struct cgf_programs programs;
	struct cgf_target target;
	struct cgf_option_texts ops = {0};
	const struct cgf_option table[] = {
	        {"op", "OP", "Lets plans call this op alone, or where it is given more than once these ops.",
	         .texts = &ops},
	        {.name = NULL}};
	const char *class_name;
	int operand, code;

	if (!cgf_options_read(verb, table, argc, argv, 0, 1, &operand, &code))
		return code;
	if ((code = cgf_programs_find(&programs)) != 0)
		return code;
	class_name = operand < argc ? argv[operand] : choose_class(&programs);
	if ((code = cgf_target_choose(&target, &programs, class_name, "buggy", NULL)) != 0)
		return code;
	if (operand == argc && strcmp(class_name, SHOWN_CLASS) == 0 && ops.count == 0)
		ops = (struct cgf_option_texts){.count = 1, .texts = {SHOWN_OP}};
	if ((code = cgf_target_choose_ops(&target, &programs, ops.texts, ops.count)) != 0)
		return code;
	return cgf_set_is_enumerated(target.set) ? show_known(&programs, &target)
	                                         : show_hunt(&programs, &target);
}
