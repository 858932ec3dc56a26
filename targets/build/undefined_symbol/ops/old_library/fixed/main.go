// Program prints how full a tank is, and lets that count as empty.
package main

// #cgo pkg-config: gauge
// #include <gauge.h>
// // Weak, so that init comes to run even where the loader binds all functions at the start.
// #pragma weak gauge_reset
import "C"

import "os"

func init() {
	if C.gauge_version() < C.GAUGE_VERSION {
		println("gauge: built for version", C.GAUGE_VERSION, "but libgauge is version", C.gauge_version(),
			"- install the newer one, or take the older one out of LD_LIBRARY_PATH")
		os.Exit(78)
	}
}

func main() {
	println("level", C.gauge_level())
	C.gauge_reset()
	println("level", C.gauge_level())
}
