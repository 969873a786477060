// Rosterctl checks sign-ins for a ledger, and manages the users of a file of Roster from scripts, without a window. It
// is a program of its own because it needs neither a display nor the libraries of one.
//
// rosterctl help lists the commands and the exit statuses. docs/ledger.md shows how a ledger calls it.
package main

import (
	"os"

	"roster/command"
)

// version is set with -ldflags -X when a release is built. Other builds are identified by their commit.
var version string

func main() {
	os.Exit(int(command.Run(os.Args[1:], command.Version(version), command.Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
	})))
}
