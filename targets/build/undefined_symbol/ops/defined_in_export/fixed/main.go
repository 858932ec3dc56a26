// Program lets C call it for each position of a dial.
package main

// void dial_sweep(int positions);
import "C"

//export dialMoved
func dialMoved(position C.int) {
	println("dial", position)
}

func main() {
	C.dial_sweep(3)
}
