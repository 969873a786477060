//go:build linux

package chooser

import (
	"bufio"
	"context"
	"errors"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
)

func TestPathOf(t *testing.T) {
	for _, c := range []struct{ uri, want string }{
		{"file:///home/anna/team.roster", "/home/anna/team.roster"},
		{"file:///home/anna/my%20team.roster", "/home/anna/my team.roster"},
		{"file:///home/anna/C++/a+b.roster", "/home/anna/C++/a+b.roster"},
		{"file:///home/anna/B%C3%BCcher/100%25.roster", "/home/anna/Bücher/100%.roster"},
		{"file:///home/anna/B%FCcher.roster", "/home/anna/B\xfccher.roster"}, // a name need not be UTF-8
		{"file:///home/anna/why%3F%23.roster", "/home/anna/why?#.roster"},
		{"file://localhost/home/anna/team.roster", "/home/anna/team.roster"},
		{"file:///home/anna/", "/home/anna"},
		{"file://server/share/team.roster", ""},
		{"https://example.com/team.roster", ""},
		{"/home/anna/team.roster", ""},
		{"file:///home/anna/%00.roster", ""},
		{"file:///home/anna/%zz.roster", ""},
		{"file:team.roster", ""},
		{"", ""},
	} {
		got, err := pathOf(c.uri)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%q: got %q, error %v, want %q", c.uri, got, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), "anna") {
			t.Errorf("%q: got error %q, want one without the path", c.uri, err)
		}
	}
}

func TestPathIn(t *testing.T) {
	results := func(uris ...string) map[string]dbus.Variant {
		return map[string]dbus.Variant{"uris": dbus.MakeVariant(uris)}
	}
	nothing := map[string]dbus.Variant{}
	for what, c := range map[string]struct {
		body []any
		want string
		ok   bool
	}{
		"chosen":           {[]any{chosen, results("file:///a.roster")}, "/a.roster", true},
		"cancelled":        {[]any{cancelled, nothing}, "", true},
		"could not ask":    {[]any{uint32(2), nothing}, "", false},
		"no results":       {[]any{chosen, nothing}, "", false},
		"nothing chosen":   {[]any{chosen, results()}, "", false},
		"other type":       {[]any{chosen, map[string]dbus.Variant{"uris": dbus.MakeVariant(7)}}, "", false},
		"too short":        {[]any{chosen}, "", false},
		"other signature":  {[]any{"chosen", nothing}, "", false},
		"somewhere else":   {[]any{chosen, results("smb://server/a.roster")}, "", false},
		"more than needed": {[]any{chosen, results("file:///a.roster", "file:///b.roster")}, "/a.roster", true},
	} {
		if got, err := pathIn(c.body); got != c.want || (err == nil) != c.ok {
			t.Errorf("%s: got %q, error %v, want %q, without an error: %v", what, got, err, c.want, c.ok)
		}
	}
}

// fakePortal answers on a private bus as the portal does.
type fakePortal struct {
	bus   *dbus.Conn
	calls chan call

	mu sync.Mutex // protects the manner, because the bus calls the methods
	manner
}

// manner is how a portal answers.
type manner struct {
	answers func(handle dbus.ObjectPath) // called before the method returns
	refuses *dbus.Error
	handle  dbus.ObjectPath // of an old portal; "" for that of a new one
}

// becomes changes how the portal answers.
func (f *fakePortal) becomes(m manner) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.manner = m
}

// call is what the portal was asked.
type call struct {
	sender, method, parent, title string
	options                       map[string]dbus.Variant
	handle                        dbus.ObjectPath
}

// OpenFile is a method of the portal.
func (f *fakePortal) OpenFile(
	sender dbus.Sender, parent, title string, options map[string]dbus.Variant,
) (dbus.ObjectPath, *dbus.Error) {
	return f.call("OpenFile", sender, parent, title, options)
}

// SaveFile is a method of the portal.
func (f *fakePortal) SaveFile(
	sender dbus.Sender, parent, title string, options map[string]dbus.Variant,
) (dbus.ObjectPath, *dbus.Error) {
	return f.call("SaveFile", sender, parent, title, options)
}

func (f *fakePortal) call(
	method string, sender dbus.Sender, parent, title string, options map[string]dbus.Variant,
) (dbus.ObjectPath, *dbus.Error) {
	f.mu.Lock()
	m := f.manner
	f.mu.Unlock()
	if m.refuses != nil {
		return "", m.refuses
	}
	handle := m.handle
	if handle == "" {
		name := strings.ReplaceAll(string(sender)[1:], ".", "_")
		handle = portalPath + dbus.ObjectPath("/request/"+name+"/"+options["handle_token"].Value().(string))
	}
	if m.answers != nil {
		m.answers(handle)
	}
	f.calls <- call{string(sender), method, parent, title, options, handle}
	return handle, nil
}

func (f *fakePortal) respond(t *testing.T, handle dbus.ObjectPath, code uint32, uris ...string) {
	t.Helper()
	results := map[string]dbus.Variant{}
	if len(uris) > 0 {
		results["uris"] = dbus.MakeVariant(uris)
	}
	if err := f.bus.Emit(handle, request+".Response", code, results); err != nil {
		t.Error(err)
	}
}

// newBus starts a private bus and makes it the session bus.
func newBus(t *testing.T) (address string) {
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
	if address, err = bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	address = strings.TrimSpace(address)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	return address
}

