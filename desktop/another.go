package desktop

import (
	"os"
	"os/exec"
)

// openWindow shows another file in a window of its own. That is another process with an environment, which finds the
// window that already shows the file, if there is one. This window, and whoever is signed in there, stays as it is.
// ended is called when the process has ended, with the reason if that was no success.
func openWindow(path string, environment []string, ended func(error)) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	c := exec.Command(program, path) // without a context, because it outlives this window
	c.Env = environment
	if err := c.Start(); err != nil {
		return err
	}
	go func() { ended(c.Wait()) }()
	return nil
}
