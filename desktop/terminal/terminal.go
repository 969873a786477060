// Package terminal reads what a person types into a terminal, or what another program writes, and can be interrupted.
package terminal

import (
	"context"
	"errors"
	"os"

	"golang.org/x/term"
)

// Of returns the terminal that a stream is, or nil if it is none.
func Of(stream any) *os.File {
	if f, ok := stream.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return f
	}
	return nil
}

// Secret reads a line from a terminal, which does not show it. It fails with io.EOF if the person ends the input, and
// with the error of ctx when that ends; the terminal then shows again what is typed.
func Secret(ctx context.Context, from *os.File) (string, error) {
	fd := int(from.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", err
	}
	line, err := Await(ctx, func() ([]byte, error) { return term.ReadPassword(fd) })
	if ctx.Err() != nil {
		err = errors.Join(ctx.Err(), term.Restore(fd, before))
	}
	return string(line), err
}

// Await calls read, and returns its result, or the error of ctx if that ends earlier. Then read goes on until the
// program ends: nothing can stop a system from waiting for input.
func Await[T any](ctx context.Context, read func() (T, error)) (got T, err error) {
	type result struct {
		got T
		err error
	}
	done := make(chan result, 1)
	go func() {
		got, err := read()
		done <- result{got, err}
	}()
	select {
	case r := <-done:
		return r.got, r.err
	case <-ctx.Done():
		return got, ctx.Err()
	}
}
