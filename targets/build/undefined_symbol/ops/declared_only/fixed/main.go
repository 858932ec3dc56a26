// Program turns a dial, and says where it stands.
package main

// int dial_turn(int steps);
import "C"

func main() {
	println("dial", C.dial_turn(3))
}
