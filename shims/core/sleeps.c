/*
 * sleeps.c: what a system call waits for: a time, another process, or another thread of this one.
 */
#include "sleeps.h"
#include "cgf_run.h"
#include "children.h"
#include "proc.h"
#include "unseen.h"

#include <poll.h>
#include <unistd.h>

/* Does a system call with these arguments come back after a time by itself? Each is in its manual page. */
CGF_UNSEEN static bool has_limit(long number, const uint64_t *arguments)
{
	switch (number) {
	case SYS_nanosleep:
	case SYS_clock_nanosleep:
	case SYS_restart_syscall: /* goes on with a sleep that a signal has interrupted */
		return true;
	case SYS_futex:
	case SYS_futex_waitv:
	case SYS_semtimedop:
		return arguments[3];
	case SYS_poll:
		return (int)arguments[2] >= 0;
	case SYS_epoll_wait:
	case SYS_epoll_pwait:
		return (int)arguments[3] >= 0;
	case SYS_epoll_pwait2:
		return arguments[3];
	case SYS_ppoll:
	case SYS_rt_sigtimedwait:
		return arguments[2];
	case SYS_select:
	case SYS_pselect6:
	case SYS_mq_timedsend:
	case SYS_mq_timedreceive:
	case SYS_io_getevents:
		return arguments[4];
	default:
		return false;
	}
}

/* A socket, a timer, a device, and what the process was started with: not a pipe or a counter, whose other
 * end is here. */
CGF_UNSEEN static bool descriptor_is_outside(long descriptor)
{
	char target[CGF_PROC_PATH_BYTES];
	if (descriptor <= STDERR_FILENO)
		return true;
	long own = cgf_raw_syscall(SYS_getpid, 0, 0, 0, 0);
	if (!cgf_proc_open_file(own, descriptor, target, sizeof target))
		return false;
	return *cgf_text_after(target, "socket:") || *cgf_text_after(target, "timerfd") ||
	       *cgf_text_after(target, "inotify") || *cgf_text_after(target, "signalfd") ||
	       *cgf_text_after(target, "/dev/");
}

/* The descriptors that an epoll descriptor watches are lines "tfd: N" of its fdinfo. */
CGF_UNSEEN static bool watched_is_outside(long epoll)
{
	static char text[CGF_PROC_FILE_BYTES];
	char path[CGF_PROC_PATH_BYTES];
	*cgf_put_number(cgf_put_text(path, "/proc/self/fdinfo/"), epoll) = 0;
	if (!cgf_proc_read(path, text, sizeof text))
		return false;
	for (const char *at = cgf_text_after(text, "tfd:"); *at; at = cgf_text_after(at, "tfd:")) {
		if (descriptor_is_outside((long)cgf_decimal_at(at)))
			return true;
	}
	return false;
}

/* The array is read where the sleeping thread has it: it does not move while the call lasts. */
CGF_UNSEEN static bool polled_is_outside(const struct pollfd *polled, uint64_t count)
{
	for (uint64_t i = 0; i < count && i < 64; i++) {
		if (descriptor_is_outside(polled[i].fd))
			return true;
	}
	return false;
}

CGF_UNSEEN static bool child_may_answer(void)
{
	return cgf_children_answerer(-1) != CGF_NO_CHILD_ANSWERS;
}

/* A sanitizer that has asked its symbolizer is in the middle of a report: it goes on, however long that
 * takes.
 */
CGF_UNSEEN static int sleep_on_descriptor(long descriptor)
{
	switch (cgf_children_answerer(descriptor)) {
	case CGF_SYMBOLIZER_ANSWERS:
		return CGF_AWAKE;
	case CGF_CHILD_ANSWERS:
		return CGF_SLEEPS_FOR_OTHERS;
	default:
		return descriptor_is_outside(descriptor) ? CGF_SLEEPS_FOR_OTHERS : CGF_SLEEPS;
	}
}

CGF_UNSEEN int cgf_sleep_in(long number, const uint64_t *arguments)
{
	bool outside;
	if (has_limit(number, arguments))
		return CGF_SLEEPS_FOR_A_TIME;
	switch (number) {
	case SYS_futex:
	case SYS_futex_waitv:
		outside = false;
		break;
	case SYS_poll:
	case SYS_ppoll:
		outside = child_may_answer() ||
		          polled_is_outside((const struct pollfd *)arguments[0], arguments[1]);
		break;
	case SYS_epoll_wait:
	case SYS_epoll_pwait:
	case SYS_epoll_pwait2:
		outside = child_may_answer() || watched_is_outside((long)arguments[0]);
		break;
	case SYS_read:
	case SYS_readv:
	case SYS_write:
	case SYS_writev:
	case SYS_recvfrom:
	case SYS_recvmsg:
	case SYS_sendto:
	case SYS_sendmsg:
	case SYS_accept:
	case SYS_accept4:
	case SYS_connect:
		return sleep_on_descriptor((long)arguments[0]);
	default:
		outside = child_may_answer();
	}
	return outside ? CGF_SLEEPS_FOR_OTHERS : CGF_SLEEPS;
}
