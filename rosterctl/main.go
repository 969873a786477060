// Rosterctl checks sign-ins for a ledger, and manages the users of a file of Roster from scripts, without a window. It
// is a program of its own because it needs neither a display nor the libraries of one.
//
// rosterctl help lists the commands and the exit statuses. docs/ledger.md shows how a ledger calls it.
package main

import (
	"os"
	"runtime"
	"runtime/debug"

	"roster/command"
)

// version is set with -ldflags -X when a release is built. Other builds are identified by their commit.
var version string

func main() {
	if len(os.Args) > 1 && os.Args[1] == "check" {
		frugal()
	}
	os.Exit(int(command.Run(os.Args[1:], command.Version(version), command.Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
	})))
}

// frugal makes the program spend less CPU time. A check, for which a ledger may wait many times a minute, does one
// thing after the other, and ends before the memory that it no longer uses matters, unless hashes were imported that
// need much.
func frugal() {
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(256 << 20)
}
