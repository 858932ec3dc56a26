package runner

import "runtime/metrics"

// heap keeps the garbage of many runs from piling up: automatic collections are off, and most plans have no GC step.
type heap struct {
	allocated []metrics.Sample
	runs      int
	collected uint64 // bytes allocated by the process when it was collected last
}

const (
	heapLookRuns  = 64
	heapBytesKept = 4 << 20
)

func newHeap() heap {
	return heap{allocated: []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}}
}

// tidy collects between two runs, when the shims let every call pass and no plan can notice.
func (c *controller) tidy() {
	h := &c.heap
	if h.runs++; h.runs%heapLookRuns != 0 {
		return
	}
	metrics.Read(h.allocated)
	if now := h.allocated[0].Value.Uint64(); now-h.collected > heapBytesKept {
		h.collected = now
		c.sweep()
	}
}
