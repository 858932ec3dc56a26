/*
 * help_night.c: what the words of a night's table mean, at the end of its --help.
 */
#include "verbs.h"

#include <stdio.h>

void cgf_help_night(void)
{
	fputs("The words of its table, of which a row is a class, a variant, an engine and a build, or a "
	      "package\n"
	      "of --package, whose engine is its tests:\n"
	      "  executions     plans that ran\n"
	      "  exec/s         of these a second, confirming included\n"
	      "  faults         how often a fault that a plan asked for has happened\n"
	      "  verdicts       findings that fresh processes confirmed, each time that one was found\n"
	      "  first after    how long it took to find the first\n"
	      "\n"
	      "Below it:\n"
	      "  NEW            a finding that no plan of the corpus has in its build; its plan, made "
	      "smaller\n"
	      "  FALSE ALARM    a finding in a Fixed variant, which has no bug: of the harness, or of the "
	      "class\n"
	      "  known          how many findings the corpus has, or a package in testdata/cgofault\n"
	      "  canaries       bugs made on purpose, at the beginning and the end: each must be seen\n"
	      "  left out       what the time did not reach, or what this machine cannot run\n"
	      "  never fired    a fault that happened in no plan of a class, though many ran\n"
	      "  next           what to type\n"
	      "\n",
	      stdout);
}
