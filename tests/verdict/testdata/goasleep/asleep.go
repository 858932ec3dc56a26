// Command asleep has nothing left that could run. With cgo Go's runtime does not notice that; without, it does.
package main

//go:noinline
func waitForNobody() {
	<-make(chan int)
}

func main() { waitForNobody() }
