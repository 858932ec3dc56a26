/*
 * night_package.c: see night_package.h. The tests are run by this command as a process: a night knows nothing
 * of their programs.
 */
#include "night_package.h"

#include "child.h"
#include "plans/files.h"
#include "plans/say.h"
#include "plans/stop.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { JSON_BYTES_MAX = 64 << 20 };

static double number(const cJSON *object, const char *key)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

	return cJSON_IsNumber(item) ? item->valuedouble : 0;
}

static const char *text(const cJSON *object, const char *key)
{
	const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));

	return value ? value : "";
}

static bool is_true(const cJSON *object, const char *key)
{
	return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, key));
}

/* A package is a row of the night's table as a class is. */
static void make_slice(struct cgf_slice *out, const char *folder)
{
	const char *name = strrchr(folder, '/');

	*out = (struct cgf_slice){.engine = "tests"};
	snprintf(out->target.class_name, sizeof(out->target.class_name), "%.*s",
	         (int)sizeof(out->target.class_name) - 1, name && name[1] ? name + 1 : folder);
	strcpy(out->target.variant, "own");
	strcpy(out->target.build, "asan");
}

/* This command, with its own arguments, in the folder; stdout goes to the file. The exit code or -EINTR. */
static int run(struct cgf_night *night, const char *folder, long minutes, int to)
{
	static struct cgf_capture capture;
	char command[CGF_PATH_BYTES_MAX], number_text[32];
	ssize_t length = readlink("/proc/self/exe", command, sizeof(command) - 1);
	char *const argv[] = {command, "test", "--json", "--minutes", number_text, "./...", NULL};
	const struct cgf_child_request request = {.path = command,
	                                          .argv = argv,
	                                          .directory = folder,
	                                          .captured = CGF_CHILD_STDERR,
	                                          .stdout_to = to,
	                                          .own_group = true,
	                                          .timeout_ms = night->end_ms - cgf_now_ms(),
	                                          .stop = &cgf_stop};
	int status = 0, error;

	if (length <= 0)
		return cgf_harness_failed("/proc/self/exe: %s", strerror(errno));
	command[length] = '\0';
	snprintf(number_text, sizeof(number_text), "%ld", minutes);
	memset(&capture, 0, offsetof(struct cgf_capture, begin));
	capture.pass_to = -1;
	error = cgf_child_run(&status, &capture, &request);
	cgf_capture_finish(&capture);
	if (error == -EINTR || error == -ETIMEDOUT)
		return error;
	if (error != 0)
		return cgf_harness_failed("cannot run %s: %s", command, strerror(-error));
	if (WIFEXITED(status) &&
	    (WEXITSTATUS(status) == CGF_EXIT_NOTHING || WEXITSTATUS(status) == CGF_EXIT_FOUND))
		return 0;
	fputs(capture.text, stderr);
	return CGF_EXIT_HARNESS;
}

/* To be deleted; NULL: it is not what `cgofault test --json` says. */
static cJSON *read_answer(const char *path)
{
	char *bytes = malloc(JSON_BYTES_MAX);
	cJSON *answer = bytes && cgf_file_read(bytes, JSON_BYTES_MAX, path) > 0 ? cJSON_Parse(bytes) : NULL;

	free(bytes);
	if (answer && number(answer, "version") == 1 && cJSON_GetObjectItemCaseSensitive(answer, "findings"))
		return answer;
	cJSON_Delete(answer);
	return NULL;
}

/* Known, or new: then with what to do about it. */
static void add_finding(struct cgf_night *night, const struct cgf_slice *slice, const cJSON *finding,
                        struct cgf_hunt *hunt)
{
	struct cgf_night_finding *added;

