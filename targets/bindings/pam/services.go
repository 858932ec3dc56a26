package main

import (
	"fmt"
	"os"
)

// A service is what a file of its name in the folder of libpam's configuration says.
type service struct {
	name   string
	denies bool
	says   string // through the conversation
}

// The files have no names any more: a process that dies leaves none behind. Their descriptors' numbers name them.
const servicesFolder = "/proc/self/fd"

var (
	permit    = newService("auth required pam_permit.so\n")
	deny      = service{name: newService("auth requisite pam_deny.so\n").name, denies: true}
	talkative = service{name: newService("auth optional pam_echo.so hello %u\nauth required pam_permit.so\n").name, says: "hello user"}
	services  = []service{permit, deny, talkative}
)

// newService is done when the program starts, so that no run opens files.
func newService(text string) service {
	file, err := os.CreateTemp("", "cgofault-pam-")
	if err == nil {
		_, err = file.WriteString(text)
	}
	if err == nil {
		err = os.Remove(file.Name())
	}
	if err != nil {
		panic(err)
	}
	kept = append(kept, file)
	return service{name: fmt.Sprint(file.Fd())}
}

// kept keeps the files from being closed by the garbage collector.
var kept []*os.File
