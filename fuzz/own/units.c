/*
 * units.c: see units.h.
 */
#include "units.h"

#include "plans/say.h"

#include <stdlib.h>
#include <string.h>

bool cgf_own_is_unit(const char *name)
{
	return strchr(name, '|') != NULL;
}

size_t cgf_own_unit_next(const char **name, const char **rest)
{
	size_t length = strcspn(*rest, "|");

	*name = *rest;
	*rest += length + ((*rest)[length] == '|');
	return length;
}

bool cgf_own_says_parallel(const char *text, const char *test)
{
	static const char start[] = "=== PAUSE ";
	size_t length = strlen(test);

	for (const char *at = text; (at = strstr(at, start)); at++) {
		const char *name = at + strlen(start);

		if (strncmp(name, test, length) == 0 && (name[length] == '\n' || name[length] == '\0'))
			return true;
	}
	return false;
}

/* Adds the name to those of the unit; false: there is no room for it. */
static bool add_name(char *unit, const char *name)
{
	size_t length = strlen(unit);

	if (length + 1 + strlen(name) >= CGF_OWN_UNIT_BYTES_MAX)
		return false;
	if (length > 0)
		unit[length++] = '|';
	strcpy(unit + length, name);
	return true;
}

/* The next few of the package's tests, from `*from` on. How many they are. */
static size_t take_some(char *unit, size_t *from, const struct cgf_own_session *session, size_t package,
                        size_t end)
{
	size_t count = 0;

	*unit = '\0';
	for (; *from < end && count < CGF_OWN_UNIT_TESTS_MAX; ++*from) {
		const struct cgf_own_test *test = &session->tests[*from];

		if (test->package != package || !test->parallel || *test->left_out != '\0')
			continue;
		if (!add_name(unit, test->name))
			break;
		count++;
	}
	return count;
}

static int add_unit(struct cgf_own_session *session, size_t package, const char *name)
{
	if (session->test_count == CGF_OWN_TESTS_MAX)
		return cgf_harness_failed("more than %d tests: name fewer packages, or use --run",
		                          CGF_OWN_TESTS_MAX);
	session->tests[session->test_count] = (struct cgf_own_test){.name = strdup(name), .package = package};
	return session->tests[session->test_count++].name ? 0 : cgf_harness_failed("out of memory");
}

int cgf_own_units_add(struct cgf_own_session *session)
{
	size_t end = session->test_count;
	char name[CGF_OWN_UNIT_BYTES_MAX];
	int code = 0;

	for (size_t package = 0; package < session->packages.tested_count; package++)
		for (size_t from = 0, count = 1; count > 0 && code == 0;) {
			count = take_some(name, &from, session, package, end);
			if (count > 1)
				code = add_unit(session, package, name);
		}
	return code;
}

static bool has_test(const struct cgf_own_session *session, const char *name, size_t length)
{
	for (size_t i = 0; i < session->test_count; i++)
		if (strncmp(session->tests[i].name, name, length) == 0 &&
		    session->tests[i].name[length] == '\0')
			return true;
	return false;
}

bool cgf_own_units_join(struct cgf_own_session *session, const char *name)
{
	const char *rest = name, *one;
	size_t count = 0, length;
	char *copy;

	for (; (length = cgf_own_unit_next(&one, &rest)) > 0; count++)
		if (!has_test(session, one, length))
			return false;
	copy = count == session->test_count ? strdup(name) : NULL;
	if (!copy)
		return false;
	for (size_t i = 0; i < session->test_count; i++)
		free(session->tests[i].name);
	session->tests[0].name = copy;
	session->test_count = 1;
	return true;
}
