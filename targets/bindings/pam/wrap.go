package main

// #cgo CFLAGS: -std=c17 -Wall -Wextra -Werror -I../../../shims/core
// #cgo pkg-config: pam
import "C"

// Go's build cache does not look at headers of other folders; this makes a change of the core rebuild the wrap.
import _ "cgofault/shims/core"
