// Package energy has the arithmetic of meters. It is a package of its own so that its tests need no C compiler.
package energy

const turnsPerKilowattHour = 75

// WattHours returns what a meter has counted that turned so often.
func WattHours(turns int) int {
	return turns * 1000 / turnsPerKilowattHour
}
