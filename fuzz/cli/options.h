/*
 * options.h: how verbs are called, and what their options are.
 */
#ifndef CGF_OPTIONS_H
#define CGF_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* One verb. `run` gets the verb's own arguments, argv[0] being the verb, and returns an exit code. */
struct cgf_verb {
	const char *name;
	const char *operands; /* as --help shows them: "FILE..." */
	const char *about;    /* one line, then perhaps more */
	int (*run)(const struct cgf_verb *verb, int argc, char **argv);
	void (*help)(void); /* prints what --help says besides, with an empty line behind it; or NULL */
};

enum { CGF_OPTION_TEXTS_MAX = 64 };

/* The values of an option that may be given more than once. */
struct cgf_option_texts {
	size_t count;
	const char *texts[CGF_OPTION_TEXTS_MAX];
};

/* One option with a long name. Exactly one of the four pointers is set and receives the value, which is never
 * empty. */
struct cgf_option {
	const char *name;
	const char *value; /* what --help calls the value; NULL for a flag */
	const char *about; /* whole sentences, without a line break */
	const char **text;
	struct cgf_option_texts *texts;
	long *number;
	long number_min, number_max;
	bool *flag;
	char letter;         /* a short name, or 0 */
	const char *implied; /* the value where none follows, or NULL: one must follow */
};

/*
 * Reads the options of a verb; the table ends with a NULL name; --help needs no entry. Returns true when the
 * verb may go on, with the first operand's index in `operand`. Otherwise `code` is the exit code: help was
 * shown, or an error line printed, also for fewer than `operands_min` or more than `operands_max` operands.
 */
bool cgf_options_read(const struct cgf_verb *verb, const struct cgf_option *options, int argc, char **argv,
                      int operands_min, int operands_max, int *operand, int *code);

#endif
