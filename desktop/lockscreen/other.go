//go:build !linux && !freebsd && !netbsd && !openbsd

package lockscreen

import "context"

// listener receives nothing.
type listener struct{}

func (*listener) open(context.Context) error { return nil }

func (*listener) wait(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

func (*listener) close() error { return nil }
