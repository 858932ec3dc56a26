/*
 * capture.c: keeps the beginning and the end of a stream: the first report and the last lines are what
 * counts.
 */
#include "capture.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Whoever reads our copy may have gone: that is not the run's fault. */
static void pass_on(int fd, const char *bytes, size_t size)
{
	while (fd >= 0 && size > 0) {
		ssize_t written = write(fd, bytes, size);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return;
		bytes += written;
		size -= (size_t)written;
	}
}

int cgf_capture_read(struct cgf_capture *capture, int fd)
{
	char bytes[16384];
	ssize_t size = read(fd, bytes, sizeof(bytes));
	size_t kept = 0;

	if (size < 0)
		return -errno;
	if (capture->total < CGF_CAPTURE_HALF) {
		kept = CGF_CAPTURE_HALF - capture->total;
		kept = kept < (size_t)size ? kept : (size_t)size;
		memcpy(capture->begin + capture->total, bytes, kept);
		pass_on(capture->pass_to, bytes, kept);
		capture->total += kept;
	}
	for (size_t i = kept; i < (size_t)size; i++)
		capture->ring[capture->total++ % CGF_CAPTURE_HALF] = bytes[i];
	return (int)size;
}

size_t cgf_capture_finish(struct cgf_capture *capture)
{
	size_t size = capture->total, tail, start;

	if (size <= CGF_CAPTURE_HALF) {
		memcpy(capture->text, capture->begin, size);
		capture->text[size] = '\0';
		return size;
	}
	tail = size - CGF_CAPTURE_HALF;
	if (tail > CGF_CAPTURE_HALF)
		tail = CGF_CAPTURE_HALF;
	memcpy(capture->text, capture->begin, CGF_CAPTURE_HALF);
	start = CGF_CAPTURE_HALF;
	if (tail < size - CGF_CAPTURE_HALF)
		start += (size_t)snprintf(capture->text + start, 64, "\n[%zu bytes left out]\n",
		                          size - CGF_CAPTURE_HALF - tail);
	for (size_t i = 0; i < tail; i++)
		capture->text[start + i] = capture->ring[(size - tail + i) % CGF_CAPTURE_HALF];
	capture->text[start + tail] = '\0';
	pass_on(capture->pass_to, capture->text + CGF_CAPTURE_HALF, start + tail - CGF_CAPTURE_HALF);
	return start + tail;
}
