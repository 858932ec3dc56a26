/*
 * go_line.h: where Go calls C.
 */
#ifndef CGF_OWN_GO_LINE_H
#define CGF_OWN_GO_LINE_H

#include <stdint.h>

/*
 * The address to which the last of `go_frames` generated Go functions will return, _Cfunc_NAME and perhaps
 * one that calls it, as it stands in the program's file; `frame` is that of the generated C function which Go
 * has called. 0: unknown.
 */
uintptr_t cgf_own_go_line(void *frame, unsigned go_frames);

#endif
