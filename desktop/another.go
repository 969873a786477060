package desktop

import (
	"context"
	"os"
	"os/exec"
)

// openWindow shows another file in a window of its own. That is another process, which finds the window that already
// shows the file, if there is one. This window, and whoever is signed in there, stays as it is.
func (d *document) openWindow(_ context.Context, path string) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	c := exec.Command(program, path) // without a context, because it outlives this window
	c.Env = d.system
	if err := c.Start(); err != nil {
		return err
	}
	go func() {
		if err := c.Wait(); err != nil {
			d.logger.Warn("another window", "error", err)
		}
	}()
	return nil
}

// mostRecent is the number of files that the menu lists.
const mostRecent = 8

// recent returns the files that were opened here and are still there, the one that was opened last first, without the
// one that this window shows.
func (d *document) recent() []string {
	shown, err := os.Stat(d.path)
	return d.history().Recent(mostRecent, func(path string) bool {
		other, errOther := os.Stat(path)
		return err == nil && errOther == nil && os.SameFile(shown, other)
	})
}
