//go:build linux || freebsd || netbsd || openbsd

package lockscreen

import (
	"context"
	"errors"
	"os"

	"github.com/godbus/dbus/v5"
)

// ear is what has been connected to: the bus of the session, where its screen saver speaks, and that of the system, where
// logind does.
type ear struct {
	buses   []*dbus.Conn
	saver   chan *dbus.Signal // nil if there is no such bus
	logind  chan *dbus.Signal // likewise
	session dbus.ObjectPath   // of this process, to logind
}

// signalsKept are those that come while nobody waits.
const signalsKept = 16

// screenSavers are the interfaces that say by ActiveChanged that a screen was locked, or is no longer.
var screenSavers = []string{
	"org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver", "org.mate.ScreenSaver",
	"org.xfce.ScreenSaver",
}

const (
	logindManager = "org.freedesktop.login1.Manager"
	logindSession = "org.freedesktop.login1.Session"
)

// Open listens to what the system says. The errors tell what it cannot listen to; the watch hears the rest.
func Open() (*Watch, error) {
	w := &Watch{}
	var errs []error
	if bus, err := dbus.ConnectSessionBus(); err != nil {
		errs = append(errs, err)
	} else {
		w.saver = w.hear(bus)
		for _, name := range screenSavers {
			errs = append(errs, bus.AddMatchSignal(dbus.WithMatchInterface(name), dbus.WithMatchMember("ActiveChanged")))
		}
	}
	if bus, err := dbus.ConnectSystemBus(); err != nil {
		errs = append(errs, err)
	} else {
		w.logind = w.hear(bus)
		errs = append(errs, bus.AddMatchSignal(dbus.WithMatchInterface(logindManager), dbus.WithMatchMember("PrepareForSleep")))
		manager := bus.Object("org.freedesktop.login1", "/org/freedesktop/login1")
		err := manager.Call(logindManager+".GetSessionByPID", 0, uint32(os.Getpid())).Store(&w.session)
		if err == nil {
			err = bus.AddMatchSignal(dbus.WithMatchInterface(logindSession), dbus.WithMatchMember("Lock"),
				dbus.WithMatchObjectPath(w.session))
		}
		errs = append(errs, err)
	}
	return w, errors.Join(errs...)
}

// hear returns what a bus will say. It is closed with the bus.
func (e *ear) hear(bus *dbus.Conn) chan *dbus.Signal {
	signals := make(chan *dbus.Signal, signalsKept)
	e.buses = append(e.buses, bus)
	bus.Signal(signals)
	return signals
}

// Close ends listening.
func (w *Watch) Close() error {
	var errs []error
	for _, bus := range w.buses {
		errs = append(errs, bus.Close())
	}
	return errors.Join(errs...)
}

func (e *ear) wait(ctx context.Context) error {
	saver, logind := e.saver, e.logind
	for {
		var s *dbus.Signal
		var open bool
		select {
		case <-ctx.Done():
			return ctx.Err()
		case s, open = <-saver:
			if !open {
				saver = nil // it says nothing more
			}
		case s, open = <-logind:
			if !open {
				logind = nil
			}
		}
		if open && e.locks(s) {
			return nil
		}
	}
}

// locks tells whether a signal says that the screen is locked now.
func (e *ear) locks(s *dbus.Signal) bool {
	switch s.Name {
	case logindSession + ".Lock":
		return s.Path == e.session
	case logindManager + ".PrepareForSleep":
		return begins(s)
	}
	for _, name := range screenSavers {
		if s.Name == name+".ActiveChanged" {
			return begins(s)
		}
	}
	return false
}

// begins tells whether the signal says true: that something begins, and not that it ends.
func begins(s *dbus.Signal) bool {
	if len(s.Body) == 0 {
		return false
	}
	yes, ok := s.Body[0].(bool)
	return ok && yes
}
