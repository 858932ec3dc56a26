/*
 * process.h: a small library that does things to the whole process: signals and forks; and functions of it
 * that the program calls by C code of its own.
 */
#ifndef PROCESS_H
#define PROCESS_H

int process_note(int number);

/* Handle a signal, SIGUSR2: on the stack of the goroutine that it interrupts, or on the signal stack; or not
 * at all. */
enum process_stack { PROCESS_GOROUTINE_STACK, PROCESS_SIGNAL_STACK, PROCESS_IGNORED };
void process_signals(enum process_stack stack);
/* Puts back what was there before. */
void process_signals_end(void);
/* The same two within one call. */
void process_signals_for_a_while(void);

/* Fork. The copy runs /bin/true, ends at once, sleeps for ever, comes back from here, calls back; or is made
 * by a bare system call and comes back. The last two: no copy of the program runs anything. */
enum process_copy {
	PROCESS_RUNS,
	PROCESS_ENDS,
	PROCESS_SLEEPS,
	PROCESS_RETURNS,
	PROCESS_CALLS_GO,
	PROCESS_RETURNS_BARE,
	PROCESS_SPAWNED,
	PROCESS_BY_SHELL,
};
/* 0 in the copy. */
int process_fork(enum process_copy copy);
/* fork(2) itself, which the core does not know. */
int process_bare_fork(void);

/* What a program may have in a header or preamble of its own. */
static inline int process_note_twice(int number)
{
	return process_note(number) + process_note(number);
}

#endif
