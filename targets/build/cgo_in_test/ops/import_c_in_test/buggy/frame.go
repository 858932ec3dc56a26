// Package frame makes what is sent to a meter.
package frame

// Checksum returns the byte that ends a frame.
func Checksum(frame []byte) (sum byte) {
	for _, b := range frame {
		sum += b
	}
	return sum
}
