/*
 * nested_go_pointer.h: a library that sends data to a device, by requests: a request is a struct with the
 * data's address in it, like those of readv(2), aio(7) and io_uring(7).
 */
#ifndef NESTED_GO_POINTER_H
#define NESTED_GO_POINTER_H

#include <stddef.h>
#include <stdint.h>

enum { NESTED_GO_POINTER_QUEUE = 16 };

struct nested_go_pointer_request {
	const unsigned char *data;
	size_t bytes;
};

/* A request as the device itself takes it: the address travels as a number. */
struct nested_go_pointer_entry {
	uint64_t address;
	uint64_t bytes;
};

/* Each of them sends all of the data, which must stay valid and unchanged until the call returns. 0, or -1
 * and errno. */
int nested_go_pointer_send(const void *data, size_t bytes);
int nested_go_pointer_submit(const struct nested_go_pointer_request *request);
int nested_go_pointer_enter(const struct nested_go_pointer_entry *entry);

/* Queues a copy of the request, and returns at once: the data are sent when the device is ready, and must
 * stay valid and unchanged until the request is cancelled. The request's place in the queue, or -1 where the
 * queue is full. */
int nested_go_pointer_queue(const struct nested_go_pointer_request *request);

/* Takes the request out of the queue, sent or not. -1 is no request. */
void nested_go_pointer_cancel(int place);

#endif
