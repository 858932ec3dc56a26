// Package targets holds the Go programs of the classes, one file each: ops with their bug and without.
package targets

// #cgo CFLAGS: -std=c17 -D_GNU_SOURCE -I../shims
import "C"

import _ "cgofault/shims" // the C libraries that the targets call
