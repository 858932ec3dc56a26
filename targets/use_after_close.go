package targets

// #include "use_after_close.h"
// #include <stdlib.h>
import "C"

import (
	"errors"
	"runtime"
	"sync"
	"unsafe"
	"weak"

	"cgofault/targets/registry"
)

// Go does not know how long a C object lives: cmd/cgo, "Go references to C": memory that C has allocated is the program's to
// free, once, and after its last use. What Go has made of the object must know that it is closed, under the lock that
// those use who call C with it.
var _ = registry.Add(registry.Class{
	Name:  "use_after_close",
	About: "a C handle is used after it was closed, or closed while it is in use",
	Ops: []registry.Op{
		{Name: "close_inside", About: "a session is closed while another caller is inside of a call with it",
			Buggy: closeInside, Fixed: closeUnderLock},
		{Name: "test_outside", About: "whether the session is closed is tested before the lock is taken",
			Buggy: closedTestedOutside, Fixed: closedTestedUnderLock},
		{Name: "close_twice", About: "an error path closes what a deferred call closes too",
			Buggy: closeTwice, Fixed: closeOnce},
		{Name: "finalizer", About: "a finalizer closes what Close has closed",
			Buggy: closeThenFinalizer, Fixed: closeDisarms},
		{Name: "parent_first", About: "an error path closes the session and leaves a cursor of it",
			Buggy: closeParentFirst, Fixed: closeChildFirst},
		{Name: "parent_lost", About: "a cursor does not keep its session, which a finalizer closes",
			Buggy: closeParentLost, Fixed: closeParentKept},
		{Name: "name_after", About: "a name that belongs to the session is read after its close",
			Buggy: closeNameAfter, Fixed: closeNameBefore},
		{Name: "free_twice", About: "an error path frees what a deferred C.free frees too",
			Buggy: closeFreeTwice, Fixed: closeFreeOnce},
		{Name: "address_again", About: "a new session gets the address of a closed one",
			Control: closeAddressAgain},
		{Name: "close_nothing", About: "a session is closed and its handle cleared, and a deferred call closes nil",
			Control: closeNothing},
	},
	Reset: closeReset,
})

var errDBClosed = errors.New("the session is closed")

// dbSession is what a binding makes of a C session.
type dbSession struct {
	lock   sync.Mutex
	closed bool
	handle *C.struct_use_after_close_session
}

func openDB(number byte) *dbSession {
	return &dbSession{handle: C.use_after_close_open(C.uint(number))}
}

func (s *dbSession) read() error {
	n, err := C.use_after_close_read(s.handle)
	runtime.KeepAlive(s)
	if n < 0 {
		return err
	}
	return nil
}

// end closes the handle, whatever became of it.
func (s *dbSession) end() {
	C.use_after_close_close(s.handle)
}

// close waits for those who hold the lock, and does nothing the second time.
func (s *dbSession) close() {
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.closed {
		return
	}
	s.end()
	s.closed = true
}

// ---- a session that callers share ----

// sharedDB is a session that callers share. It is opened by the first of them, and again after it was forgotten.
type sharedDB struct {
	lock    sync.Mutex
	session *dbSession
}

func (shared *sharedDB) get() *dbSession {
	shared.lock.Lock()
	defer shared.lock.Unlock()
	if shared.session == nil {
		shared.session = openDB(0)
	}
	return shared.session
}

// forget makes the next caller open another one.
func (shared *sharedDB) forget(s *dbSession) {
	shared.lock.Lock()
	defer shared.lock.Unlock()
	if shared.session == s {
		shared.session = nil
	}
}

var dbOfInside, dbOfTest sharedDB

// closeReset closes what callers have left open, and disarms the finalizers of what was closed: a fresh process has none.
func closeReset() {
	for _, shared := range []*sharedDB{&dbOfInside, &dbOfTest} {
		if shared.session != nil {
			shared.session.end()
			shared.session = nil
		}
	}
	for _, finalized := range dbFinalized {
		if s := finalized.Value(); s != nil {
			runtime.SetFinalizer(s, nil)
		}
	}
	dbFinalized = nil
}

// dbCloses is what an op of a shared session is to do: to close it, or to read.
func dbCloses(call *registry.Call) bool {
	return call.Argument%4 == 3
}

func closeInside(call *registry.Call) error {
	s := dbOfInside.get()
	if dbCloses(call) {
		dbOfInside.forget(s)
		s.end()
		return nil
	}
	return s.read()
}

func closeUnderLock(call *registry.Call) error {
	s := dbOfInside.get()
	if dbCloses(call) {
		dbOfInside.forget(s)
		s.close()
		return nil
	}
	return s.readOpen()
}

// readOpen reads, unless the session is closed.
func (s *dbSession) readOpen() error {
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.closed {
		return errDBClosed
	}
	return s.read()
}

