/*
 * cli.h: what the verbs of the `cgofault` command share: how they are called, their options, their one-line
 * errors.
 */
#ifndef CGF_CLI_H
#define CGF_CLI_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "verdict.h"

enum { CGF_PATH_BYTES_MAX = 4096 };

/* One verb. `run` gets the verb's own arguments, argv[0] being the verb, and returns an exit code. */
struct cgf_verb {
	const char *name;
	const char *operands; /* as --help shows them: "FILE..." */
	const char *about;    /* one line, then perhaps more */
	int (*run)(const struct cgf_verb *verb, int argc, char **argv);
};

int cgf_verb_doctor(const struct cgf_verb *verb, int argc, char **argv);
int cgf_verb_demo(const struct cgf_verb *verb, int argc, char **argv);
int cgf_verb_list(const struct cgf_verb *verb, int argc, char **argv);
int cgf_verb_fuzz(const struct cgf_verb *verb, int argc, char **argv);
int cgf_verb_run(const struct cgf_verb *verb, int argc, char **argv);
int cgf_verb_show(const struct cgf_verb *verb, int argc, char **argv);
int cgf_verb_pack(const struct cgf_verb *verb, int argc, char **argv);
int cgf_verb_minimize(const struct cgf_verb *verb, int argc, char **argv);
int cgf_verb_promote(const struct cgf_verb *verb, int argc, char **argv);
int cgf_verb_night(const struct cgf_verb *verb, int argc, char **argv);

/* One option with a long name. Exactly one of the three pointers is set and receives the value. */
struct cgf_option {
	const char *name;
	const char *value; /* what --help calls the value; NULL for a flag */
	const char *about;
	const char **text;
	long *number;
	long number_min, number_max;
	bool *flag;
	char letter; /* a short name, or 0 */
};

/*
 * Reads the options of a verb; the table ends with a NULL name; --help needs no entry. Returns true when the
 * verb may go on, with the first operand's index in `operand`. Otherwise `code` is the exit code: help was
 * shown, or an error line printed, also for fewer than `operands_min` or more than `operands_max` operands.
 */
bool cgf_options_read(const struct cgf_verb *verb, const struct cgf_option *options, int argc, char **argv,
                      int operands_min, int operands_max, int *operand, int *code);

/* Print one line on stderr and return the exit code that belongs to it. */
__attribute__((format(printf, 1, 2))) int cgf_wrong_usage(const char *format, ...);
__attribute__((format(printf, 1, 2))) int cgf_harness_failed(const char *format, ...);

/* Not 0 once the user wants an end (SIGINT, SIGTERM). What runs then is ended, and results so far are kept.
 */
extern volatile sig_atomic_t cgf_stop;

#endif
