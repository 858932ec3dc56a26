/*
 * frame.h: one frame of a sanitizer's stack. Private to fuzz/verdict.
 */
#ifndef CGF_FRAME_H
#define CGF_FRAME_H

#include "report.h"

/* What is not known is empty. */
struct cgf_frame {
	unsigned number;        /* in its stack, from 0 */
	struct cgf_span symbol; /* "std::vector<int>::at(unsigned long)", "cgofault/targets.readLater" */
	struct cgf_span place;  /* "/x.c:5:3" */
	struct cgf_span module; /* "(/lib/libc.so.6+0x1234)" */
};

/* "    #1 0x55d in read_later /x.c:5:3" (asan) or "    #1 read_later /x.c:5:3 (a.out+0x12)" (tsan). False: no
 * frame. */
bool cgf_frame_read(struct cgf_frame *out, struct cgf_span line);
/* Says it nothing about the program: the sanitizer, the C library's inside, the core, cgo, Go's runtime? */
bool cgf_frame_is_glue(const struct cgf_frame *frame);
/* A function of C++'s own library, perhaps compiled into the program: whoever called it is the one to name.
 */
bool cgf_frame_is_cxx_library(const struct cgf_frame *frame);
bool cgf_frame_is_go(const struct cgf_frame *frame);

#endif
