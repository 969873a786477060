// Package command is Roster without a window: the commands of rosterctl, and roster verify and roster backup. It reads
// the command line and the standard input, calls package app, which decides everything, and prints the result with the
// sentences of the window.
//
// Passwords come from the standard input or a file descriptor, and never from arguments or variables, which other users
// of the computer can see.
package command

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"

	"roster/app/password"
	"roster/desktop/paths"
	"roster/desktop/terminal"
)

// Streams are where a command reads and writes.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer

	hash password.Cost // that tests want; zero for the policy
}

// specs returns all commands, in the order in which they are explained.
func specs() []*spec {
	return []*spec{
		checkSpec(), passwdSpec(), listSpec(), exportSpec(), importSpec(), disableSpec(), enableSpec(), roleSpec(),
		verifySpec(), backUpSpec(), restoreSpec(), completionSpec(),
	}
}

// usage returns how all commands are called, and what the exit statuses mean.
func usage() string {
	var text strings.Builder
	text.WriteString("usage: rosterctl COMMAND ARGUMENTS [OPTIONS]\n       rosterctl --version\n\n")
	for _, s := range specs() {
		fmt.Fprintf(&text, "  %-24s %s\n", s.synopsis(), s.about)
	}
	text.WriteString("\nrosterctl COMMAND --help has the options. Exit statuses:\n\n")
	for _, e := range exits {
		fmt.Fprintf(&text, "  %3d  %s\n", e.code, e.means)
	}
	return text.String()
}

// Run executes the command line of rosterctl, without its name, and returns the exit status.
func Run(args []string, version string, s Streams) Code {
	switch {
	case len(args) == 0:
		Say(s.Err, "%s", usage())
		return Usage
	case isHelp(args[0]):
		Say(s.Out, "%s", usage())
		return Done
	case len(args) == 1 && (args[0] == "--version" || args[0] == "-version"):
		Say(s.Out, "rosterctl %s\n", version)
		return Done
	}
	return run("rosterctl", args, version, s)
}

// Roster executes roster verify and roster backup, which are commands of rosterctl, and returns the exit status. It is
// 2 where that of rosterctl is 111, as it was before there was a rosterctl.
func Roster(args []string, version string, s Streams) int {
	s.In = strings.NewReader("")
	code := run("roster", args, version, s)
	if code == Trouble {
		code = Usage
	}
	return int(code)
}

func isHelp(arg string) bool { return slices.Contains([]string{"help", "-h", "-help", "--help"}, arg) }

// run executes a command of a program.
func run(program string, args []string, version string, s Streams) Code {
	all := specs()
	at := slices.IndexFunc(all, func(s *spec) bool { return s.name == args[0] })
	if at < 0 {
		Say(s.Err, "%s: there is no command %q\n%s", program, args[0], usage())
		return Usage
	}
	c := &call{
		spec: all[at], commands: all, program: program, version: version, hash: s.hash, in: bufio.NewReader(s.In),
		terminal: terminal.Of(s.In), out: s.Out, err: s.Err,
	}
	if slices.ContainsFunc(args[1:], isHelp) {
		Say(s.Out, "%s\n", c.usage())
		return Done
	}
	if err := c.parse(args[1:]); err != nil {
		return c.end(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	defer paths.Shelter()()
	return c.run(ctx, c)
}

// Version returns the version of the release, or that of the sources the program was built from.
func Version(released string) string {
	if released != "" {
		return released
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
