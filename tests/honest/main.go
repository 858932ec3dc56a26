// Program honest holds correct programs of every kind that a harness may accuse, and beside each one a twin that differs
// in a line or two and has the bug. Buggy and Fixed are these twins; verdicts says what each bug is found as.
package main

// #cgo CFLAGS: -std=c17 -D_GNU_SOURCE -Wall -Wextra -Werror -Wno-unused-parameter -I../../shims/core
import "C"

import "cgofault/fuzz/replay"

func main() {
	replay.Main()
}
