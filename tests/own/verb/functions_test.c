/*
 * functions_test.c: the C functions of the opened packages, from a program's symbols: here this program's
 * own.
 */
#include "own/functions.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* As cgo and the linker name them: of the package a.org/m%2ev1, and of one that is not opened. */
extern int go_variable __asm__("\"a.org/m%2ev1._cgo_0123456789ab_Cfunc_shared\"");
int go_variable = 1;
extern int other_go_variable __asm__("net._cgo_ba9876543210_C2func_getaddrinfo");
int other_go_variable = 1;

extern int shared(void) __asm__("_cgo_0123456789ab_Cfunc_shared");
extern int with_errno(void) __asm__("_cgo_0123456789ab_C2func_shared");
extern int macro(void) __asm__("_cgo_0123456789ab_Cmacro_LIMIT");
extern int other(void) __asm__("_cgo_ba9876543210_C2func_getaddrinfo");

/* What is static in a function has such a name under clang. */
extern int of_function __asm__("_cgo_0123456789ab_Cfunc_shared.count");
int of_function = 1;

int shared(void)
{
	return 1;
}

int with_errno(void)
{
	return 2;
}

int macro(void)
{
	return 3;
}

int other(void)
{
	return 4;
}

static bool has(const struct cgf_own_functions *functions, const char *name, enum cgf_own_form form)
{
	for (size_t i = 0; i < functions->count; i++)
		if (strcmp(functions->functions[i].name, name) == 0 && functions->functions[i].form == form)
			return true;
	return false;
}

static void test_opened_package(void **state)
{
	static struct cgf_own_functions functions;
	static struct cgf_own_packages packages = {.opened_count = 1, .opened = {"a.org/m.v1"}};

	(void)state;
	assert_int_equal(cgf_own_functions_add(&functions, &packages, "/proc/self/exe"), 0);
	assert_int_equal(functions.count, 3);
	assert_true(has(&functions, "shared", CGF_OWN_FORM_C));
	assert_true(has(&functions, "shared", CGF_OWN_FORM_C2));
	assert_true(has(&functions, "LIMIT", CGF_OWN_FORM_MACRO));
	/* Once more adds nothing. */
	assert_int_equal(cgf_own_functions_add(&functions, &packages, "/proc/self/exe"), 0);
	assert_int_equal(functions.count, 3);
}

static void test_no_program(void **state)
{
	static struct cgf_own_functions functions;
	static struct cgf_own_packages packages;

	(void)state;
	assert_int_equal(cgf_own_functions_add(&functions, &packages, "/nowhere/at/all"), -ENOENT);
	assert_int_equal(cgf_own_functions_add(&functions, &packages, "/etc/passwd"), -ENOEXEC);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_opened_package),
	                                   cmocka_unit_test(test_no_program)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
