// Package core compiles the C core of cgofault into a Go program. It has no Go API: see cgf.h, cgf_ledger.h,
// cgf_control.h and cgf_run.h.
package core

// #cgo CFLAGS: -std=c17 -D_GNU_SOURCE -Wall -Wextra -Werror
import "C"
