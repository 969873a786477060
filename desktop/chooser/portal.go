//go:build linux || freebsd || netbsd || openbsd

package chooser

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
)

// The names of the portal, see https://flatpak.github.io/xdg-desktop-portal/docs.
const (
	portal         = "org.freedesktop.portal.Desktop"
	portalPath     = dbus.ObjectPath("/org/freedesktop/portal/desktop")
	fileChooser    = "org.freedesktop.portal.FileChooser"
	request        = "org.freedesktop.portal.Request"
	ownerOfName    = "org.freedesktop.DBus.NameOwnerChanged"
	bufferedAnswer = 8
)

// patience is how long the bus and the portal may take until the chooser is shown. The bus may have to start the portal
// first.
const patience = 10 * time.Second

// The answers of the portal. Any other means that it could not ask.
const (
	chosen    uint32 = 0
	cancelled uint32 = 1
)

func choose(ctx context.Context, r Request) (string, error) {
	bus, end, err := connect(ctx)
	if err != nil {
		return "", none(ctx, err)
	}
	defer end()
	path, err := ask(ctx, bus, r)
	return path, none(ctx, err)
}

// none returns err as the reason why there is no chooser, or the error of ctx if that has ended.
func none(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return fmt.Errorf("%w: %w", ErrNone, err)
}

// connect connects to the session bus, if there is one, until end is called or ctx ends.
func connect(ctx context.Context) (bus *dbus.Conn, end func(), err error) {
	ctx, end = context.WithCancel(ctx) // which closes the connection
	late := time.AfterFunc(patience, end)
	bus, err = dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx)) // the other functions would start a bus
	if err == nil {
		err = errors.Join(bus.Auth(nil), bus.Hello())
	}
	if !late.Stop() {
		err = errors.Join(err, context.DeadlineExceeded)
	}
	if err != nil {
		end()
		return nil, nil, err
	}
	return bus, end, nil
}

// ask shows the chooser and waits for the answer.
func ask(ctx context.Context, bus *dbus.Conn, r Request) (string, error) {
	signals := make(chan *dbus.Signal, bufferedAnswer)
	bus.Signal(signals)
	token := "roster" + rand.Text()
	soon, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	// The signal of the answer is awaited before the question, because it may come at once.
	if err := errors.Join(awaitAnswer(soon, bus), awaitEnd(soon, bus)); err != nil {
		return "", err
	}
	method, options := question(r, token)
	call := bus.Object(portal, portalPath).CallWithContext(soon, fileChooser+"."+method, 0, r.Parent, r.Title, options)
	var asked dbus.ObjectPath
	if err := call.Store(&asked); err != nil {
		return "", err
	}
	for {
		select {
		case <-ctx.Done():
			return "", ctx.Err() // the portal closes the chooser when the connection ends
		case s, open := <-signals:
			switch {
			case !open:
				return "", errors.New("the bus is gone")
			case s.Name == ownerOfName && len(s.Body) == 3 && s.Body[0] == portal && s.Body[2] == "":
				return "", errors.New("the portal is gone")
			case s.Name == request+".Response" && s.Path == asked:
				return pathIn(s.Body)
			}
		}
	}
}

// awaitAnswer subscribes to the answers to all requests, because the portal may name a request as it likes.
func awaitAnswer(ctx context.Context, bus *dbus.Conn) error {
	return bus.AddMatchSignalContext(ctx, dbus.WithMatchPathNamespace(portalPath+"/request"),
		dbus.WithMatchInterface(request), dbus.WithMatchMember("Response"))
}

// awaitEnd subscribes to the end of the portal, after which no answer comes.
func awaitEnd(ctx context.Context, bus *dbus.Conn) error {
	return bus.AddMatchSignalContext(ctx, dbus.WithMatchInterface("org.freedesktop.DBus"),
		dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, portal))
}

// question returns the method and the options that ask for r.
func question(r Request, token string) (method string, options map[string]dbus.Variant) {
	options = map[string]dbus.Variant{"handle_token": dbus.MakeVariant(token), "modal": dbus.MakeVariant(true)}
	if r.Folder != "" {
		options["current_folder"] = dbus.MakeVariant(append([]byte(r.Folder), 0))
	}
	switch r.Kind {
	case Save:
		if r.Name != "" {
			options["current_name"] = dbus.MakeVariant(r.Name)
		}
		return "SaveFile", options
	case Folder:
		options["directory"] = dbus.MakeVariant(true)
	}
	return "OpenFile", options
}

// pathIn returns the path in the body of an answer, or "" if the person has cancelled.
func pathIn(body []any) (string, error) {
	var code uint32
	var results map[string]dbus.Variant
	if err := dbus.Store(body, &code, &results); err != nil {
		return "", err
	}
	switch code {
	case cancelled:
		return "", nil
	case chosen:
	default:
		return "", fmt.Errorf("the portal answers %d", code)
	}
	var addresses []string
	if uris, ok := results["uris"]; !ok {
		return "", errors.New("the portal has chosen nothing")
	} else if err := uris.Store(&addresses); err != nil {
		return "", err
	}
	if len(addresses) == 0 {
		return "", errors.New("the portal has chosen nothing")
	}
	return pathOf(addresses[0])
}

// pathOf returns the path that a URI names.
func pathOf(uri string) (string, error) {
	u, err := url.Parse(uri)
	if err != nil {
		return "", errors.New("the portal answers with no URI") // without the text, which may hold a name
	}
	if u.Scheme != "file" || u.Host != "" && u.Host != "localhost" || !filepath.IsAbs(u.Path) ||
		strings.ContainsRune(u.Path, 0) {
		return "", errors.New("the portal answers with a URI of no file")
	}
	return filepath.Clean(u.Path), nil
}
