/*
 * promote.c: see promote.h.
 */
#include "promote.h"

#include "keep.h"
#include "kept_test.h"
#include "minimize.h"

#include "plans/say.h"

#include <errno.h>
#include <stdio.h>

static int keep(const struct cgf_own_plan_session *of)
{
	const struct cgf_own_package *package = &of->session.packages.tested[of->session.tests[0].package];
	char folder[CGF_PATH_BYTES_MAX], path[CGF_PATH_BYTES_MAX];
	bool is_new;
	int code = cgf_own_keep_folder(folder, package);

	if (code == 0)
		code = cgf_own_keep_plan(path, &is_new, folder, &of->plan);
	if (code == 0)
		code = cgf_own_kept_test_write(package->folder, package->name);
	if (code != 0)
		return code;
	if (!is_new)
		fprintf(stderr, "cgofault: %s was there before, and stays as it is\n", path);
	puts(cgf_own_file_shown(path));
	return 0;
}

static int promote(struct cgf_own_plan_session *of)
{
	struct cgf_own_verdict verdict;
	int code = cgf_own_plan_minimize(&verdict, of);

	if (code == 0 && of->plan.fault_count > 0)
		code = cgf_own_plan_check_silent(of);
	return code == 0 ? keep(of) : code;
}

int cgf_own_promote(const char *name, const char *text)
{
	static struct cgf_own_plan_session of;
	static struct cgf_own_plan plan;
	char why[256];
	int code;

	if (cgf_own_plan_read(&plan, text, why, sizeof(why)) == 0 && plan.state == CGF_OWN_FIXED)
		return cgf_wrong_usage("%s: its state is fixed: what is promoted is known", name);
	code = cgf_own_plan_open(&of, name, text, stderr);
	if (code == 0)
		code = promote(&of);
	cgf_own_plan_close(&of);
	return code == -EINTR ? CGF_EXIT_INTERRUPTED : code;
}
