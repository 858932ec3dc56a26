package main

// The linker sends the package's calls to gpgme_wrap.c. A program that links a c-archive of this package says the same
// --wrap options again: an archive cannot carry them.

// #cgo CFLAGS: -std=c17 -Wall -Wextra -Werror -I../../../shims/core
// #cgo pkg-config: gpgme
// #cgo LDFLAGS: -Wl,--wrap=gpgme_data_new -Wl,--wrap=gpgme_data_new_from_mem -Wl,--wrap=gpgme_data_new_from_cbs
// #cgo LDFLAGS: -Wl,--wrap=gpgme_data_read -Wl,--wrap=gpgme_data_write -Wl,--wrap=gpgme_data_release
import "C"

// Go's build cache does not look at headers of other folders; this makes a change of the core rebuild the wrap.
import _ "cgofault/shims/core"
