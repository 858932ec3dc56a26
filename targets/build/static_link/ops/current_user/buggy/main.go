// Program prints who runs it.
package main

import (
	"os"
	"os/user"
)

func main() {
	current, err := user.Current()
	if err != nil {
		println("name service: getpwuid_r:", err.Error())
		os.Exit(1)
	}
	println("user", current.Username)
}
