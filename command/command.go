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
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	"roster/app/password"
	"roster/desktop/paths"
	"roster/desktop/terminal"
	"roster/views/message"
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

// Run executes the command line of rosterctl, without its name, and returns the exit status.
func Run(args []string, version string, s Streams) (code Code) {
	c := newCall("rosterctl", version, s)
	defer func() {
		if fault := recover(); fault != nil {
			code = c.complain(Trouble, message.Fault())
			if !c.has(optionJSON) {
				Say(c.err, "%v\n%s", fault, debug.Stack())
			}
		}
	}()
	return c.answered(c.dispatch(args))
}

// dispatch executes a command, or what can be in its place.
func (c *call) dispatch(args []string) Code {
	switch {
	case len(args) == 0:
		Say(c.err, "%s\n", c.usage())
		return Usage
	case args[0] == "help" && len(args) == 2:
		return c.help(args[1])
	case args[0] == "help", isHelp(args[0]):
		Say(c.out, "%s\n", c.usage())
		return Done
	case args[0] == "--version", args[0] == "-version":
		return c.sayVersion(args[1:])
	}
	return c.start(args)
}

// Roster executes roster verify and roster backup, which are commands of rosterctl, and returns the exit status. It is
// 2 where that of rosterctl is 111, as it was before there was a rosterctl.
func Roster(args []string, version string, s Streams) int {
	s.In = strings.NewReader("")
	c := newCall("roster", version, s)
	code := c.answered(c.start(args))
	if code == Trouble {
		code = Usage
	}
	return int(code)
}

// newCall returns a call of a program, of no command yet.
func newCall(program, version string, s Streams) *call {
	return &call{
		commands: specs(), values: map[string][]string{}, program: program, version: version, hash: s.hash,
		in: bufio.NewReader(s.In), terminal: terminal.Of(s.In), out: &output{to: s.Out}, err: s.Err,
	}
}

// endings returns the signals that end a command, which then removes what it has begun to write. nohup ignores one.
func endings() (all []os.Signal) {
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(s) {
			all = append(all, s)
		}
	}
	return all
}

// answered returns an exit status, unless what belongs to it could not be printed.
func (c *call) answered(code Code) Code {
	if c.out.err != nil {
		return c.complain(Trouble, message.Unanswered(c.changed))
	}
	return code
}

// choose makes it a call of the command with a name. It fails with errUsage if there is none.
func (c *call) choose(name string) error {
	at := slices.IndexFunc(c.commands, func(s *spec) bool { return s.name == name })
	if at < 0 {
		return errUsage(fmt.Sprintf("there is no command %q", name))
	}
	c.spec = c.commands[at]
	return nil
}

// help prints how a command is called.
func (c *call) help(name string) Code {
	if err := c.choose(name); err != nil {
		return c.end(err)
	}
	Say(c.out, "%s\n", c.usage())
	return Done
}

// sayVersion prints the version of the program. What follows on the command line can be --json.
func (c *call) sayVersion(args []string) Code {
	for _, arg := range args {
		if arg != "--"+optionJSON {
			return c.misused(fmt.Sprintf("%q is too much", arg))
		}
		c.values[optionJSON] = args
	}
	c.print(map[string]string{"version": c.version}, "rosterctl %s", c.version)
	return Done
}

// start executes a command.
func (c *call) start(args []string) Code {
	err := c.choose(args[0])
	if err == nil {
		err = c.parse(args[1:])
	}
	switch {
	case errors.Is(err, errHelp) && c.asks: // nobody may take this for yes
		Say(c.out, "%s\n", c.usage())
		return Usage
	case errors.Is(err, errHelp):
		Say(c.out, "%s\n", c.usage())
		return Done
	case err != nil:
		if slices.Contains(args, "--"+optionJSON) { // which may follow what is wrong
			c.values[optionJSON] = []string{""}
		}
		return c.end(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), endings()...)
	defer stop()
	signal.Ignore(syscall.SIGPIPE) // writing fails instead, and what was done is said
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
