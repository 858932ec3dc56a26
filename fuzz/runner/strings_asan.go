//go:build asan

package runner

import (
	"os"
	"reflect"
	"unsafe"
)

// What C.GoBytes, C.GoString and C.GoStringN call. The runtime is the one package that -asan leaves alone, so that none
// of them would be seen to read what the library has freed or never had: AddressSanitizer is told of a read by compiled
// code or by a function of C's that it stands in front of, and these copy by the runtime's own assembly. Each of them is
// made to begin with a jump to its twin below, which reads as any program's code does.
//
//go:linkname runtimeGobytes runtime.gobytes
func runtimeGobytes(from *byte, size int) []byte

//go:linkname runtimeGostring runtime.gostring
func runtimeGostring(from *byte) string

//go:linkname runtimeGostringn runtime.gostringn
func runtimeGostringn(from *byte, size int) string

func gobytes(from *byte, size int) []byte {
	if size < 0 {
		panic(lengthError("runtime error: gobytes: length out of range"))
	}
	checkInC(from, size)
	return copyOf(from, size)
}

func gostringn(from *byte, size int) string {
	checkInC(from, size)
	return stringOf(from, size)
}

func gostring(from *byte) string {
	return stringOf(from, lengthInC(from))
}

func stringOf(from *byte, size int) string {
	if size == 0 {
		return ""
	}
	return unsafe.String(unsafe.SliceData(copyOf(from, size)), size)
}

// copyOf copies what has been looked at.
//
//go:norace
//go:nocheckptr
func copyOf(from *byte, size int) []byte {
	bytes := make([]byte, size)
	copy(bytes, unsafe.Slice(from, size))
	return bytes
}

// lengthError says what the runtime's own function would have said.
type lengthError string

func (e lengthError) Error() string { return string(e) }
func (e lengthError) RuntimeError() {}

// checkInC reads byte by byte: of a longer access AddressSanitizer does not say what it hit.
//
//go:nocheckptr
func checkInC(from *byte, size int) (last byte) {
	for i := range size {
		last = *(*byte)(unsafe.Add(unsafe.Pointer(from), i))
	}
	return last
}

//go:nocheckptr
func lengthInC(from *byte) (length int) {
	if from == nil {
		return 0
	}
	for *(*byte)(unsafe.Add(unsafe.Pointer(from), length)) != 0 {
		length++
	}
	return length
}

// checkReadsFromC has to come before the program's first call of C.
func checkReadsFromC() {
	for _, twins := range [][2]any{{runtimeGobytes, gobytes}, {runtimeGostring, gostring}, {runtimeGostringn, gostringn}} {
		if err := jump(reflect.ValueOf(twins[0]).Pointer(), reflect.ValueOf(twins[1]).Pointer()); err != nil {
			os.Stderr.WriteString("cgofault: cannot watch what C.GoBytes and C.GoString read: " + err.Error() + "\n")
			return
		}
	}
}
