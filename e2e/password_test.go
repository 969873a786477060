//go:build e2e

package e2e

import (
	"bytes"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// At a terminal, rosterctl asks for the password and does not show it. If it is interrupted meanwhile, the terminal is
// as it was.
func TestPasswordAtTerminal(t *testing.T) {
	t.Parallel()
	path := prepared(t)
	// A program that is started with the signal ignored ignores it, too, as after nohup. If it is caught here, it is not
	// ignored there.
	signal.Notify(make(chan os.Signal, 1), os.Interrupt)
	defer signal.Reset(os.Interrupt)
	for what, interrupt := range map[string]bool{"typed": false, "interrupted": true} {
		t.Run(what, func(t *testing.T) {
			screen, program := openPair(t)
			defer screen.Close()
			echoes := func() bool {
				state, err := unix.IoctlGetTermios(int(program.Fd()), unix.TCGETS)
				if err != nil {
					t.Fatal(err)
				}
				return state.Lflag&unix.ECHO != 0
			}
			c := exec.Command(rosterctl, "list", path, "--as", anna.name)
			c.Env = []string{"HOME=" + t.TempDir()}
			c.Stdin, c.Stdout, c.Stderr = program, program, program
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			for end := time.Now().Add(patience); echoes(); time.Sleep(10 * time.Millisecond) {
				if time.Now().After(end) {
					t.Fatal("it does not ask")
				}
			}
			if interrupt {
				c.Process.Signal(os.Interrupt)
			} else if _, err := screen.WriteString(anna.password + "\n"); err != nil {
				t.Fatal(err)
			}
			late := time.AfterFunc(patience, func() { c.Process.Kill() })
			err := c.Wait()
			if !late.Stop() {
				t.Fatal("it does not end")
			}
			if !echoes() {
				t.Error("the terminal does not show what is typed afterwards")
			}
			if interrupt != (err != nil) {
				t.Errorf("ended with %v, interrupted: %v", err, interrupt)
			}
			program.Close()
			var said bytes.Buffer
			said.ReadFrom(screen) //nolint:errcheck // it fails at the end, because the other end is closed
			text := said.String()
			if !strings.Contains(text, "The password of anna: ") || strings.Contains(text, anna.password) ||
				strings.Contains(text, anna.email) == interrupt {
				t.Errorf("the terminal shows %q", text)
			}
		})
	}
}
