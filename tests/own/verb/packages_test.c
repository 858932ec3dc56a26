/*
 * packages_test.c: which packages are opened and whose tests are run, from what go list says.
 */
#include "own/packages.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Fields: path, standard, of the main module, cgo files, SWIG files, name, folder, dependencies. */
static const char listed[] = "runtime/cgo\ttrue\ttrue\t5\t00\tcgo\t/go/runtime/cgo\t\n"
                             "a.org/m/lib\tfalse\ttrue\t2\t00\tlib\t/m/lib\t\n"
                             "a.org/m/pure\tfalse\ttrue\t0\t00\tpure\t/m/pure\t\n"
                             "a.org/m/swig\tfalse\ttrue\t0\t01\tswig\t/m/swig\t\n"
                             "github.com/ebitengine/purego\tfalse\tfalse\t3\t00\tpurego\t/mod/purego\t\n"
                             "b.org/dep\tfalse\tfalse\t1\t00\tdep\t/mod/dep\t\n"
                             "a.org/m/cmd\tfalse\ttrue\t0\t00\tmain\t/m/cmd\tb.org/dep\n"
                             "a.org/m/lib [a.org/m/lib.test]\tfalse\ttrue\t2\t00\tlib\t/m/lib\t\n"
                             "a.org/m/lib_test [a.org/m/lib.test]\tfalse\ttrue\t0\t00\tlib_test\t/m/lib\t\n"
                             "a.org/m/lib.test\tfalse\ttrue\t0\t00\tmain\t/m/lib\tfmt a.org/m/lib "
                             "[a.org/m/lib.test] testing\n"
                             "a.org/m/pure.test\tfalse\ttrue\t0\t00\tmain\t/m/pure\tfmt a.org/m/library\n"
                             "a.org/m/cmd.test\tfalse\ttrue\t0\t00\tmain\t/m/cmd\tb.org/dep fmt\n";

static void read_them(struct cgf_own_packages *packages, const char *with)
{
	assert_int_equal(cgf_own_packages_read(packages, strdup(listed), strdup(with)), 0);
}

static void test_main_module(void **state)
{
	static struct cgf_own_packages packages;

	(void)state;
	read_them(&packages, "");
	assert_int_equal(packages.opened_count, 1);
	assert_string_equal(packages.opened[0], "a.org/m/lib");
	assert_int_equal(packages.tested_count, 1);
	assert_string_equal(packages.tested[0].path, "a.org/m/lib");
	assert_string_equal(packages.tested[0].folder, "/m/lib");
	assert_string_equal(packages.tested[0].name, "lib");
	cgf_own_packages_free(&packages);
}

static void test_dependency_that_is_asked_for(void **state)
{
	static struct cgf_own_packages packages;

	(void)state;
	read_them(&packages, "b.org/dep\n");
	assert_int_equal(packages.opened_count, 2);
	assert_string_equal(packages.opened[1], "b.org/dep");
	assert_int_equal(packages.tested_count, 2);
	assert_string_equal(packages.tested[1].path, "a.org/m/cmd");
	cgf_own_packages_free(&packages);
	/* A part of its name is another name, and what go itself has stays closed. */
	read_them(&packages, "b.org\nruntime/cgo\n");
	assert_int_equal(packages.opened_count, 1);
	cgf_own_packages_free(&packages);
}

static void test_what_is_not_seen(void **state)
{
	static struct cgf_own_packages packages;

	(void)state;
	read_them(&packages, "");
	assert_int_equal(packages.unseen_count, 2);
	assert_string_equal(packages.unseen[0], "SWIG in a.org/m/swig");
	assert_string_equal(packages.unseen[1], "purego in github.com/ebitengine/purego");
	cgf_own_packages_free(&packages);
}

static void test_nothing(void **state)
{
	static struct cgf_own_packages packages;

	(void)state;
	assert_int_equal(cgf_own_packages_read(&packages, strdup(""), strdup("")), 0);
	assert_int_equal(packages.opened_count + packages.tested_count + packages.unseen_count, 0);
	cgf_own_packages_free(&packages);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_main_module), cmocka_unit_test(test_dependency_that_is_asked_for),
	        cmocka_unit_test(test_what_is_not_seen), cmocka_unit_test(test_nothing)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
