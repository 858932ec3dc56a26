/*
 * go_frames.c: the Go frames behind an access that Go's own -asan has reported, printed by the thread that
 * made it.
 *
 * Go code keeps frame pointers, and goes over to the sanitizer without a change of them, so their chain leads
 * through both. One line a frame: "cgofault: frame FUNCTION FILE:LINE".
 */
#include "asan.h"
#include "go_stacks.h"
#include "print.h"

#include <string.h>

enum { FRAMES_MAX = 64, FRAME_TEXT_BYTES_MAX = 4096, GO_STACK_BYTES_MAX = 1 << 30 };

extern void __sanitizer_symbolize_pc(void *pc, const char *format, char *out, size_t size)
        __attribute__((weak));

/* A function that was compiled into another one is a frame too: texts follow each other, an empty one ends
 * them. */
CGF_UNSEEN static void print_frames_of(uintptr_t pc)
{
	static char texts[FRAME_TEXT_BYTES_MAX + 2];
	cgf_clear(texts, sizeof texts);
	__sanitizer_symbolize_pc((void *)pc, "%f %s:%l", texts, FRAME_TEXT_BYTES_MAX);
	for (const char *text = texts; *text; text += strlen(text) + 1) {
		if (strstr(text, ".go:"))
			cgf_print("cgofault: frame ", text, "\n", NULL);
	}
}

/* What Go's runtime.asanread has pushed: where its caller goes on, and that one's frame pointer. */
CGF_UNSEEN static const uintptr_t *reporting_frame(struct cgf_asan_report report)
{
	if (!report.sp || (uintptr_t)report.sp % sizeof *report.sp || report.sp[-1] != report.pc)
		return NULL;
	return (const uintptr_t *)report.sp[-2];
}

/* A goroutine's frames lie above each other on one stack. */
CGF_UNSEEN static bool is_above(const uintptr_t *frame, const uintptr_t *below)
{
	return frame > below && (uintptr_t)frame - (uintptr_t)below < GO_STACK_BYTES_MAX &&
	       !((uintptr_t)frame % sizeof *frame);
}

CGF_UNSEEN void cgf_go_frames_print(void)
{
	struct cgf_asan_report report = cgf_asan_report();
	const uintptr_t *frame = reporting_frame(report), *below = report.sp;
	if (!__sanitizer_symbolize_pc || !frame)
		return;
	print_frames_of(report.pc - 1);
	for (unsigned i = 0; i < FRAMES_MAX && is_above(frame, below); i++) {
		print_frames_of(frame[1] - 1);
		below = frame;
		frame = (const uintptr_t *)frame[0];
	}
}
