// Package meter tells how much electricity was used.
package meter

// #cgo pkg-config: meter
// #include <meter.h>
import "C"

// Used returns what the meter has counted, in watt hours.
func Used() int {
	return wattHours(int(C.meter_turns()))
}
