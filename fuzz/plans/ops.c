/*
 * ops.c: asks the replay programs for their ops: CLASS<TAB>OP<TAB>KINDS<TAB>ABOUT.
 */
#include "ops.h"

#include "child.h"
#include "say.h"
#include "stop.h"
#include "verdict.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

enum { LIST_MS_MAX = 60 * 1000 };

static bool read_op(struct cgf_listed_op *out, const char *set, char *line)
{
	char *fields[4];

	for (size_t i = 0; i < 4; i++)
		if (!(fields[i] = strsep(&line, "\t")))
			return false;
	memset(out, 0, sizeof(*out));
	cgf_text_make(out->set, sizeof(out->set), "%s", set);
	cgf_text_make(out->class_name, sizeof(out->class_name), "%s", fields[0]);
	cgf_text_make(out->name, sizeof(out->name), "%s", fields[1]);
	out->buggy = strstr(fields[2], "buggy");
	out->fixed = strstr(fields[2], "fixed");
	out->control = strstr(fields[2], "control");
	snprintf(out->about, sizeof(out->about), "%s", fields[3]);
	return true;
}

char *cgf_program_list(const struct cgf_programs *programs, const char *set, const char *argument)
{
	static struct cgf_capture capture;
	char path[CGF_PATH_BYTES_MAX], *arguments[] = {path, (char *)argument, NULL};
	struct cgf_child_request request = {.path = path,
	                                    .argv = arguments,
	                                    .captured = CGF_CHILD_STDOUT,
	                                    .own_group = true,
	                                    .timeout_ms = LIST_MS_MAX,
	                                    .stop = &cgf_stop};
	int status = 0, error = 0;

	/* The plain build starts fastest. */
	for (size_t i = CGF_BUILDS; i > 0; i--)
		if (cgf_program_path(path, sizeof(path), programs, set, "replay", cgf_builds[i - 1]))
			break;
	memset(&capture, 0, offsetof(struct cgf_capture, text));
	capture.pass_to = -1;
	error = cgf_child_run(&status, &capture, &request);
	cgf_capture_finish(&capture);
	if (error == 0 && status == 0)
		return capture.text;
	cgf_harness_failed("%s %s: %s", path, argument, error ? strerror(-error) : "failed");
	return NULL;
}

static int list_set(struct cgf_listed_ops *out, const struct cgf_programs *programs, const char *set)
{
	char *rest = cgf_program_list(programs, set, "--list"), *line;

	if (!rest)
		return CGF_EXIT_HARNESS;
	while ((line = strsep(&rest, "\n")) && out->count < CGF_LISTED_OPS_MAX)
		out->count += read_op(&out->ops[out->count], set, line);
	return 0;
}

int cgf_ops_list(struct cgf_listed_ops *out, const struct cgf_programs *programs)
{
	int code = 0;

	out->count = 0;
	for (size_t i = 0; i < programs->class_count && code == 0; i++)
		if (i == 0 || strcmp(programs->classes[i].set, programs->classes[i - 1].set) != 0)
			code = list_set(out, programs, programs->classes[i].set);
	return code;
}

/* The names of the ops that the target's variant has; they point into `ops`. */
static size_t names_of(const char **out, const struct cgf_listed_ops *ops, const struct cgf_target *target)
{
	bool fixed = cgf_variant_is_fixed(target->variant);
	size_t count = 0;

	for (size_t i = 0; i < ops->count && count < CGF_OPS_MAX; i++) {
		const struct cgf_listed_op *op = &ops->ops[i];

		if (strcmp(op->set, target->set) == 0 && strcmp(op->class_name, target->class_name) == 0 &&
		    (op->control || (fixed ? op->fixed : op->buggy)))
			out[count++] = op->name;
	}
	return count;
}

int cgf_target_choose_ops(struct cgf_target *target, const struct cgf_programs *programs,
                          const char *const *names, size_t count)
{
	static struct cgf_listed_ops ops;
	const char *there[CGF_OPS_MAX];
	size_t there_count, length = 0;
	int code = 0;

	target->op[0] = '\0';
	if (count == 0)
		return 0;
	ops.count = 0;
	if ((code = list_set(&ops, programs, target->set)) != 0)
		return code;
	there_count = names_of(there, &ops, target);
	for (size_t i = 0; i < count && code == 0; i++) {
		code = cgf_name_check("op", names[i], there, there_count);
		if (code == 0 && !(i > 0 && cgf_target_has_op(target, names[i])))
			length += (size_t)snprintf(target->op + length, sizeof(target->op) - length, "%s%s",
			                           i ? "," : "", names[i]);
		if (length >= sizeof(target->op))
			return cgf_wrong_usage("the names of %zu ops are too long", count);
	}
	return code;
}
