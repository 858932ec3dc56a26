// Program says whether it can ask udev for devices.
package main

// #cgo pkg-config: libudev
// #include <libudev.h>
import "C"

func main() {
	context := C.udev_new()
	println("udev", context != nil)
	C.udev_unref(context)
}
