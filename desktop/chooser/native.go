//go:build windows || (darwin && cgo)

package chooser

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"

	"github.com/sqweek/dialog"
)

func choose(ctx context.Context, r Request) (string, error) {
	type answer struct {
		path string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		runtime.LockOSThread() // to which Windows ties a dialog; the thread ends with the goroutine
		path, err := show(r)
		answers <- answer{path, err}
	}()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case a := <-answers:
		switch {
		case errors.Is(a.err, dialog.ErrCancelled):
			return "", nil
		case a.err != nil:
			return "", fmt.Errorf("%w: %w", ErrNone, a.err)
		case !filepath.IsAbs(a.path): // Windows also shows places that are no folders
			return "", fmt.Errorf("%w: got %q", ErrNone, a.path)
		}
		return a.path, nil
	}
}

// show shows the chooser until the person has answered.
func show(r Request) (string, error) {
	folder := r.Folder
	if runtime.GOOS == "darwin" && folder != "" { // the library makes a URL of it, which may not contain spaces
		folder = (&url.URL{Scheme: "file", Path: folder}).String()
	}
	if r.Kind == Folder {
		return dialog.Directory().Title(r.Title).SetStartDir(folder).Browse()
	}
	d := dialog.File().Title(r.Title).SetStartDir(folder)
	if r.Kind == Save {
		return d.SetStartFile(r.Name).Save()
	}
	return d.Load()
}
