/*
 * supervise.h: gives a process that runs plans the surroundings it needs, and tells what became of it.
 *
 * What Go's runtime and the sanitizers read at their start has to be right before they start, so a process
 * starts itself again with the right environment. Called from a constructor with a priority, before Go's own,
 * from the only thread there is.
 *
 * Environment: CGF_CHILD: set in a process that was started so. CGF_SEED: a number that seeds what Go's
 * runtime takes from the kernel's random bytes. CGF_TIMEOUT_S: how long a run may take by the clock, 120
 * unless set.
 */
#ifndef CGF_SUPERVISE_H
#define CGF_SUPERVISE_H

/*
 * For programs that run one plan. If the command line names a plan to run, this process becomes the
 * supervisor: it runs itself once more as a child, passes the child's stderr on, prints the verdict as the
 * last line on stdout, and exits with the verdict's code. Returns in the child, and for any other command
 * line (--list, --show, ...).
 */
void cgf_supervise(int argc, char **argv);

/* For engines: executes the same program again, once, in this very process (same id and descriptors), with
 * the same environment as a child of cgf_supervise, and returns there. */
void cgf_reexec_configured(char **argv);

#endif
