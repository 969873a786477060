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
	opened  bool
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

// open listens, once, to what the system says. The errors tell what it cannot listen to; it hears the rest.
func (e *ear) open(ctx context.Context) error {
	if e.opened {
		return nil
	}
	e.opened = true
	return errors.Join(e.openSession(ctx), e.openSystem(ctx))
}

func (e *ear) openSession(ctx context.Context) error {
	bus, err := dbus.SessionBusPrivateNoAutoStartup() // which starts no bus where there is none
	if err != nil {
		return err
	}
	if err := errors.Join(bus.Auth(nil), bus.Hello()); err != nil {
		return errors.Join(err, bus.Close())
	}
	e.saver = e.hear(bus)
	var errs []error
	for _, name := range screenSavers {
		errs = append(errs, bus.AddMatchSignalContext(ctx, dbus.WithMatchInterface(name), dbus.WithMatchMember("ActiveChanged")))
	}
	return errors.Join(errs...)
}

func (e *ear) openSystem(ctx context.Context) error {
	bus, err := dbus.ConnectSystemBus()
	if err != nil {
		return err
	}
	e.logind = e.hear(bus)
	err = bus.AddMatchSignalContext(ctx, dbus.WithMatchInterface(logindManager), dbus.WithMatchMember("PrepareForSleep"))
	if err != nil {
		return err
	}
	manager := bus.Object("org.freedesktop.login1", "/org/freedesktop/login1")
	call := manager.CallWithContext(ctx, logindManager+".GetSessionByPID", 0, uint32(os.Getpid()))
	if err := call.Store(&e.session); err != nil {
		return err
	}
	return bus.AddMatchSignalContext(ctx, dbus.WithMatchInterface(logindSession), dbus.WithMatchMember("Lock"),
		dbus.WithMatchObjectPath(e.session))
}

// hear returns what a bus will say. It is closed with the bus.
func (e *ear) hear(bus *dbus.Conn) chan *dbus.Signal {
	signals := make(chan *dbus.Signal, signalsKept)
	e.buses = append(e.buses, bus)
	bus.Signal(signals)
	return signals
}

func (e *ear) close() error {
	var errs []error
	for _, bus := range e.buses {
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
