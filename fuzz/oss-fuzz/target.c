/*
 * target.c: what makes a program one fuzz target: the class and the variant that it runs. A service that
 * starts targets by their names sets nothing else.
 */
#include <stdlib.h>

#if !defined(CGF_TARGET_CLASS) || !defined(CGF_TARGET_VARIANT)
#error "name the class and the variant: -DCGF_TARGET_CLASS=..., -DCGF_TARGET_VARIANT=..., each a string"
#endif

#ifdef CGF_TARGET_COVERAGE
void cgf_write_go_coverage(void); /* fuzz/program/coverage.go */
#endif

/* Before boot.c's constructor, which starts this program once more with what is set here. */
__attribute__((constructor(140))) static void choose(void)
{
	setenv("CGF_CLASS", CGF_TARGET_CLASS, 1);
	setenv("CGF_VARIANT", CGF_TARGET_VARIANT, 1);
#ifdef CGF_TARGET_COVERAGE
	atexit(cgf_write_go_coverage);
#endif
}
