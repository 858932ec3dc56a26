/*
 * doctor.c: `cgofault doctor`: can this machine find a bug with every sanitizer, engine, compiler and linker?
 */
#include "verbs.h"

#include "builds.h"
#include "hunt/hunt.h"
#include "machine.h"
#include "night/canary.h"
#include "plans/files.h"
#include "plans/replay.h"
#include "plans/say.h"
#include "plans/scratch.h"
#include "plans/stop.h"

#include <stdio.h>
#include <string.h>

enum { SECONDS = 20 };

static bool check_machine(void)
{
	bool well = true;

	for (const struct cgf_machine_check *check = cgf_machine_checks; check->name; check++) {
		char said[256] = "";
		static const char *const words[] = {"FAIL", "ok", "?"};
		enum cgf_machine_answer answer = check->check(said, sizeof(said));

		printf("%-5s %-22s %s\n", words[answer], check->name, said);
		if (answer != CGF_MACHINE_HAS)
			printf("      %-22s remedy: %s\n", "", check->remedy);
		well = well && answer != CGF_MACHINE_LACKS;
	}
	return well;
}

static bool check_engine(const struct cgf_programs *programs, const char *engine, const char *op,
                         const char *build)
{
	static struct cgf_hunt hunt;
	struct cgf_target target;
	struct cgf_hunt_request request = {
	        .programs = programs, .target = &target, .engine = engine, .seconds = SECONDS, .seed = 1};
	char what[64];
	int code = cgf_target_choose(&target, programs, CGF_CANARY_CLASS, "buggy", build);

	snprintf(what, sizeof(what), "%s %s", engine, build);
	if (code == 0) {
		cgf_text_make(target.op, sizeof(target.op), "%s", op);
		code = cgf_hunt(&hunt, &request);
	}
	if (code == 0 && hunt.found)
		printf("ok    %-22s finds %s at=%s in %.1f s\n", what, hunt.verdict.name, hunt.verdict.at,
		       (double)hunt.found_ms / 1000);
	else
		printf("FAIL  %-22s does not find the planted bug '%s' in %d s (%u claims, %u not "
		       "confirmed)\n",
		       what, op, SECONDS, code == 0 ? hunt.claims : 0, code == 0 ? hunt.unconfirmed : 0);
	fflush(stdout);
	return code == 0 && hunt.found;
}

static bool check_builds(const struct cgf_programs *programs, const char *engine)
{
	bool well = true;

	for (const struct cgf_build *build = cgf_all_builds; build->name && !cgf_stop; build++)
		well = check_engine(programs, engine, build->canary, build->name) && well;
	/* LeakSanitizer comes with AddressSanitizer. */
	return (cgf_stop || check_engine(programs, engine, "lsan", "asan")) && well;
}

/* A build that fails with every compiler and linker. */
static const char planted_build[] =
        "cgofault plan 1\nclass: undefined_symbol\nvariant: buggy\n\ncall A declared_only\n";
static const char planted_verdict[] = "build/undefined-symbol";

static bool check_tools(const struct cgf_programs *programs, const char *tools, const char *file)
{
	struct cgf_target target;
	struct cgf_verdict verdict = {.name = "nothing"};
	int code = cgf_target_choose(&target, programs, "undefined_symbol", "buggy", tools);
	bool well;

	if (code == 0)
		code = cgf_replay_once(&verdict, programs, &target, file);
	well = code == 0 && strcmp(verdict.name, planted_verdict) == 0;
	printf("%-5s build %-16s finds %s%s%s\n", well ? "ok" : "FAIL", tools, verdict.name,
	       *verdict.at ? " at=" : "", verdict.at);
	fflush(stdout);
	return well;
}

static bool check_all_tools(const struct cgf_programs *programs)
{
	char folder[CGF_PATH_BYTES_MAX], file[CGF_PATH_BYTES_MAX + 16];
	int error = cgf_scratch_make(folder, sizeof(folder));
	bool well = error == 0;

	cgf_text_make(file, sizeof(file), "%s/plan", folder);
	if (error == 0)
		error = cgf_file_write(file, planted_build, strlen(planted_build));
	for (size_t i = 0; error == 0 && i < CGF_BUILDS && !cgf_stop; i++)
		if (cgf_build_fits(cgf_builds[i], CGF_ENUMERATED_SET))
			well = check_tools(programs, cgf_builds[i], file) && well;
	if (error != 0)
		cgf_harness_failed("%s: %s", folder, strerror(-error));
	else
		cgf_scratch_remove(folder);
	return well && error == 0;
}

int cgf_verb_doctor(const struct cgf_verb *verb, int argc, char **argv)
{
	static struct cgf_programs programs;
	const struct cgf_option table[] = {{.name = NULL}};
	int operand, code;
	bool well;

	if (!cgf_options_read(verb, table, argc, argv, 0, 0, &operand, &code))
		return code;
	well = check_machine();
	fflush(stdout);
	if ((code = cgf_programs_find(&programs)) != 0)
		return code;
	for (size_t i = 0; i < CGF_ENGINES && !cgf_stop; i++)
		well = check_builds(&programs, cgf_engines[i]) && well;
	well = check_all_tools(&programs) && well;
	puts(well ? "All is well." : "Something is missing: see the lines that begin with FAIL.");
	return well && !cgf_stop ? CGF_EXIT_NOTHING : CGF_EXIT_HARNESS;
}
