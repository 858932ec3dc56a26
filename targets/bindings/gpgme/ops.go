package main

import (
	"bytes"
	"fmt"

	"github.com/proglottis/gpgme"
)

const text = "0123456789abcdef"

// writeMemory fails in versions that test errno after a gpgme_data_write that succeeded.
func writeMemory(argument byte) error {
	data, err := gpgme.NewData()
	if err != nil {
		return err
	}
	defer data.Close()
	_, err = data.Write([]byte(text[:size(argument)]))
	return err
}

// readMemory reads from an object that nothing refers to after the call: where the package does not keep it alive, its
// finalizer releases the handle while gpgme_data_read runs.
func readMemory(argument byte) error {
	want := text[:size(argument)]
	data, err := gpgme.NewDataBytes([]byte(want))
	if err != nil {
		return err
	}
	return readAll(data, want)
}

// readKept is a control: the deferred Close keeps the object alive in every version.
func readKept(argument byte) error {
	want := text[:size(argument)]
	data, err := gpgme.NewDataBytes([]byte(want))
	if err != nil {
		return err
	}
	defer data.Close()
	return readAll(data, want)
}

// readCallback is a control: an object with callbacks stands in the package's table of handles until it is closed.
func readCallback(argument byte) error {
	want := text[:size(argument)]
	data, err := gpgme.NewDataReader(bytes.NewReader([]byte(want)))
	if err != nil {
		return err
	}
	err = readAll(data, want)
	data.Close()
	return err
}

func readAll(data *gpgme.Data, want string) error {
	buffer := make([]byte, len(text))
	n, err := data.Read(buffer)
	if err == nil && string(buffer[:n]) != want {
		return fmt.Errorf("read %q, want %q", buffer[:n], want)
	}
	return err
}

// size makes a length of an op's argument; 0 would be no call for the library.
func size(argument byte) int {
	return 1 + int(argument)%len(text)
}
