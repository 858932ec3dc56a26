/*
 * main.c: the `cgofault` command: chooses the verb.
 */
#include "verbs.h"

#include "own/boundary/toolexec.h"
#include "plans/say.h"
#include "plans/stop.h"
#include "verdict.h"

#include <stdio.h>
#include <string.h>

static const struct cgf_verb verbs[] = {
        {"test", "[PATTERN]...",
         "Runs the tests of your own packages with faults in their calls of C: nothing has to be written.\n"
         "PATTERN is as go has it; unless given it is the package in this folder.",
         cgf_verb_test, cgf_help_test},
        {"doctor", "",
         "Checks this machine: finds a planted bug with every sanitizer and engine, and changes nothing.",
         cgf_verb_doctor, NULL},
        {"demo", "[CLASS]",
         "Finds one bug, and shows its reproducer, its story, and the same plan where the bug is fixed.\n"
         "Asks nothing, takes less than a minute.",
         cgf_verb_demo, NULL},
        {"list", "", "Lists the classes, their ops, and the programs that were built.", cgf_verb_list, NULL},
        {"fuzz", "CLASS",
         "Fuzzes one class, stops at the first confirmed finding, and prints its file.\n"
         "Claims that an earlier fuzz with the same --out was killed over are confirmed first.\n"
         "Of a class that shows when building, runs each set of at most two faults instead.",
         cgf_verb_fuzz, cgf_help_classes},
        {"run", "FILE...",
         "Replays plans, each in a fresh process: text, or the raw bytes of an engine. That of a package, "
         "as\n"
         "test --keep writes it, in the folder of its module.\n"
         "The last line of each run tells the verdict.",
         cgf_verb_run, NULL},
        {"show", "FILE",
         "Prints a plan as text; raw bytes need --class. Comments of a package's plan tell the Go line, "
         "what\n"
         "happens, the fix and the rule.",
         cgf_verb_show, NULL},
        {"pack", "FILE", "Writes a plan's text as the bytes that an engine would hold.", cgf_verb_pack, NULL},
        {"minimize", "FILE",
         "Takes away steps, faults, collections and arguments for as long as the verdict stays, and prints\n"
         "what is left: of a package's plan the faults, and of tests that run at once the tests.",
         cgf_verb_minimize, NULL},
        {"promote", "FILE",
         "Minimizes and confirms a finding, checks that the fixed variant is silent,\n"
         "and writes it to corpus/CLASS/repros. A package's plan has to be silent without its faults, and "
         "goes\n"
         "to testdata/cgofault beside its tests, where plain go test replays it. Nothing there changes.",
         cgf_verb_promote, NULL},
        {"night", "", "Fuzzes everything for a time; fuzz/nightly calls this after it has built.",
         cgf_verb_night, cgf_help_night},
};

enum { VERB_COUNT = sizeof(verbs) / sizeof(verbs[0]) };

static void show_help(FILE *to)
{
	fputs("usage: cgofault VERB [option]...\n\nFinds the bugs that live between Go and C.\n\n", to);
	for (size_t i = 0; i < VERB_COUNT; i++)
		fprintf(to, "  %-9s %-8s %.*s\n", verbs[i].name, verbs[i].operands,
		        (int)strcspn(verbs[i].about, "\n"), verbs[i].about);
	fputs("\ncgofault VERB --help says more about each; cgofault --version prints the version.\n", to);
}

/* Whatever a verb returned: what was interrupted has not done what it was asked for, and what could not be
 * said is lost. */
static int end(int code)
{
	if (fflush(stdout) != 0 || ferror(stdout))
		code = cgf_harness_failed("cannot write to stdout");
	if (!cgf_stop)
		return code < 0 ? CGF_EXIT_HARNESS : code;
	fputs("cgofault: interrupted\n", stderr);
	return CGF_EXIT_INTERRUPTED;
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return cgf_wrong_usage("name a verb; cgofault --help lists them");
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
		show_help(stdout);
		return end(CGF_EXIT_NOTHING);
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts("cgofault " CGF_VERSION);
		return CGF_EXIT_NOTHING;
	}
	/* Not for people: go build -toolexec runs it. */
	if (strcmp(argv[1], "toolexec") == 0)
		return argc > 2 ? cgf_own_toolexec(argv + 2)
		                : cgf_wrong_usage(
		                          "toolexec wants a tool and its arguments, as go build gives them");
	cgf_stop_catch();
	for (size_t i = 0; i < VERB_COUNT; i++)
		if (strcmp(argv[1], verbs[i].name) == 0)
			return end(verbs[i].run(&verbs[i], argc - 1, argv + 1));
	return cgf_wrong_usage("no verb '%s'; cgofault --help lists them", argv[1]);
}
