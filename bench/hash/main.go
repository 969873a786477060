// Hash hashes a password as often as its argument says: once and not at all are the yardstick of a check.
package main

import (
	"log"
	"os"
	"strconv"

	"roster/app/password"
)

func main() {
	n, err := strconv.Atoi(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	for range n {
		if _, err := password.Policy().Hash("blue whale sings a low song"); err != nil {
			log.Fatal(err)
		}
	}
}
