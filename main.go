// Roster manages the user accounts of a ledger system, in one window over one local file.
//
// Usage:
//
//	roster [--new-window] [--version] [FILE]
//	roster verify FILE
//
// Without a FILE it opens users.roster in the user's own data folder. Where a window shows the file already, that one comes to
// the front, unless a new one is wanted. verify looks whether FILE fits its journal, without a window and without changing
// anything. See README.md.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"

	"roster/crash"
	"roster/folders"
	_ "roster/prelude" // before Fyne is initialised
)

// version is set by the build of a release; any other build is known by its commit.
var version string

func main() {
	stdout, stderr := standardFiles()
	os.Exit(run(os.Args[1:], stdout, stderr))
}

func run(args []string, stdout, stderr *os.File) (status int) {
	if len(args) == 1 && args[0] == crash.Flag {
		return receiveCrash(os.Stdin, stderr)
	}
	flags := flag.NewFlagSet("roster", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, "usage: roster [--new-window] [--version] [FILE]\n       roster verify FILE\n")
	}
	newWindow := flags.Bool("new-window", false, "open a window even where one shows the file already")
	showVersion := flags.Bool("version", false, "print the version and exit")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case flags.NArg() == 2 && flags.Arg(0) == "verify":
		return verify(flags.Arg(1), stdout, stderr)
	case flags.NArg() > 1, flags.Arg(0) == "verify":
		flags.Usage()
		return 2
	}
	if *showVersion {
		fmt.Fprintln(stdout, "roster", programVersion())
		return 0
	}
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		fmt.Fprintln(stderr, "roster: there is no display to open a window on; start it in a desktop session, or set DISPLAY")
		return 1
	}
	path := flags.Arg(0)
	if path == "" {
		path = filepath.Join(folders.Data(), "users.roster")
	}
	path, err := filepath.Abs(path)
	if err != nil {
		fmt.Fprintln(stderr, "roster:", err)
		return 1
	}
	return show(path, *newWindow, stderr)
}

// programVersion is the version of the release, or of the sources that this was built from.
func programVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
