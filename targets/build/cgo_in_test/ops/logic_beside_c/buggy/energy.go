package meter

const turnsPerKilowattHour = 75

func wattHours(turns int) int {
	return turns * 1000 / turnsPerKilowattHour
}
