/*
 * builds_test.c: which build a program is, by its name, and which builds a class is run in.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "builds.h"
#include "surroundings.h"

static void test_program_is_the_build_of_its_name(void **state)
{
	(void)state;
	assert_string_equal(cgf_build_of_program("a-b/programs/main/replay-efence")->name, "efence");
	assert_string_equal(cgf_build_of_program("libfuzzer-asan")->name, "asan");
	assert_null(cgf_build_of_program("programs-asan/replay"));
	assert_null(cgf_build_of_program("replay-gcc-bfd"));
	assert_null(cgf_build_of_program(""));
}

static void test_class_is_run_in_what_it_asks_for(void **state)
{
	(void)state;
	assert_true(cgf_build_is_for("asan", ""));
	assert_true(cgf_build_is_for("gcc-bfd", ""));
	assert_false(cgf_build_is_for("efence", ""));
	assert_false(cgf_build_is_for("efence", "efences,nocheckptr"));
	assert_true(cgf_build_is_for("efence", "nocheckptr,efence"));
}

/* The user's own settings stay, and the build's come last, where Go takes them from. */
static void test_other_name_has_surroundings_of_its_own(void **state)
{
	(void)state;
	setenv("GODEBUG", "efence=0", 1);
	cgf_surroundings_set(0, "x/replay-efence");
	assert_string_equal(getenv("CGF_BUILD"), "efence");
	assert_memory_equal(getenv("GODEBUG"), "efence=0,", strlen("efence=0,"));
	assert_string_equal(strrchr(getenv("GODEBUG"), ','), ",efence=1");
	setenv("GODEBUG", "", 1);
	cgf_surroundings_set(0, "x/replay-plain");
	assert_null(getenv("CGF_BUILD"));
	assert_null(strstr(getenv("GODEBUG"), "efence"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_program_is_the_build_of_its_name),
	        cmocka_unit_test(test_class_is_run_in_what_it_asks_for),
	        cmocka_unit_test(test_other_name_has_surroundings_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
