package command

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
)

// endless is an input that fails the test if it is read to its end, which does not come.
type endless struct {
	of   io.Reader
	t    *testing.T
	most int
}

func (e *endless) Read(p []byte) (int, error) {
	n, err := e.of.Read(p)
	if e.most -= n; errors.Is(err, io.EOF) || e.most < 0 {
		e.t.Error("got a read of what does not come, want an answer")
		return 0, io.ErrUnexpectedEOF
	}
	return n, err
}

// A person who ends the input instead of typing gets no lesson about it.
func TestInputEnded(t *testing.T) {
	var problems strings.Builder
	c := newCall("rosterctl", "test", Streams{In: strings.NewReader(""), Out: io.Discard, Err: &problems})
	c.terminal = os.Stdin
	code := c.start([]string{"check", "users.roster"})
	if text := problems.String(); code != Trouble || !strings.HasSuffix(text, ": \nrosterctl: Cancelled. Nothing was changed.\n") {
		t.Errorf("got status %d and %q, want that it was cancelled", code, text)
	}
}

// A command answers as soon as it has what it needs, although its input stays open.
func TestInputStaysOpen(t *testing.T) {
	path := team(t)
	answer := func(in io.Reader, args ...string) result {
		var out, problems strings.Builder
		code := Run(args, "test", Streams{In: in, Out: &out, Err: &problems, hash: cheap})
		return result{code, out.String(), problems.String()}
	}
	open := func(text string) io.Reader { return &endless{strings.NewReader(text), t, 2 * mostRead} }
	answer(open(lines("anna", secret)), "check", path).wants(t, "check", Done, "anna")
	answer(open(lines("anna", other)), "check", path).wants(t, "wrong", No, "")
	answer(open(lines(secret)), as("root", "list", path)...).wants(t, "list", Done, "anna")
	answer(open(lines("anna", secret, other)), "passwd", path).wants(t, "passwd", Done, "changed")
	none := &endless{strings.NewReader(strings.Repeat("x", 3*mostRead)), t, 2 * mostRead}
	answer(none, "check", path).wants(t, "no end of a line", Usage, "standard input")
	if runtime.GOOS == "windows" {
		return // it has no numbers for files
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := w.WriteString(lines("anna", other)); err != nil {
		t.Fatal(err)
	}
	handed = append(handed, r)
	ctl("", "check", path, "--password-fd", fmt.Sprint(r.Fd())).wants(t, "from a pipe", Done, "anna")
}
