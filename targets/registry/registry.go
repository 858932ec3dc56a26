// Package registry holds the classes that were linked into a program: each target adds its own.
package registry

import (
	"sort"
	"unsafe"
)

// Call is what one call of an op was given by the plan, and what it reports besides its error.
type Call struct {
	// Argument is a number that the plan chose: which key, which of several objects.
	Argument byte
	// Asked and Got are, for an op that looks something up, the question and the answer as the Go side understood
	// them. The runner compares them with what the library answered. Asked "" means nothing to compare.
	Asked, Got string
}

// BytesOf is how a question or an answer that is a number of C's is told: as the library has it in memory.
func BytesOf[T any](value *T) string {
	return string(unsafe.Slice((*byte)(unsafe.Pointer(value)), unsafe.Sizeof(*value)))
}

// Op is one Go function that calls C, with its bug and without. A Control is the same in both variants and must stay
// silent: it shows what is no bug.
type Op struct {
	Name, About           string
	Buggy, Fixed, Control func(*Call) error
	// Keeps names, with commas between them, what each call of the op leaves behind on purpose: goroutine, handle, pinner,
	// descriptor. No plan that calls the op is blamed for these. What is made once, or as often as a pool is large, need
	// not be named.
	Keeps string
	// Prompt says that the op asks for something that needs no other op's answer: where it still waits in Go when the
	// plan has no steps left, and all that is inside C was called for other ops, it is found: progress/stalled.
	Prompt bool
}

// Class is a bug class. Its shim is the C library of the same name.
type Class struct {
	Name, About string
	Ops         []Op
	// Builds names, with commas between them, the builds that see more of the class than those that every class is
	// run in do: fuzz/verdict/builds.def.
	Builds string
	// Threads, if not 0, is how many threads more than before it a run may have (debug.SetMaxThreads).
	Threads int
	// Reset, if not nil, brings the Go side back to the state of a fresh process, between runs.
	Reset func()
}

var classes []Class

// Add makes a class known. It is called from a variable initialiser or an init function of the class's own file.
func Add(class Class) bool {
	classes = append(classes, class)
	return true
}

// Classes returns all classes by name.
func Classes() []Class {
	sort.Slice(classes, func(i, j int) bool { return classes[i].Name < classes[j].Name })
	return classes
}

// Find returns the class of that name.
func Find(name string) (Class, bool) {
	for _, class := range classes {
		if class.Name == name {
			return class, true
		}
	}
	return Class{}, false
}

// Run returns the op's function in a variant, nil where the variant does not have the op. A variant's name begins with
// "buggy" or "fixed".
func (op Op) Run(variant string) func(*Call) error {
	switch {
	case op.Control != nil:
		return op.Control
	case len(variant) >= 5 && variant[:5] == "buggy":
		return op.Buggy
	case len(variant) >= 5 && variant[:5] == "fixed":
		return op.Fixed
	}
	return nil
}
