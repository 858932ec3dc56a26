package energy

import "testing"

func TestWattHours(t *testing.T) {
	if got := WattHours(150); got != 2000 {
		t.Errorf("WattHours(150) = %d, want 2000", got)
	}
}
