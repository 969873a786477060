package command

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"roster/app/password"
)

// spec is everything that is known about a command: the usage, the completion, the manual page and the tests have it
// from here.
type spec struct {
	name    string
	args    []string // the names of its arguments
	about   string   // what it does, in a sentence
	reads   string   // what it reads from the standard input; "" if nothing
	options []option // besides --json and those of signing in
	signsIn bool
	asks    bool   // Done is an answer, on which a caller acts
	codes   []Code // besides Done, Usage and Trouble
	run     func(context.Context, *call) Code
}

// call is one call of a command.
type call struct {
	*spec
	commands []*spec             // all there are
	args     []string            // as many as the command has
	values   map[string][]string // of the options, in order
	program  string              // its name
	version  string              // of the program
	hash     password.Cost       // see Streams
	in       *bufio.Reader
	terminal *os.File // that in is; nil if it is none
	out      *output
	err      io.Writer
	changed  bool // something was done that stays so, whatever goes wrong afterwards
}

// option is an option of a command.
type option struct {
	name   string
	value  string   // the name of its value; "" if it has none
	values []string // what it can be; nil if anything
	number string   // which number it is; "" if it is none
	file   bool     // the value is the path of a file
	about  string
}

// The options that several commands have.
const (
	optionJSON   = "json"
	optionAs     = "as"
	optionFD     = "password-fd"
	optionSearch = "search"
	optionRole   = "role"
	optionStatus = "status"
	optionDryRun = "dry-run"
)

var (
	jsonOption = option{name: optionJSON, about: "print JSON, also about what goes wrong"}
	asOption   = option{name: optionAs, value: "NAME", about: "the user name or email address to sign in with"}
	fdOption   = option{
		name: optionFD, value: "N", number: "the number of a file descriptor",
		about: "read the input from this file descriptor instead",
	}
	roles  = []string{"ledger-manager", "admin", "system-admin"}
	states = []string{
		"enabled", "disabled", "no-password", "locked", "must-change", "password-expires", "account-expires", "expired",
		"inactive",
	}
	shells       = []string{"bash", "zsh", "fish", "powershell"}
	argValues    = map[string][]string{"ROLE": roles, "SHELL": shells} // of arguments with few
	whichOptions = []option{
		{name: optionSearch, value: "TEXT", about: "only users with these words in their names or addresses"},
		{name: optionRole, value: "ROLE", values: roles, about: "only users with this role"},
		{name: optionStatus, value: "STATUS", values: states, about: "only users with this status"},
	}
)

// What commands read: a user, who is no secret, and the password of a command that signs in.
const (
	userLine     = "the user name or email address"
	passwordLine = "the password"
)

// signedIn are the exit statuses of commands that sign in.
var signedIn = []Code{No, Wait, MustChange, Refused}

// allOptions returns the options of a command, with those that several have.
func (s *spec) allOptions() []option {
	all := slices.Clone(s.options)
	if s.signsIn {
		all = append(all, asOption)
	}
	if s.reads != "" {
		all = append(all, fdOption)
	}
	return append(all, jsonOption)
}

// allCodes returns the exit statuses of a command.
func (s *spec) allCodes() []Code {
	return slices.Sorted(slices.Values(append([]Code{Done, Usage, Trouble}, s.codes...)))
}

// synopsis returns how a command is called, such as "check FILE".
func (s *spec) synopsis() string {
	return strings.Join(append([]string{s.name}, s.args...), " ")
}

// usage returns how all commands are called, and what the exit statuses mean.
func usage(commands []*spec) string {
	var text strings.Builder
	text.WriteString("usage: rosterctl COMMAND ARGUMENTS [OPTIONS]\n       rosterctl help [COMMAND]\n" +
		"       rosterctl --version\n\n")
	for _, s := range commands {
		fmt.Fprintf(&text, "  %-24s %s\n", s.synopsis(), s.about)
	}
	text.WriteString("\nrosterctl help COMMAND has the options. Exit statuses:\n\n")
	for _, e := range exits {
		fmt.Fprintf(&text, "  %3d  %s\n", e.code, e.means)
	}
	return strings.TrimSuffix(text.String(), "\n")
}

// usage returns how the command is called, or how all commands are as long as it is none.
func (c *call) usage() string {
	if c.spec == nil {
		return usage(c.commands)
	}
	return c.spec.usage()
}

// usage returns how a command is called, with all options.
func (s *spec) usage() string {
	var text strings.Builder
	fmt.Fprintf(&text, "usage: rosterctl %s [OPTIONS]\n%s\n", s.synopsis(), s.about)
	if s.reads != "" {
		fmt.Fprintf(&text, "It reads from the standard input, one per line: %s.\n", s.reads)
	}
	fmt.Fprintf(&text, "Exit statuses: %s.\n", strings.Trim(fmt.Sprint(s.allCodes()), "[]"))
	for _, o := range s.allOptions() {
		fmt.Fprintf(&text, "  %-28s %s\n", strings.TrimSpace("--"+o.name+" "+o.value), o.explained())
	}
	return strings.TrimSuffix(text.String(), "\n")
}

// explained returns what an option does, with its possible values.
func (o option) explained() string {
	if o.values == nil {
		return o.about
	}
	return o.about + ": " + strings.Join(o.values, ", ")
}
