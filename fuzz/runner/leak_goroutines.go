package runner

// #include "controller.h"
import "C"

import (
	"bytes"
	"strconv"
	"strings"
)

// makers is what is known when a repetition begins that is watched.
type makers struct {
	descriptors, descriptorsBefore C.struct_cgf_descriptors
	goroutinesBefore               map[string]int // how many each `go` statement has made
}

// noteGoroutines counts the goroutines that are there by the statements that made them.
func (c *controller) noteGoroutines() {
	c.goroutinesBefore = map[string]int{}
	for block, rest := nextStack(c.stacks()); len(block) > 0; block, rest = nextStack(rest) {
		c.goroutinesBefore[creation(block)]++
	}
}

// goroutineMaker returns the first `go` statement of which more goroutines are left than before.
func (c *controller) goroutineMaker() maker {
	now := map[string]int{}
	for block, rest := nextStack(c.stacks()); len(block) > 0; block, rest = nextStack(rest) {
		made := creation(block)
		if now[made]++; made == "" || now[made] <= c.goroutinesBefore[made] {
			continue
		}
		// What a package of Go's own has started is told as the program's function that runs in it.
		line, found := programFrame([]byte("\n" + made))
		if !found {
			line, _ = programFrame(block)
		}
		if line.function == "" {
			line = lineOf(made)
		}
		return maker{line.function, line}
	}
	return maker{}
}

// creation cuts "created by main.start in goroutine 7" and the line behind it off a goroutine's block, without what
// differs between two goroutines.
func creation(block []byte) string {
	_, made, _ := bytes.Cut(block, []byte("\ncreated by "))
	function, where, _ := strings.Cut(string(made), "\n")
	function, _, _ = strings.Cut(function, " in goroutine ")
	where, _, _ = strings.Cut(where, " +0x")
	if function == "" {
		return ""
	}
	return "created by " + function + "\n" + where
}

// lineOf reads what creation returns.
func lineOf(made string) frame {
	function, where, _ := strings.Cut(strings.TrimPrefix(made, "created by "), "\n")
	colon := strings.LastIndexByte(where, ':')
	if colon < 0 {
		return frame{}
	}
	line, _ := strconv.Atoi(where[colon+1:])
	return frame{functionName(function), lastParts(strings.TrimSpace(where[:colon])), line}
}