func newPortal(t *testing.T) *fakePortal {
	t.Helper()
	bus, err := dbus.Connect(newBus(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { bus.Close() })
	f := &fakePortal{bus: bus, calls: make(chan call, 1)}
	if err := bus.Export(f, portalPath, fileChooser); err != nil {
		t.Fatal(err)
	}
	if _, err := bus.RequestName(portal, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	return f
}

type answer struct {
	path string
	err  error
}

// asks calls Choose on another goroutine.
func asks(ctx context.Context, r Request) chan answer {
	got := make(chan answer, 1)
	go func() {
		path, err := Choose(ctx, r)
		got <- answer{path, err}
	}()
	return got
}

// The portal is asked for what is wanted, and its answer may take as long as the person does.
func TestPortal(t *testing.T) {
	f := newPortal(t)
	for what, c := range map[string]struct {
		r       Request
		method  string
		options map[string]string // as they are printed
		code    uint32
		uri     string
		want    answer
	}{
		"open": {
			Request{Kind: Open, Title: "Open a file", Folder: "/home/anna", Parent: "x11:2a"}, "OpenFile",
			map[string]string{"current_folder": `@ay [0x2f, 0x68, 0x6f, 0x6d, 0x65, 0x2f, 0x61, 0x6e, 0x6e, 0x61, 0x0]`},
			chosen, "file:///home/anna/my%20t%C3%A9am+.roster", answer{path: "/home/anna/my téam+.roster"},
		},
		"save": {
			Request{Kind: Save, Title: "Save", Name: "copy.roster"}, "SaveFile",
			map[string]string{"current_name": `"copy.roster"`}, chosen, "file:///tmp/copy.roster", answer{path: "/tmp/copy.roster"},
		},
		"folder": {
			Request{Kind: Folder, Title: "Choose"}, "OpenFile", map[string]string{"directory": "true"}, chosen, "file:///tmp",
			answer{path: "/tmp"},
		},
		"cancelled": {Request{Kind: Open}, "OpenFile", nil, cancelled, "", answer{}},
		"not asked": {Request{Kind: Open}, "OpenFile", nil, 2, "", answer{err: ErrNone}},
	} {
		t.Run(what, func(t *testing.T) {
			got := asks(t.Context(), c.r)
			asked := <-f.calls
			if asked.method != c.method || asked.title != c.r.Title || asked.parent != c.r.Parent {
				t.Errorf("asked: got %+v, want %s with %+v", asked, c.method, c.r)
			}
			for name, want := range c.options {
				if got := asked.options[name].String(); got != want {
					t.Errorf("option %s: got %s, want %s", name, got, want)
				}
			}
			f.respond(t, "/org/freedesktop/portal/desktop/request/other/one", chosen, "file:///not/mine")
			if c.uri == "" {
				f.respond(t, asked.handle, c.code)
			} else {
				f.respond(t, asked.handle, c.code, c.uri)
			}
			if a := <-got; a.path != c.want.path || !errors.Is(a.err, c.want.err) {
				t.Errorf("got %q, error %v, want %q, error %v", a.path, a.err, c.want.path, c.want.err)
			}
		})
	}
}

// An answer that comes before the method returns is not missed, and neither is one of an old portal, which gives
// requests other names.
func TestPortalIsQuickOrOld(t *testing.T) {
	f := newPortal(t)
	f.becomes(manner{answers: func(handle dbus.ObjectPath) { f.respond(t, handle, chosen, "file:///quick.roster") }})
	if a := <-asks(t.Context(), Request{}); a.path != "/quick.roster" || a.err != nil {
		t.Errorf("quick: got %q, error %v, want /quick.roster", a.path, a.err)
	}
	<-f.calls
	f.becomes(manner{handle: "/org/freedesktop/portal/desktop/request/1"})
	got := asks(t.Context(), Request{})
	asked := <-f.calls
	f.respond(t, asked.handle, chosen, "file:///old.roster")
	if a := <-got; a.path != "/old.roster" || a.err != nil {
		t.Errorf("old: got %q, error %v, want /old.roster", a.path, a.err)
	}
}

// A portal that refuses, or ends while it asks, is no chooser. Neither is a bus without a portal, nor none at all.
func TestNoPortal(t *testing.T) {
	f := newPortal(t)
	f.becomes(manner{refuses: dbus.NewError("org.freedesktop.DBus.Error.UnknownMethod", nil)})
	if a := <-asks(t.Context(), Request{}); !errors.Is(a.err, ErrNone) {
		t.Errorf("refused: got %q, error %v, want %v", a.path, a.err, ErrNone)
	}
	f.becomes(manner{})
	got := asks(t.Context(), Request{})
	<-f.calls
	if _, err := f.bus.ReleaseName(portal); err != nil {
		t.Fatal(err)
	}
	if a := <-got; !errors.Is(a.err, ErrNone) {
		t.Errorf("ended: got %q, error %v, want %v", a.path, a.err, ErrNone)
	}
	if a := <-asks(t.Context(), Request{}); !errors.Is(a.err, ErrNone) {
		t.Errorf("no portal: got %q, error %v, want %v", a.path, a.err, ErrNone)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+t.TempDir()+"/none")
	if a := <-asks(t.Context(), Request{}); !errors.Is(a.err, ErrNone) {
		t.Errorf("no bus: got %q, error %v, want %v", a.path, a.err, ErrNone)
	}
}

// When nobody waits any more, the connection ends, and with it the chooser.
func TestPortalIsLeft(t *testing.T) {
	f := newPortal(t)
	ended := make(chan *dbus.Signal, 16)
	f.bus.Signal(ended)
	err := f.bus.AddMatchSignal(dbus.WithMatchInterface("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	got := asks(ctx, Request{})
	asked := <-f.calls
	cancel()
	if a := <-got; !errors.Is(a.err, context.Canceled) {
		t.Errorf("got %q, error %v, want %v", a.path, a.err, context.Canceled)
	}
	for s := range ended {
		if s.Name == ownerOfName && s.Body[0] == asked.sender && s.Body[2] == "" {
			return
		}
	}
}
