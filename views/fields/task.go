package fields

import (
	"context"
	"errors"

	"roster/views/shell"
)

// ErrCancelled means that the person has cancelled a task, and that nothing was done.
var ErrCancelled = errors.New("cancelled by the person")

// Task is work that the person can cancel while its form stays open until it has ended.
type Task struct {
	ctx    context.Context // of the view, until the person cancels
	Cancel context.CancelFunc
}

// NewTask returns a task that also ends with the view.
func NewTask(v *shell.View) Task {
	ctx, cancel := context.WithCancel(v.Context())
	return Task{ctx, cancel}
}

// During does work until it ends or is cancelled. It fails with ErrCancelled only if the work has failed.
func During[T any](t Task, work func(context.Context) (T, error)) (result T, err error) {
	if result, err = work(t.ctx); err != nil && t.ctx.Err() != nil {
		err = ErrCancelled
	}
	return result, err
}
