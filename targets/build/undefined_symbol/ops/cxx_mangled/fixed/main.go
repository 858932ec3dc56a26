// Program turns a dial that is written in C++.
package main

// #include "dial.h"
import "C"

func main() {
	println("dial", C.dial_turn(3))
}
