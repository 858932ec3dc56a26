// Program lets C call it for each position of a dial.
package main

// extern void dialMoved(int position);
//
// void dial_sweep(int positions)
// {
// 	for (int i = 0; i < positions; i++)
// 		dialMoved(i);
// }
import "C"

//export dialMoved
func dialMoved(position C.int) {
	println("dial", position)
}

func main() {
	C.dial_sweep(3)
}
