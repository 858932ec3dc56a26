/*
 * go_line.c: see go_line.h. Go code keeps frame pointers, and the runtime passes them on where it changes to
 * the thread's own stack: asmcgocall "The original frame pointer is stored in BP, which is useful for stack
 * unwinding". So nothing has to be asked of Go, which a function that is declared nocallback would not allow.
 */
#include "go_line.h"

#include "frame.h"

#include <link.h>
#include <stddef.h>

/* Between the generated function and _Cfunc_NAME: runtime.asmcgocall, runtime.cgocall. */
enum { FRAMES_OF_RUNTIME = 2 };

/* The main program is told first. */
static int take_base(struct dl_phdr_info *program, size_t size, void *base)
{
	(void)size;
	*(uintptr_t *)base = program->dlpi_addr;
	return 1;
}

uintptr_t cgf_own_go_line(void *frame, unsigned go_frames)
{
	static uintptr_t base = 1;
	const struct cgf_own_frame *at = frame;
	if (base == 1)
		dl_iterate_phdr(take_base, &base);
	for (unsigned i = 0; i < FRAMES_OF_RUNTIME + go_frames; i++) {
		at = at->callers;
		if (!at)
			return 0;
	}
	return at->returns_to - base;
}
