// Package meter tells how much electricity was used.
package meter

// #cgo pkg-config: meter
// #include <meter.h>
import "C"

import "logic_beside_c/energy"

// Used returns what the meter has counted, in watt hours.
func Used() int {
	return energy.WattHours(int(C.meter_turns()))
}