	hunt->found = true;
	hunt->verdict = (struct cgf_verdict){0};
	cgf_text_make(hunt->verdict.name, sizeof(hunt->verdict.name), "%s", text(finding, "verdict"));
	cgf_text_make(hunt->verdict.at, sizeof(hunt->verdict.at), "%s", text(finding, "at"));
	cgf_text_make(hunt->verdict.keys, sizeof(hunt->verdict.keys), "line=%s", text(finding, "line"));
	cgf_text_make(hunt->verdict.go, sizeof(hunt->verdict.go), "%s %s", text(finding, "function"),
	              text(finding, "line"));
	cgf_text_make(hunt->verdict.class_name, sizeof(hunt->verdict.class_name), "%s",
	              slice->target.class_name);
	cgf_text_make(hunt->verdict.variant, sizeof(hunt->verdict.variant), "%s", slice->target.variant);
	cgf_text_make(hunt->verdict.build, sizeof(hunt->verdict.build), "%s", slice->target.build);
	added = cgf_night_report_find(night->report, &hunt->verdict);
	if (added)
		added->times++;
	else if ((added = cgf_night_report_add_finding(night->report, slice, hunt)))
		added->known = is_true(finding, "known");
	cgf_night_report_add_hunt(night->report, slice, hunt);
	if (!added)
		cgf_night_report_note(night->report, "left out", "%s: one finding too many for the report",
		                      slice->target.class_name);
	cgf_night_slice_tell(slice, hunt, added && added->known ? "known" : "NEW");
	hunt->stats = (struct cgf_stats){0};
	hunt->elapsed_ms = 0;
}

static void add_answer(struct cgf_night *night, const struct cgf_slice *slice, const char *folder,
                       const cJSON *answer)
{
	static struct cgf_hunt hunt;
	const cJSON *finding;
	bool is_new = false;

	hunt = (struct cgf_hunt){.elapsed_ms = (int64_t)number(answer, "sweep_ms")};
	hunt.stats.executions = hunt.stats.effective = (uint64_t)number(answer, "runs");
	hunt.stats.site_count = hunt.stats.op_count = 1;
	hunt.stats.fired[0][0] = (uint64_t)number(answer, "faults_made");
	cJSON_ArrayForEach(finding, cJSON_GetObjectItemCaseSensitive(answer, "findings"))
	{
		if (!is_true(finding, "confirmed")) {
			hunt.unconfirmed++;
			continue;
		}
		is_new = is_new || !is_true(finding, "known");
		add_finding(night, slice, finding, &hunt);
	}
	if (!hunt.found) {
		cgf_night_report_add_hunt(night->report, slice, &hunt);
		cgf_night_slice_tell(slice, &hunt, "nothing found");
	}
	if (is_new)
		cgf_night_report_note(night->report, "to keep what is new",
		                      "cd %s && cgofault test --keep ./...", folder);
}

static int note_failure(struct cgf_night *night, const struct cgf_slice *slice, const char *why)
{
	cgf_night_report_note(night->report, "failed", "%s: %s", slice->target.class_name, why);
	night->report->harness_failures++;
	return CGF_EXIT_HARNESS;
}

int cgf_night_package_run(struct cgf_night *night, const char *folder, long minutes)
{
	char path[2 * CGF_PATH_BYTES_MAX];
	struct cgf_slice slice;
	cJSON *answer;
	int to, code;

	make_slice(&slice, folder);
	snprintf(path, sizeof(path), "%s/package-%s-%zu.json", night->folder, slice.target.class_name,
	         night->package_count++);
	to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (to < 0)
		return cgf_harness_failed("%s: %s", path, strerror(errno));
	code = run(night, folder, minutes, to);
	close(to);
	if (code == -EINTR)
		return code;
	if (code == -ETIMEDOUT) {
		cgf_night_report_note(night->report, "left out",
		                      "%s: it was not built and run before the night's end",
		                      slice.target.class_name);
		return 0;
	}
	if (code != 0)
		return note_failure(night, &slice, "cgofault test says above why");
	answer = read_answer(path);
	if (!answer)
		return note_failure(night, &slice, "what cgofault test has said cannot be read");
	add_answer(night, &slice, folder, answer);
	cJSON_Delete(answer);
	return 0;
}
