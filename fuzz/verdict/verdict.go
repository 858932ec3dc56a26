// Package verdict compiles the parser of verdicts and the supervisor of runs into a Go program. It has no Go API: see
// verdict.h and supervise.h.
package verdict

// #cgo CFLAGS: -std=c17 -D_GNU_SOURCE -Wall -Wextra -Werror
import "C"

// The supervisor reads a header of the core; Go's build cache does not look at headers of other folders.
import _ "cgofault/shims/core"
