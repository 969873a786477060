// Roster manages the user accounts of a ledger system, in one window over one local file.
//
// Usage:
//
//	roster [--new-window] [--version] [FILE]
//	roster verify FILE
//	roster backup FILE TO
//
// Without a FILE it opens users.roster in the user's data folder. If a window already shows the file, that window comes
// to the front, unless --new-window asks for another one. verify checks FILE against its journal without opening a
// window and without changing the file. backup writes a copy of FILE to TO, also while others use it, and verifies the
// copy. See README.md.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"

	"roster/command"
	"roster/desktop"
	_ "roster/desktop/quiet" // keeps the terminal silent while Fyne is initialised
	"roster/desktop/receiver"
)

// version is set with -ldflags -X when a release is built. Other builds are identified by their commit.
var version string

func main() {
	stdout, stderr := desktop.Terminal()
	os.Exit(run(os.Args[1:], stdout, stderr))
}

// run executes the command line and returns the exit status.
func run(args []string, stdout, stderr *os.File) (status int) {
	if len(args) == 1 && args[0] == receiver.Flag {
		return desktop.ReceiveCrash(command.Version(version), stderr)
	}
	flags := flag.NewFlagSet("roster", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, "usage: roster [--new-window] [--version] [FILE]\n"+
			"       roster verify FILE\n       roster backup FILE TO\n")
	}
	newWindow := flags.Bool("new-window", false, "open another window even if one already shows the file")
	showVersion := flags.Bool("version", false, "print the version and exit")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case flags.NArg() == 2 && flags.Arg(0) == "verify", flags.NArg() == 3 && flags.Arg(0) == "backup":
		return command.Roster(flags.Args(), command.Version(version), command.Streams{Out: stdout, Err: stderr})
	case flags.NArg() > 1, flags.Arg(0) == "verify", flags.Arg(0) == "backup":
		flags.Usage()
		return 2
	}
	if *showVersion {
		fmt.Fprintln(stdout, "roster", command.Version(version))
		return 0
	}
	return desktop.Run(desktop.Options{
		Path: flags.Arg(0), NewWindow: *newWindow, Version: command.Version(version),
	}, stderr)
}
