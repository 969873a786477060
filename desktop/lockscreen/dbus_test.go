//go:build linux

package lockscreen

import (
	"bufio"
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"
)

// newBus starts a private bus and makes it both the session bus and the system bus.
func newBus(t *testing.T) *dbus.Conn {
	t.Helper()
	daemon, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Skip("dbus-daemon is not installed")
	}
	c := exec.CommandContext(t.Context(), daemon, "--session", "--nofork", "--print-address")
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Process.Kill()
		c.Wait()
	})
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address = strings.TrimSpace(address)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
	bus, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { bus.Close() })
	return bus
}

func TestWait(t *testing.T) {
	bus := newBus(t)
	var warned error
	w := &Watch{Warn: func(err error) { warned = err }}
	if err := w.open(t.Context()); err == nil {
		t.Error("got no error, want one because logind is not on this bus")
	}
	defer w.Close()
	for _, name := range []string{
		"org.freedesktop.ScreenSaver.ActiveChanged", "org.gnome.ScreenSaver.ActiveChanged",
		"org.freedesktop.login1.Manager.PrepareForSleep",
	} {
		if err := bus.Emit("/x", name, true); err != nil {
			t.Fatal(err)
		}
		if err := w.Wait(t.Context()); err != nil {
			t.Errorf("%s: got error %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.Wait(ctx); !errors.Is(err, context.Canceled) || warned != nil {
		t.Errorf("cancelled: got error %v, and warning %v", err, warned)
	}
}

func TestLocks(t *testing.T) {
	l := listener{session: "/session/1"}
	for name, c := range map[string]struct {
		path   dbus.ObjectPath
		signal string
		body   []any
		want   bool
	}{
		"a screen saver begins":       {"/x", "org.freedesktop.ScreenSaver.ActiveChanged", []any{true}, true},
		"it ends":                     {"/x", "org.gnome.ScreenSaver.ActiveChanged", []any{false}, false},
		"not a boolean":               {"/x", "org.gnome.ScreenSaver.ActiveChanged", []any{"yes"}, false},
		"no value":                    {"/x", "org.gnome.ScreenSaver.ActiveChanged", nil, false},
		"another signal":              {"/x", "org.gnome.ScreenSaver.WakeUpScreen", []any{true}, false},
		"sleep":                       {"/x", "org.freedesktop.login1.Manager.PrepareForSleep", []any{true}, true},
		"waking up":                   {"/x", "org.freedesktop.login1.Manager.PrepareForSleep", []any{false}, false},
		"the lock of this session":    {"/session/1", "org.freedesktop.login1.Session.Lock", nil, true},
		"the lock of another session": {"/session/2", "org.freedesktop.login1.Session.Lock", nil, false},
		"an unknown interface":        {"/session/1", "org.example.Lock", []any{true}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := l.locks(&dbus.Signal{Path: c.path, Name: c.signal, Body: c.body}); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// Without a bus, Wait waits until its context ends.
func TestNoBus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent")
	var warned error
	w := &Watch{Warn: func(err error) { warned = err }}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.Wait(ctx); !errors.Is(err, context.Canceled) || warned == nil {
		t.Errorf("got error %v and warning %v, want the error of the context and a warning", err, warned)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
}
