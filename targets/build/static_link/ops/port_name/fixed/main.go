// Program prints the port of https.
package main

import (
	"net"
	"os"
)

func main() {
	port, err := net.LookupPort("tcp", "https")
	if err != nil {
		println("name service: LookupPort:", err.Error())
		os.Exit(1)
	}
	println("https", port)
}
