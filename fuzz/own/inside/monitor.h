/*
 * monitor.h: when Go's monitor, the thread of runtime.sysmon, may take the P from a call.
 *
 * On its own it does so when a call has lasted for some 20 us, by the clock: whether another goroutine goes
 *on meanwhile would depend on what else the machine does. Here it looks at the program only
 *
 *	when somebody is about to enter Go while a call is held, who wants the P of that call,
 *	when every thread of the process sleeps, so that a call that waits for another goroutine gets it, and
 *	after so much work of the process that a goroutine computes without end.
 *
 * Between these, calls of C keep their P, and goroutines run in the order of Go's queues.
 */
#ifndef CGF_OWN_MONITOR_H
#define CGF_OWN_MONITOR_H

enum {
	/* The monitor takes a P when it meets the same call for the second time. */
	CGF_OWN_MONITOR_LOOKS_TO_TAKE = 2,
	CGF_OWN_MONITOR_WORK_US = 20000,
	/* Where threads wake from time to time, and sleep again: so many looks, 1 ms apart, that met none
	 * awake.
	 */
	CGF_OWN_MONITOR_SLEEPING_LOOKS = 20,
};

/* Before Go starts. */
void cgf_own_monitor_hold(void);
/* How often it has looked since it is held. */
unsigned long cgf_own_monitor_looks(void);
/* Lets it look often enough to take the P from a call that was made when it had looked `then` times. */
void cgf_own_monitor_ask(unsigned long then);
/* What is left of that is not for later. */
void cgf_own_monitor_ask_no_more(void);

#endif
