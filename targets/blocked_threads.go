package targets

// #include "blocked_threads.h"
import "C"

import (
	"context"
	"sync"

	"cgofault/targets/registry"
)

// A call of C keeps its thread until it returns, whoever has given up on it. Package runtime/debug, SetMaxThreads: a program
// that has more threads than that ends; and whoever waits for the call in a loop serves nobody else.
var _ = registry.Add(registry.Class{
	Name:    "blocked_threads",
	About:   "slow calls of C hold up everybody, or take all threads",
	Threads: blockedThreadsMax,
	Ops: []registry.Op{
		{Name: "one_loop", About: "one loop serves all requests, and waits for each",
			Buggy: blockedOneLoop, Fixed: blockedDispatched, Prompt: true},
		{Name: "unbounded", About: "a goroutine for each request, as many as come",
			Buggy: blockedUnbounded, Fixed: blockedBounded},
		{Name: "given_up", About: "a request that is given up frees its place, though C goes on",
			Buggy: blockedGivenUp, Fixed: blockedReturned},
		{Name: "alone", About: "calls C itself, while others are inside", Control: blockedAlone, Prompt: true},
	},
	Reset: blockedReset,
})

// More than these threads in a run are too many; a burst of requests is more than that.
const blockedThreadsMax, blockedAtOnce, blockedBurst = 16, 4, 40

// blockedAnswer reports what C has answered to the op's request.
func blockedAnswer(call *registry.Call, answer C.int) error {
	request := C.int(call.Argument)
	call.Asked = registry.BytesOf(&request)
	call.Got = registry.BytesOf(&answer)
	return nil
}

func blockedAlone(call *registry.Call) error {
	C.blocked_threads_look(0)
	return blockedAnswer(call, C.blocked_threads_work(C.int(call.Argument)))
}

// ---- requests that a goroutine serves for all ----

type blockedRequest struct {
	number C.int
	reply  chan C.int
}

// blockedServer starts with the first request.
type blockedServer struct {
	mutex    sync.Mutex
	requests chan blockedRequest
	serve    func(<-chan blockedRequest)
}

var (
	blockedLoop       = blockedServer{serve: blockedServeOne}
	blockedDispatcher = blockedServer{serve: blockedServeAll}
)

func (s *blockedServer) ask(number C.int) C.int {
	s.mutex.Lock()
	if s.requests == nil {
		s.requests = make(chan blockedRequest)
		go s.serve(s.requests)
	}
	requests := s.requests
	s.mutex.Unlock()
	request := blockedRequest{number, make(chan C.int, 1)}
	requests <- request
	return <-request.reply
}

func (s *blockedServer) stop() {
	if s.requests != nil {
		close(s.requests)
		s.requests = nil
	}
}

func blockedReset() {
	blockedLoop.stop()
	blockedDispatcher.stop()
}

func blockedServeOne(requests <-chan blockedRequest) {
	for request := range requests {
		request.reply <- C.blocked_threads_work(request.number)
	}
}

// blockedServeAll never waits for a call: the goroutine that makes it waits for its turn.
func blockedServeAll(requests <-chan blockedRequest) {
	turns := make(chan struct{}, blockedAtOnce)
	for request := range requests {
		go func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			request.reply <- C.blocked_threads_work(request.number)
		}()
	}
}

func blockedOneLoop(call *registry.Call) error {
	return blockedAnswer(call, blockedLoop.ask(C.int(call.Argument)))
}

func blockedDispatched(call *registry.Call) error {
	return blockedAnswer(call, blockedDispatcher.ask(C.int(call.Argument)))
}

// ---- many requests ----

// blockedUnbounded has a goroutine for each of a burst of requests.
func blockedUnbounded(*registry.Call) error {
	var group sync.WaitGroup
	for number := range C.int(blockedBurst) {
		group.Go(func() { C.blocked_threads_work(number) })
	}
	group.Wait()
	return nil
}

// blockedBounded has a few, each of which takes the next request when its call has returned.
func blockedBounded(*registry.Call) error {
	var group sync.WaitGroup
	requests := make(chan C.int)
	for range blockedAtOnce {
		group.Go(func() {
			for number := range requests {
				C.blocked_threads_work(number)
			}
		})
	}
	for number := range C.int(blockedBurst) {
		requests <- number
	}
	close(requests)
	group.Wait()
	return nil
}

// ---- requests that are given up ----

// blockedWork calls C, and gives up when the context is cancelled. The call goes on.
func blockedWork(ctx context.Context, number C.int, returned func()) error {
	reply := make(chan C.int, 1)
	go func() {
		defer returned()
		reply <- C.blocked_threads_work(number)
	}()
	select {
	case <-reply:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// blockedTake takes a turn, unless the context is cancelled before there is one.
func blockedTake(ctx context.Context, turns chan<- struct{}) error {
	select {
	case turns <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// blockedCancelled makes a burst of requests, of which each is cancelled soon.
func blockedCancelled(work func(context.Context, C.int) error) {
	for number := range C.int(blockedBurst) {
		ctx, cancel := context.WithCancel(context.Background())
		go cancel()
		work(ctx, number)
		cancel()
	}
}

func blockedGivenUp(*registry.Call) error {
	turns := make(chan struct{}, blockedAtOnce)
	blockedCancelled(func(ctx context.Context, number C.int) error {
		if err := blockedTake(ctx, turns); err != nil {
			return err
		}
		defer func() { <-turns }()
		return blockedWork(ctx, number, func() {})
	})
	return nil
}

func blockedReturned(*registry.Call) error {
	turns := make(chan struct{}, blockedAtOnce)
	blockedCancelled(func(ctx context.Context, number C.int) error {
		if err := blockedTake(ctx, turns); err != nil {
			return err
		}
		return blockedWork(ctx, number, func() { <-turns })
	})
	return nil
}
