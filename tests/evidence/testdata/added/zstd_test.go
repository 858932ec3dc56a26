package zstd

import "testing"

func TestInStruct(t *testing.T) {
	box := &struct {
		next  *int
		bytes [64]byte
	}{next: new(int)}
	if _, err := Compress(nil, box.bytes[:]); err != nil {
		t.Fatal(err)
	}
}
