package command

import (
	"bufio"
	"context"
	"errors"
	"io"
	"math"
	"os"
	"strconv"
	"strings"

	"roster/app"
	"roster/desktop/terminal"
	"roster/identity"
	"roster/views/message"
)

// has reports whether an option was given.
func (c *call) has(option string) bool { return len(c.values[option]) > 0 }

// text returns the value of an option that was given last, or "".
func (c *call) text(option string) string {
	if all := c.values[option]; len(all) > 0 {
		return all[len(all)-1]
	}
	return ""
}

// print prints a value with --json, and otherwise a sentence about it.
func (c *call) print(value any, format string, args ...any) {
	if c.has(optionJSON) {
		sayJSON(c.out, value)
		return
	}
	Say(c.out, format+"\n", args...)
}

// complain says what went wrong, and returns the exit status.
func (c *call) complain(code Code, why string) Code {
	if !c.has(optionJSON) {
		Say(c.err, "%s: %s\n", c.program, why)
		return code
	}
	sayJSON(c.err, map[string]any{"error": why, "status": code})
	return code
}

// misused says that the command line or the input is not as it should be and, unless a program reads that, how it
// should be.
func (c *call) misused(why string) Code {
	code := c.complain(Usage, why)
	if !c.has(optionJSON) {
		Say(c.err, "%s\n", c.usage())
	}
	return code
}

// end returns the exit status of a command that has ended with err, and says why.
func (c *call) end(err error) Code {
	wait, waits := errors.AsType[*app.WaitError](err)
	misuse, isMisuse := errors.AsType[errUsage](err)
	mistakes, isMistake := errors.AsType[identity.Mistakes](err)
	refused, isRefused := errors.AsType[*app.RefusedError](err)
	about, isFile := errors.AsType[*identity.FileError](err)
	unwritten, isUnwritten := errors.AsType[*unwrittenError](err)
	switch {
	case err == nil:
		return Done
	case c.out.err != nil: // run says so
		return Trouble
	case isUnwritten:
		return c.complain(Trouble, unwritten.sentence())
	case c.changed:
		return c.complain(Trouble, message.AfterChange())
	case isMisuse:
		return c.misused(string(misuse))
	case waits:
		return c.complain(Wait, message.Wait(wait.Left))
	case errors.Is(err, app.ErrSignIn), errors.Is(err, app.ErrExpired), errors.Is(err, app.ErrPassword):
		return c.complain(No, sentence(err))
	case errors.Is(err, app.ErrMustChange):
		return c.complain(MustChange, message.MustChange())
	case isMistake:
		return c.complain(Refused, message.Mistakes(mistakes))
	case isRefused:
		return c.complain(Refused, message.Reason(refused.Reason))
	case errors.Is(err, app.ErrSignedOut):
		return c.complain(Refused, message.SignedOut())
	case errors.Is(err, app.ErrNoUser):
		return c.complain(Refused, message.NoSuchUser())
	case message.NotImported(err) != "":
		return c.complain(Refused, message.NotImported(err))
	case isFile && !errors.Is(err, app.ErrTurn):
		return c.complain(Trouble, about.Path+": "+message.NotOpened(err))
	}
	return c.complain(Trouble, sentence(err))
}

// sentence returns what is said about an error.
func sentence(err error) string {
	if text, known := message.Error(err); known {
		return text
	}
	return message.Failed(err)
}

// seconds returns how long to wait, in whole seconds.
func seconds(wait *app.WaitError) int { return int(math.Ceil(wait.Left.Seconds())) }

// secrets returns what the command reads, see spec.reads. It is read before anything else is done.
func (c *call) secrets(ctx context.Context) ([]string, error) {
	if !c.has(optionFD) {
		return c.lines(ctx, strings.Split(c.reads, ", "))
	}
	fd, _ := strconv.Atoi(c.text(optionFD)) // which parse has checked
	f := os.NewFile(uintptr(fd), "")
	if f == nil {
		return nil, errUsage("there is no such file descriptor")
	}
	defer f.Close() //nolint:errcheck // it was only read from
	c.in, c.terminal = bufio.NewReader(f), nil
	return c.lines(ctx, strings.Split(c.reads, ", "))
}

// lines returns lines of the input, one for each name. At a terminal, it asks for them by these names.
func (c *call) lines(ctx context.Context, names []string) (lines []string, err error) {
	if c.terminal == nil {
		lines, err = terminal.Await(ctx, func() ([]string, error) { return readLines(c.in, len(names)) })
	} else {
		lines, err = c.ask(ctx, names)
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		return nil, errUsage("it reads from the standard input, one per line: " + strings.Join(names, ", "))
	}
	return lines, err
}

// ask asks for lines at the terminal, which shows only the name of a user.
func (c *call) ask(ctx context.Context, names []string) (lines []string, err error) {
	for _, name := range names {
		of := ""
		if name == passwordLine && c.has(optionAs) {
			of = " of " + c.text(optionAs)
		}
		Say(c.err, "%s%s: ", strings.ToUpper(name[:1])+name[1:], of)
		var line string
		if name == userLine {
			line, err = terminal.Await(ctx, func() (string, error) { return readTyped(c.in) })
		} else {
			line, err = terminal.Secret(ctx, c.terminal)
			Say(c.err, "\n")
		}
		if errors.Is(err, io.EOF) || errors.Is(err, errInput) { // the person has pressed Ctrl-D
			Say(c.err, "\n")
			return nil, context.Canceled
		}
		if err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	return lines, nil
}
