/*
 * kept_test.h: the Go test that replays what was kept.
 */
#ifndef CGF_OWN_KEPT_TEST_H
#define CGF_OWN_KEPT_TEST_H

/* The name of its only test, which a sweep leaves out. */
#define CGF_OWN_KEPT_TEST "TestCgofault"

/* Writes FOLDER/cgofault_test.go of the package with this name, unless it is there as it should be. A file of
 * somebody else's is not replaced. 0, or an exit code after one line. */
int cgf_own_kept_test_write(const char *folder, const char *package);

#endif
