/*
 * verbs.h: the verbs of the `cgofault` command, one a file.
 */
#ifndef CGF_VERBS_H
#define CGF_VERBS_H

#include "options.h"

int cgf_verb_test(const struct cgf_verb *verb, int argc, char **argv);
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

/* The classes and builds that `cgofault fuzz --help` names. */
void cgf_help_classes(void);
/* How a test is judged, and what --json prints. */
void cgf_help_test(void);
/* The words of the table that `cgofault night` ends with. */
void cgf_help_night(void);

#endif
