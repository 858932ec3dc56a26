/*
 * faults.c: see faults.h.
 */
#include "faults.h"

#include "names.h"

#include <stdlib.h>
#include <string.h>

static struct cgf_own_fault faults[CGF_OWN_FAULTS_MAX];
static unsigned count;

/* What stands between NAME and #N. */
static const struct {
	const char *text;
	enum cgf_own_place place;
} places[] = {
        {".entry", CGF_OWN_ENTRY},
        {".return", CGF_OWN_RETURN},
        {".callback", CGF_OWN_CALLBACK},
};

static bool read_number(unsigned long *nth, const char *digits)
{
	char *end;
	if (*digits < '1' || *digits > '9')
		return false;
	*nth = strtoul(digits, &end, 10);
	return *end == '\0';
}

/* NAME.place, from `at` to `end`: `name_end` is where NAME ends. */
static bool read_place(struct cgf_own_fault *fault, const char **name_end, const char *at, const char *end)
{
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		size_t length = strlen(places[i].text);
		if ((size_t)(end - at) > length && memcmp(end - length, places[i].text, length) == 0) {
			fault->place = places[i].place;
			*name_end = end - length;
			return true;
		}
	}
	return false;
}

enum { ERRORS_MAX = 256 }; /* Linux has 133 */

static int error_number(const char *name)
{
	for (int number = 1; number < ERRORS_MAX; number++) {
		const char *known = strerrorname_np(number);
		if (known && strcmp(known, name) == 0)
			return number;
	}
	return 0;
}

/* NAME=ERROR#N. */
static bool read_error(struct cgf_own_fault *fault, const char **name_end, const char *at, const char *end)
{
	const char *equals = memchr(at, '=', end - at);
	char error[32];
	if (!equals || (size_t)(end - equals) > sizeof(error))
		return false;
	*(char *)mempcpy(error, equals + 1, end - equals - 1) = '\0';
	fault->place = CGF_OWN_LEAVE;
	fault->error = error_number(error);
	*name_end = equals;
	return fault->error != 0;
}

static const char *read_fault(const char *text)
{
	const char *at = strchr(text, '@'), *end = strrchr(text, '#'), *name_end;
	struct cgf_own_fault fault = {.text = text};
	struct cgf_own_name *name;
	bool reads = false;

	if (!at++ || !end || end < at || !read_number(&fault.nth, end + 1))
		return "is no fault";
	if (strncmp(text, "gc@", 3) == 0)
		reads = read_place(&fault, &name_end, at, end);
	else if (strncmp(text, "leave@", 6) == 0)
		reads = read_error(&fault, &name_end, at, end);
	else if (strncmp(text, "kept@", 5) == 0 && end > at) {
		fault.place = CGF_OWN_KEPT;
		name_end = end;
		reads = true;
	}
	if (!reads)
		return "is no fault";
	name = cgf_own_name_find(at, name_end - at, fault.place == CGF_OWN_CALLBACK);
	if (!name)
		return "names a function that this program does not call";
	if (count == CGF_OWN_FAULTS_MAX)
		return "is one fault too many";
	fault.next = name->faults;
	faults[count] = fault;
	name->faults = &faults[count++];
	return NULL;
}

const char *cgf_own_faults_read(const char **wrong, char *text)
{
	char *rest;
	for (char *word = strtok_r(text, " \t\n", &rest); word; word = strtok_r(NULL, " \t\n", &rest)) {
		const char *why = read_fault(word);
		*wrong = word;
		if (why)
			return why;
	}
	return NULL;
}

bool cgf_own_faults_have(enum cgf_own_place place)
{
	for (unsigned i = 0; i < count; i++)
		if (faults[i].place == place)
			return true;
	return false;
}

const struct cgf_own_fault *cgf_own_fault_due(const struct cgf_own_name *name, enum cgf_own_place place,
                                              unsigned long nth)
{
	const struct cgf_own_fault *fault = name->faults;
	while (fault && (fault->place != place || fault->nth != nth))
		fault = fault->next;
	return fault;
}
