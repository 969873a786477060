package command

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// errHelp means that the person asks how a command is called.
var errHelp = errors.New("help")

// errUsage means that the command line or the input is not as it should be.
type errUsage string

// Error implements error.
func (e errUsage) Error() string { return string(e) }

// isHelp reports whether an option asks for help.
func isHelp(arg string) bool { return slices.Contains([]string{"-h", "-help", "--help"}, arg) }

// parse takes apart what follows the name of a command. Options may stand before and after the other arguments, but not
// after "--". It fails with errHelp and errUsage.
func (c *call) parse(args []string) error {
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		switch {
		case arg == "--":
			c.args, args = append(c.args, args...), nil
		case isHelp(arg):
			return errHelp
		case len(arg) > 1 && arg[0] == '-':
			used, err := c.option(arg, args)
			if err != nil {
				return err
			}
			args = args[used:]
		default:
			c.args = append(c.args, arg)
		}
	}
	return c.checkArgs()
}

// option adds an option to the values. It returns how many of the next arguments are its value.
func (c *call) option(arg string, next []string) (used int, err error) {
	name, value, given := strings.Cut(strings.TrimPrefix(arg[1:], "-"), "=")
	all := c.allOptions()
	at := slices.IndexFunc(all, func(o option) bool { return o.name == name })
	if at < 0 {
		return 0, errUsage(fmt.Sprintf("%s has no option --%s", c.name, name))
	}
	o := all[at]
	switch {
	case o.value == "" && given:
		return 0, errUsage(fmt.Sprintf("--%s takes no value", name))
	case o.value != "" && !given && len(next) == 0:
		return 0, errUsage(fmt.Sprintf("--%s needs a value: %s", name, o.value))
	case o.value != "" && !given:
		value, used = next[0], 1
	}
	if o.values != nil {
		if value, given = among(o.values, value); !given {
			return 0, errUsage(fmt.Sprintf("--%s takes one of %s", name, strings.Join(o.values, ", ")))
		}
	}
	if _, err := strconv.ParseUint(value, 10, 31); o.number != "" && err != nil {
		return 0, errUsage(fmt.Sprintf("--%s takes %s", name, o.number))
	}
	c.values[name] = append(c.values[name], value)
	return used, nil
}

// among returns which of several values a text is, with spaces or hyphens and in whatever case.
func among(values []string, text string) (value string, ok bool) {
	at := slices.IndexFunc(values, func(v string) bool { return optionValue(v) == optionValue(text) })
	if at < 0 {
		return "", false
	}
	return values[at], true
}

// optionValue returns a name as options have it.
func optionValue(name string) string { return strings.ReplaceAll(strings.ToLower(name), " ", "-") }

// checkArgs checks that there are as many arguments as the command has, and that those are possible whose values are
// known.
func (c *call) checkArgs() error {
	names := c.spec.args
	if n := len(c.args); n < len(names) {
		return errUsage(names[n] + " is missing")
	}
	if len(c.args) > len(names) {
		return errUsage(fmt.Sprintf("%q is too much", c.args[len(names)]))
	}
	for i, name := range names {
		if values := argValues[name]; values != nil {
			var ok bool
			if c.args[i], ok = among(values, c.args[i]); !ok {
				return errUsage(fmt.Sprintf("%s is one of %s", name, strings.Join(values, ", ")))
			}
		}
	}
	return nil
}
