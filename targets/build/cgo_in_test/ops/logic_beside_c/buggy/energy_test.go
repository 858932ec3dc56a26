package meter

import "testing"

func TestWattHours(t *testing.T) {
	if got := wattHours(150); got != 2000 {
		t.Errorf("wattHours(150) = %d, want 2000", got)
	}
}
