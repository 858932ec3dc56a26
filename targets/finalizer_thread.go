package targets

// #include "finalizer_thread.h"
import "C"

import (
	"runtime"
	"sync"

	"cgofault/targets/registry"
)

// A finalizer runs on a goroutine, and so on a thread, of its own, and so does a cleanup: runtime.SetFinalizer,
// runtime.AddCleanup. Calls that depend on state of a thread want a goroutine that is locked to it: runtime.LockOSThread.
var _ = registry.Add(registry.Class{
	Name:  "finalizer_thread",
	About: "an object that belongs to the thread that made it is freed on another one",
	Ops: []registry.Op{
		{Name: "finalizer", About: "a finalizer closes the canvas, on the finalizers' thread",
			Buggy: canvasFinalizer, Fixed: canvasFinalizerFixed},
		{Name: "cleanup", About: "a cleanup closes the canvas, on the cleanups' thread",
			Buggy: canvasCleanup, Fixed: canvasCleanupFixed},
		{Name: "deferred_close", About: "a deferred call closes the canvas, on the caller's thread",
			Buggy: canvasDeferredClose, Fixed: canvasDeferredCloseFixed},
		{Name: "closed", About: "the canvas is closed on its thread, and the finalizer has nothing to do any more",
			Control: canvasClosed},
		{Name: "any_thread", About: "a finalizer unloads a picture, which belongs to no thread",
			Control: pictureFinalizer},
	},
})

// painter is a thread that carries out what it is sent, in that order. Nobody waits to send, a finalizer least of all.
type painter struct {
	start  sync.Once
	lock   sync.Mutex
	filled *sync.Cond
	work   []func()
}

// canvases is the thread that all canvases belong to. Like a program's main thread it stays for as long as the process.
var canvases painter

func (p *painter) send(work func()) {
	p.start.Do(func() {
		p.filled = sync.NewCond(&p.lock)
		go p.serve()
	})
	p.lock.Lock()
	p.work = append(p.work, work)
	p.lock.Unlock()
	p.filled.Signal()
}

func (p *painter) serve() {
	runtime.LockOSThread()
	for {
		p.lock.Lock()
		for len(p.work) == 0 {
			p.filled.Wait()
		}
		work := p.work
		p.work = nil
		p.lock.Unlock()
		for _, do := range work {
			do()
		}
	}
}

// wait returns when the thread has carried it out.
func (p *painter) wait(work func()) {
	done := make(chan struct{})
	p.send(func() {
		work()
		close(done)
	})
	<-done
}

// canvas is what a binding makes of a C canvas. Not an object of a few bytes without Go pointers: those share a block,
// and with it their lifetime.
type canvas struct {
	handle *C.struct_finalizer_thread_canvas
	title  string
}

func newCanvas() *canvas {
	c := &canvas{title: "untitled"}
	canvases.wait(func() { c.handle = C.finalizer_thread_open() })
	return c
}

// draw keeps the canvas alive until the thread has drawn.
func (c *canvas) draw() (err error) {
	canvases.wait(func() { err = drawOn(c.handle) })
	runtime.KeepAlive(c)
	return err
}

func drawOn(handle *C.struct_finalizer_thread_canvas) error {
	if n, err := C.finalizer_thread_draw(handle); n < 0 {
		return err
	}
	return nil
}

func closeCanvas(handle *C.struct_finalizer_thread_canvas) {
	C.finalizer_thread_close(handle)
}

// sendClose leaves the closing to the thread that the canvas belongs to.
func sendClose(handle *C.struct_finalizer_thread_canvas) {
	canvases.send(func() { closeCanvas(handle) })
}

func canvasFinalizer(*registry.Call) error {
	c := newCanvas()
	runtime.SetFinalizer(c, func(c *canvas) { closeCanvas(c.handle) })
	return c.draw()
}

func canvasFinalizerFixed(*registry.Call) error {
	c := newCanvas()
	runtime.SetFinalizer(c, func(c *canvas) { sendClose(c.handle) })
	return c.draw()
}

func canvasCleanup(*registry.Call) error {
	c := newCanvas()
	runtime.AddCleanup(c, closeCanvas, c.handle)
	return c.draw()
}

func canvasCleanupFixed(*registry.Call) error {
	c := newCanvas()
	runtime.AddCleanup(c, sendClose, c.handle)
	return c.draw()
}

func canvasDeferredClose(*registry.Call) error {
	c := newCanvas()
	defer closeCanvas(c.handle)
	return c.draw()
}

func canvasDeferredCloseFixed(*registry.Call) error {
	c := newCanvas()
	defer sendClose(c.handle)
	return c.draw()
}

func canvasClosed(*registry.Call) error {
	c := newCanvas()
	runtime.SetFinalizer(c, func(c *canvas) { sendClose(c.handle) })
	err := c.draw()
	runtime.SetFinalizer(c, nil)
	sendClose(c.handle)
	return err
}

// picture is what a binding makes of a C picture.
type picture struct {
	handle *C.struct_finalizer_thread_picture
	title  string
}

func pictureFinalizer(*registry.Call) error {
	p := &picture{handle: C.finalizer_thread_load(), title: "untitled"}
	runtime.SetFinalizer(p, func(p *picture) { C.finalizer_thread_unload(p.handle) })
	C.finalizer_thread_measure(p.handle)
	runtime.KeepAlive(p)
	return nil
}
