//go:build linux || freebsd || netbsd || openbsd

package lockscreen

import (
	"context"
	"errors"
	"os"

	"github.com/godbus/dbus/v5"
)

// listener receives the signals of the screen saver, on the session bus, and those of logind, on the system bus.
type listener struct {
	opened  bool
	buses   []*dbus.Conn
	saver   chan *dbus.Signal // nil if there is no session bus
	logind  chan *dbus.Signal // nil if there is no system bus
	session dbus.ObjectPath   // logind's name for the session of this process
}

// bufferedSignals is the number of signals kept while no Wait is running.
const bufferedSignals = 16

// screenSavers lists the interfaces whose signal ActiveChanged says whether the screen is locked.
var screenSavers = []string{
	"org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver", "org.mate.ScreenSaver",
	"org.xfce.ScreenSaver",
}

const (
	logindManager = "org.freedesktop.login1.Manager"
	logindSession = "org.freedesktop.login1.Session"
)

// open connects to both buses, unless it has done so before. An error means that some signals will be missed.
func (l *listener) open(ctx context.Context) error {
	if l.opened {
		return nil
	}
	l.opened = true
	return errors.Join(l.openSession(ctx), l.openSystem(ctx))
}

func (l *listener) openSession(ctx context.Context) error {
	bus, err := dbus.SessionBusPrivateNoAutoStartup() // the other functions would start a bus if there is none
	if err != nil {
		return err
	}
	if err := errors.Join(bus.Auth(nil), bus.Hello()); err != nil {
		return errors.Join(err, bus.Close())
	}
	l.saver = l.subscribe(bus)
	var errs []error
	for _, name := range screenSavers {
		errs = append(errs, bus.AddMatchSignalContext(ctx, dbus.WithMatchInterface(name),
			dbus.WithMatchMember("ActiveChanged")))
	}
	return errors.Join(errs...)
}

func (l *listener) openSystem(ctx context.Context) error {
	bus, err := dbus.ConnectSystemBus()
	if err != nil {
		return err
	}
	l.logind = l.subscribe(bus)
	err = bus.AddMatchSignalContext(ctx, dbus.WithMatchInterface(logindManager), dbus.WithMatchMember("PrepareForSleep"))
	if err != nil {
		return err
	}
	manager := bus.Object("org.freedesktop.login1", "/org/freedesktop/login1")
	call := manager.CallWithContext(ctx, logindManager+".GetSessionByPID", 0, uint32(os.Getpid()))
	if err := call.Store(&l.session); err != nil {
		return err
	}
	return bus.AddMatchSignalContext(ctx, dbus.WithMatchInterface(logindSession), dbus.WithMatchMember("Lock"),
		dbus.WithMatchObjectPath(l.session))
}

// subscribe returns the signals of a bus. The channel is closed with the bus.
func (l *listener) subscribe(bus *dbus.Conn) chan *dbus.Signal {
	signals := make(chan *dbus.Signal, bufferedSignals)
	l.buses = append(l.buses, bus)
	bus.Signal(signals)
	return signals
}

func (l *listener) close() error {
	var errs []error
	for _, bus := range l.buses {
		errs = append(errs, bus.Close())
	}
	return errors.Join(errs...)
}

func (l *listener) wait(ctx context.Context) error {
	saver, logind := l.saver, l.logind
	for {
		var s *dbus.Signal
		var open bool
		select {
		case <-ctx.Done():
			return ctx.Err()
		case s, open = <-saver:
			if !open {
				saver = nil // the bus was closed
			}
		case s, open = <-logind:
			if !open {
				logind = nil
			}
		}
		if open && l.locks(s) {
			return nil
		}
	}
}

// locks reports whether a signal says that the screen is locked now.
func (l *listener) locks(s *dbus.Signal) bool {
	switch s.Name {
	case logindSession + ".Lock":
		return s.Path == l.session
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

// begins reports whether the signal carries true, which means that something begins. false means that it ends.
func begins(s *dbus.Signal) bool {
	if len(s.Body) == 0 {
		return false
	}
	yes, ok := s.Body[0].(bool)
	return ok && yes
}
