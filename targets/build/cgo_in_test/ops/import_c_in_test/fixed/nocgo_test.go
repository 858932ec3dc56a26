//go:build !cgo

package frame

import (
	"os"
	"testing"
)

// TestMain refuses: without cgo there is nothing to compare with.
func TestMain(*testing.M) {
	println("frame: cgo is off, and the tests need it: install a C compiler, and set CGO_ENABLED=1")
	os.Exit(78)
}
