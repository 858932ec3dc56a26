package magicmime

import "testing"

func TestShared(t *testing.T) {
	decoder, err := NewDecoder(MAGIC_MIME_TYPE)
	if err != nil {
		t.Fatal(err)
	}
	defer decoder.Close()
	types := make(chan string)
	ask := func(text string) {
		kind, _ := decoder.TypeByBuffer([]byte(text))
		types <- kind
	}
	go ask("%PDF-1.4\n")
	go ask("#!/bin/sh\n")
	if one, other := <-types, <-types; one == other {
		t.Errorf("both are %s", one)
	}
}
