package runner

import (
	"syscall"
	"unsafe"
)

// A function in memory is made to begin with a jump to its twin. Only its first bytes are lost, and of a function that the
// compiler gave a check for room on the stack these are part of that check: what is behind it can still be called.

const jumpBytes = 5 // of "jmp" with a distance of four bytes

// jump makes a function begin with a jump to another one of this program.
//
//go:nocheckptr
func jump(from, to uintptr) error {
	first := from &^ uintptr(syscall.Getpagesize()-1)
	page := unsafe.Slice(codeAt(first), from+jumpBytes-first)
	if err := syscall.Mprotect(page, syscall.PROT_READ|syscall.PROT_WRITE|syscall.PROT_EXEC); err != nil {
		return err
	}
	distance := uint32(to - from - jumpBytes)
	writeCode(from, [jumpBytes]byte{0xe9, byte(distance), byte(distance >> 8), byte(distance >> 16), byte(distance >> 24)})
	return syscall.Mprotect(page, syscall.PROT_READ|syscall.PROT_EXEC)
}

// codeAt makes an address a pointer. The collector frees and moves no code, so what go vet warns of, a number that keeps
// nothing alive, does no harm here.
func codeAt(address uintptr) *byte {
	return *(**byte)(unsafe.Pointer(&address))
}

// writeCode is not compiled with -asan's checks, which know no access to code.
//
//go:norace
//go:nocheckptr
func writeCode(at uintptr, code [jumpBytes]byte) {
	for i := range code {
		*codeAt(at + uintptr(i)) = code[i]
	}
}

// behindCheck returns where a function goes on when there is room on its stack, or 0 if it does not begin with that check.
func behindCheck(function uintptr) uintptr {
	at := function
	switch {
	case isCode(at, 0x49, 0x3b, 0x66, 0x10): // cmp rsp, [r14+16]
		at += 4
	case isCode(at, 0x4c, 0x8d, 0x64, 0x24) && isCode(at+5, 0x4d, 0x3b, 0x66, 0x10): // lea r12, [rsp-n]; cmp r12, [r14+16]
		at += 9
	case isCode(at, 0x4c, 0x8d, 0xa4, 0x24) && isCode(at+8, 0x4d, 0x3b, 0x66, 0x10): // the same, n is large
		at += 12
	default:
		return 0
	}
	switch {
	case isCode(at, 0x76): // jbe
		return at + 2
	case isCode(at, 0x0f, 0x86):
		return at + 6
	}
	return 0
}

//go:norace
//go:nocheckptr
func isCode(at uintptr, code ...byte) bool {
	for i, want := range code {
		if *codeAt(at + uintptr(i)) != want {
			return false
		}
	}
	return true
}

// roomOnStack makes room for a function that is called behind its check, or for what the core asks of Go in a declared call:
// that needs some 1,200 bytes of Go 1.26.
//
//go:noinline
func roomOnStack() {
	var stack [1 << 12]byte
	roomUsed = stack[roomUsed]
}

var roomUsed byte // or the compiler would leave the stack out
