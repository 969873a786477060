package batch

import (
	"context"
	"errors"

	"roster/views/shell"
)

// errCancelled means that the person has cancelled, and that nothing was done.
var errCancelled = errors.New("cancelled by the person")

// run is work that the person can cancel while its form stays open until it has ended.
type run struct {
	ctx    context.Context // of the view, until the person cancels
	cancel context.CancelFunc
}

func newRun(v *shell.View) run {
	ctx, cancel := context.WithCancel(v.Context())
	return run{ctx, cancel}
}

// during runs work until it ends or is cancelled. It fails with errCancelled only if the work has failed.
func during[T any](r run, work func(context.Context) (T, error)) (result T, err error) {
	if result, err = work(r.ctx); err != nil && r.ctx.Err() != nil {
		err = errCancelled
	}
	return result, err
}
