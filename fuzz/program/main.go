// Program is every class of targets/ with the runner around it: as an executable it replays one plan, as a C archive
// the engines' drivers are linked with it.
package main

import (
	"cgofault/fuzz/replay"
	_ "cgofault/targets" // registers the classes
)

func main() {
	replay.Main()
}
