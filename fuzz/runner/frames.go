package runner

import (
	"strings"
)

// standard are the first parts of the paths of Go's own packages.
var standard = strings.Fields(`archive bufio bytes cmp compress container context crypto database debug embed encoding
	errors expvar flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp
	runtime slices sort strconv strings structs sync syscall testing text time unicode unique unsafe vendor weak`)

// isLibrary says whether a function of a dump is none of the program's: the runtime's, the standard library's, cgo's, ours.
// A package of the program may have a name that one of Go's has, too; its file is elsewhere.
func isLibrary(symbol, file string) bool {
	for _, prefix := range []string{"runtime.", "panic(", "cgofault/fuzz/", "cgofault/shims/core."} {
		if strings.HasPrefix(symbol, prefix) {
			return true
		}
	}
	if strings.Contains(symbol, "._Cfunc_") || strings.Contains(symbol, "._C2func_") || strings.Contains(symbol, "._cgo") ||
		strings.Contains(file, "_cgo_gotypes.go:") {
		return true
	}
	path := packageOf(symbol)
	if path == "" {
		return true // of the runtime, in assembly
	}
	first, _, _ := strings.Cut(path, "/")
	for _, name := range standard {
		if name == first {
			return isInGoTree(path, file) || isInGoTree("runtime", file)
		}
	}
	return false
}

// isInGoTree says whether a file is one of a package of Go's own. With -trimpath its path begins with the package's.
func isInGoTree(path, file string) bool {
	return strings.HasPrefix(file, path+"/") || strings.Contains(file, "/src/"+path+"/")
}

// packageOf returns "internal/poll" of "internal/poll.(*FD).Read(...)".
func packageOf(symbol string) string {
	path := symbol
	if end := strings.IndexAny(path, "(["); end >= 0 {
		path = path[:end]
	}
	slash := strings.LastIndexByte(path, '/') + 1
	dot := strings.IndexByte(path[slash:], '.')
	if dot < 0 {
		return ""
	}
	return path[:slash+dot]
}

// around returns the function that a closure belongs to. Where that one was compiled into another one, the closure has
// the names of both, "targets.run.read.func1", and the frame that called it says which.
func around(closure, caller string) string {
	name, number, found := strings.Cut(closure, ".func")
	_, last, _ := strings.Cut(caller, ".")
	if found && number != "" && last != "" && strings.HasSuffix(name, "."+last) &&
		strings.HasPrefix(name, caller[:len(caller)-len(last)]) {
		return caller
	}
	return closure
}
