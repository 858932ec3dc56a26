// Package shims compiles the stand-in C libraries of all classes. It has no Go API.
package shims

// #cgo CFLAGS: -std=c17 -D_GNU_SOURCE -Wall -Wextra -Werror -Icore
import "C"

import _ "cgofault/shims/core" // what the shims call