func closedTestedOutside(call *registry.Call) error {
	s := dbOfTest.get()
	if dbCloses(call) {
		s.close()
		dbOfTest.forget(s)
		return nil
	}
	if s.closed {
		return errDBClosed
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.read()
}

func closedTestedUnderLock(call *registry.Call) error {
	s := dbOfTest.get()
	if dbCloses(call) {
		s.close()
		dbOfTest.forget(s)
		return nil
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.closed {
		return errDBClosed
	}
	return s.read()
}

// ---- closed more than once ----

func closeTwice(call *registry.Call) error {
	s := openDB(call.Argument)
	defer s.end()
	err := s.read()
	if err != nil {
		s.end()
	}
	return err
}

func closeOnce(call *registry.Call) error {
	s := openDB(call.Argument)
	defer s.close()
	err := s.read()
	if err != nil {
		s.close()
	}
	return err
}

// dbFinalized are the sessions that were opened with a finalizer. Only the reset needs them.
var (
	dbFinalized     []weak.Pointer[dbSession]
	dbFinalizedLock sync.Mutex
)

func openDBFinalized(number byte) *dbSession {
	s := openDB(number)
	runtime.SetFinalizer(s, (*dbSession).end)
	dbFinalizedLock.Lock()
	dbFinalized = append(dbFinalized, weak.Make(s))
	dbFinalizedLock.Unlock()
	return s
}

func closeThenFinalizer(call *registry.Call) error {
	s := openDBFinalized(call.Argument)
	err := s.read()
	s.end()
	return err
}

func closeDisarms(call *registry.Call) error {
	s := openDBFinalized(call.Argument)
	err := s.read()
	runtime.SetFinalizer(s, nil)
	s.end()
	return err
}

// ---- cursors, which live inside of their session ----

// dbCursor is what a binding makes of a C cursor. With its parent it keeps the session open.
type dbCursor struct {
	handle *C.struct_use_after_close_cursor
	parent *dbSession
}

func (s *dbSession) selectRows() *dbCursor {
	k := &dbCursor{handle: C.use_after_close_select(s.handle)}
	runtime.KeepAlive(s)
	return k
}

func (k *dbCursor) next() error {
	row, err := C.use_after_close_next(k.handle)
	runtime.KeepAlive(k.parent)
	if row < 0 {
		return err
	}
	return nil
}

func (k *dbCursor) free() {
	C.use_after_close_free_cursor(k.handle)
	runtime.KeepAlive(k.parent)
}

func closeParentFirst(call *registry.Call) error {
	s := openDB(call.Argument)
	defer s.end()
	k := s.selectRows()
	if err := k.next(); err != nil {
		return err
	}
	k.free()
	return nil
}

func closeChildFirst(call *registry.Call) error {
	s := openDB(call.Argument)
	defer s.end()
	k := s.selectRows()
	defer k.free()
	return k.next()
}

func closeParentLost(call *registry.Call) error {
	k := openDBFinalized(call.Argument).selectRows()
	defer k.free()
	return k.next()
}

func closeParentKept(call *registry.Call) error {
	s := openDBFinalized(call.Argument)
	k := s.selectRows()
	k.parent = s
	defer k.free()
	return k.next()
}

// ---- memory that the library hands out ----

// closeAskName notes what the op asks for: the name of the database with this number.
func closeAskName(call *registry.Call) {
	number := C.uint(call.Argument)
	call.Asked = registry.BytesOf(&number)
}

func closeNameAfter(call *registry.Call) error {
	closeAskName(call)
	s := openDB(call.Argument)
	name := C.use_after_close_name(s.handle)
	s.end()
	call.Got = C.GoString(name)
	return nil
}

func closeNameBefore(call *registry.Call) error {
	closeAskName(call)
	s := openDB(call.Argument)
	name := C.use_after_close_name(s.handle)
	call.Got = C.GoString(name)
	s.end()
	return nil
}

func closeFreeTwice(call *registry.Call) error {
	s := openDB(call.Argument)
	defer s.end()
	text := C.use_after_close_describe(s.handle)
	defer C.free(unsafe.Pointer(text))
	err := s.read()
	if err != nil {
		C.free(unsafe.Pointer(text))
	}
	return err
}

func closeFreeOnce(call *registry.Call) error {
	s := openDB(call.Argument)
	defer s.end()
	text := C.use_after_close_describe(s.handle)
	defer C.free(unsafe.Pointer(text))
	return s.read()
}

// ---- what is no bug ----

func closeAddressAgain(call *registry.Call) error {
	openDB(call.Argument).end()
	s := openDB(call.Argument)
	defer s.end()
	return s.read()
}

func closeNothing(call *registry.Call) error {
	s := openDB(call.Argument)
	defer s.end()
	err := s.read()
	s.end()
	s.handle = nil
	return err
}
