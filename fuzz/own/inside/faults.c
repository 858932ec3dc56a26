/*
 * faults.c: see faults.h.
 */
#include "faults.h"

#include "names.h"

#include <stdlib.h>
#include <string.h>

/* Of this run and of the one before: a call that is under way while one ends has its fault still. */
static struct cgf_own_fault both[2][CGF_OWN_FAULTS_MAX], *faults = both[0];
static unsigned count;

/* What stands before NAME, and between NAME and #N. */
static const struct {
	const char *before, *behind;
	enum cgf_own_place place;
} words[] = {
        {"gc@", ".entry", CGF_OWN_ENTRY},
        {"gc@", ".return", CGF_OWN_RETURN},
        {"gc@", ".callback", CGF_OWN_CALLBACK},
        {"late@", ".entry", CGF_OWN_LATE_ENTRY},
        {"late@", ".return", CGF_OWN_LATE_RETURN},
        {"hop@", "", CGF_OWN_HOP},
        {"kept@", "", CGF_OWN_KEPT},
};

static bool read_number(unsigned long *nth, const char *digits)
{
	char *end;
	if (*digits < '1' || *digits > '9')
		return false;
	*nth = strtoul(digits, &end, 10);
	return *end == '\0';
}

/* A word with NAME up to `end`: where NAME begins and ends. */
static bool read_word(struct cgf_own_fault *fault, const char **name, const char **name_end, const char *end)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t before = strlen(words[i].before), behind = strlen(words[i].behind);
		if ((size_t)(end - fault->text) <= before + behind ||
		    strncmp(fault->text, words[i].before, before) != 0 ||
		    memcmp(end - behind, words[i].behind, behind) != 0)
			continue;
		fault->place = words[i].place;
		*name = fault->text + before;
		*name_end = end - behind;
		return true;
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

/* leave@NAME=ERROR, likewise. */
static bool read_error(struct cgf_own_fault *fault, const char **name, const char **name_end, const char *end)
{
	static const char before[] = "leave@";
	const char *equals = memchr(fault->text, '=', end - fault->text);
	char error[32];
	if (strncmp(fault->text, before, strlen(before)) != 0 || !equals ||
	    (size_t)(end - equals) > sizeof(error))
		return false;
	*(char *)mempcpy(error, equals + 1, end - equals - 1) = '\0';
	fault->place = CGF_OWN_LEAVE;
	fault->error = error_number(error);
	*name = fault->text + strlen(before);
	*name_end = equals;
	return fault->error != 0;
}

static const char *read_fault(const char *text)
{
	const char *end = strrchr(text, '#'), *at, *name_end;
	struct cgf_own_fault fault = {.text = text};
	struct cgf_own_name *name;

	if (!end || !read_number(&fault.nth, end + 1) ||
	    (!read_error(&fault, &at, &name_end, end) && !read_word(&fault, &at, &name_end, end)))
		return "is no fault";
	name = cgf_own_name_find(at, name_end - at, fault.place == CGF_OWN_CALLBACK);
	if (!name)
		return "names a function that this program does not call";
	if (count == CGF_OWN_FAULTS_MAX)
		return "is one fault too many";
	fault.next = name->faults;
	fault.name = name;
	faults[count] = fault;
	__atomic_store_n(&name->faults, &faults[count++], __ATOMIC_RELEASE);
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

void cgf_own_faults_forget(void)
{
	for (unsigned i = 0; i < count; i++)
		__atomic_store_n(&faults[i].name->faults, NULL, __ATOMIC_RELEASE);
	faults = faults == both[0] ? both[1] : both[0];
	count = 0;
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
	const struct cgf_own_fault *fault = __atomic_load_n(&name->faults, __ATOMIC_ACQUIRE);
	while (fault && (fault->place != place || fault->nth != nth))
		fault = fault->next;
	return fault;
}
