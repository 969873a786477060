package bench

import (
	"bytes"
	"crypto/rand"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"roster/app"
	"roster/bench/people"
)

// privateLimits are the limits of the program's private memory after use, in MB, by the number of users.
var privateLimits = map[int]float64{1000: 75, million: 220}

// BenchmarkResident uses the built program in a window: it signs in, scrolls with the wheel and the scroll bar,
// searches, sorts and filters, and then measures the program's memory: what is resident, and what of it is private,
// neither a file nor shared with other programs.
func BenchmarkResident(b *testing.B) {
	minutes := 10.0
	if text := os.Getenv("ROSTER_BENCH_MINUTES"); text != "" {
		var err error
		if minutes, err = strconv.ParseFloat(text, 64); err != nil {
			b.Fatalf("ROSTER_BENCH_MINUTES: %v", err)
		}
	}
	folder := b.TempDir()
	roster := built(b, "ROSTER", "..", ".", filepath.Join(folder, "roster"))
	for _, n := range sizes(b) {
		h := &hands{b: b, screen: newScreen(b, folder)}
		c := h.signIn(roster, n)
		before := memoryOf(b, c)
		turns := h.use(time.Duration(minutes * float64(time.Minute)))
		now := memoryOf(b, c)
		end(b, c)
		l := line{operation: "private memory", users: n, figure: fmt.Sprintf(
			"%.0f MB after %d turns in %g min; %.0f at first", now.private, turns, minutes, before.private)}
		if most, ok := privateLimits[n]; ok {
			l.limits = []limit{{fmt.Sprintf("≤ %g MB", most), now.private <= most}}
		}
		l.report(b)
		line{operation: "· resident", users: n, figure: fmt.Sprintf(
			"%.0f MB; %.0f at first, %.0f at most", now.resident, before.resident, now.peak)}.report(b)
	}
}

// residence is how much memory a program takes, in MB.
type residence struct{ private, resident, peak float64 }

func memoryOf(b *testing.B, c *exec.Cmd) (m residence) {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.Process.Pid))
	if err != nil {
		b.Fatalf("the program ended: %v", err)
	}
	for text := range strings.Lines(string(status)) {
		for name, megabytes := range map[string]*float64{"RssAnon": &m.private, "VmRSS": &m.resident, "VmHWM": &m.peak} {
			var kibibytes float64
			if _, err := fmt.Sscanf(text, name+": %f kB", &kibibytes); err == nil {
				*megabytes = kibibytes * 1024 / 1e6
			}
		}
	}
	return m
}

// person is the first System Admin.
type person struct{ name, password string }

// setUp creates a file whose only user is p.
func (p person) setUp(b *testing.B, path string) {
	b.Helper()
	store, end := open(b, path)
	defer end()
	service, err := app.New(store, app.Options{Version: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	_, err = service.Setup(b.Context(), app.NewUser{Name: p.name, Email: p.name + "@example.com", Password: p.password})
	if err != nil {
		b.Fatal(err)
	}
}

// hands operate the mouse and the keyboard of a screen.
type hands struct {
	b      *testing.B
	screen *screen
}

// do runs commands of xdotool.
func (h *hands) do(words ...string) {
	h.b.Helper()
	c := exec.Command("xdotool", words...)
	c.Env = h.screen.env
	if out, err := c.CombinedOutput(); err != nil {
		h.b.Fatalf("xdotool %q: %v: %s", words, err, out)
	}
}

// begin starts a program and waits until its window accepts keys.
func (h *hands) begin(command ...string) *exec.Cmd {
	h.b.Helper()
	h.screen.clear(h.b)
	c := exec.Command(command[0], command[1:]...)
	c.Env = h.screen.env
	if err := c.Start(); err != nil {
		h.b.Fatal(err)
	}
	h.b.Cleanup(func() { c.Process.Kill() })
	for end := time.Now().Add(patience); !h.screen.painted(h.b); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			h.b.Fatalf("the program painted nothing within %v", patience)
		}
	}
	time.Sleep(2 * time.Second) // the first frame may show a form that does not accept keys yet
	return c
}

// signIn starts the program with a new file of n users, signs in, and waits for the entry in the journal.
func (h *hands) signIn(roster string, n int) *exec.Cmd {
	h.b.Helper()
	path := filepath.Join(h.b.TempDir(), sizeName(n)+".roster")
	who := person{name: "bench.person", password: "a " + strings.ToLower(rand.Text())}
	who.setUp(h.b, path)
	if err := people.Fill(h.b.Context(), path, n, people.Seed); err != nil {
		h.b.Fatal(err)
	}
	c := h.begin(roster, path)
	h.do("type", "--delay", "20", who.name)
	h.do("key", "Tab")
	h.do("type", "--delay", "20", who.password)
	h.do("key", "Return")
	db, err := sql.Open("sqlite3", "file:"+path+"?"+asReader)
	if err != nil {
		h.b.Fatal(err)
	}
	defer db.Close()
	for end, entries := time.Now().Add(patience), 0; entries < 2; time.Sleep(100 * time.Millisecond) { // setUp wrote the first entry
		err := db.QueryRow(`SELECT count(*) FROM journal WHERE operation = 'sign in' AND outcome = 'done'`).Scan(&entries)
		if err != nil || time.Now().After(end) {
			h.b.Fatalf("not signed in after %v: %v", patience, err)
		}
	}
	time.Sleep(5 * time.Second) // until the users are loaded
	return c
}

// Positions in the window at its initial size, in the upper left corner of the screen.
const (
	roleFilter         = 808
	statusFilter       = 941
	filterY            = 98
	thumbX             = "1174"
	trackTop, trackEnd = 190, 715
)

// use repeats what a person does for that time, and returns the number of repetitions.
func (h *hands) use(d time.Duration) (turns int) {
	h.b.Helper()
	searched := strings.Fields("kowalski maria@ example.org smith7 nobodyhasthis papado 42 x nguyen garcia.m")
	for end := time.Now().Add(d); time.Now().Before(end); turns++ {
		h.wheel()
		h.drag()
		h.do("key", "alt+"+strconv.Itoa(1+turns%7))
		h.drag()
		h.do("key", "ctrl+f", "ctrl+a")
		h.do("type", "--delay", "60", searched[turns%len(searched)])
		h.wheel()
		h.do("key", "--delay", "60", "ctrl+f", "ctrl+a", "BackSpace")
		filter := int16(roleFilter)
		if turns%2 == 1 {
			filter = statusFilter
		}
		h.choose(filter, "End")
		h.drag()
		h.choose(filter, "Home")
	}
	return turns
}

// wheel scrolls the table with the wheel, down and half-way back.
func (h *hands) wheel() {
	h.b.Helper()
	h.do("mousemove", "600", "430", "click", "--repeat", "60", "--delay", "8", "5", "click", "--repeat", "30", "--delay", "8", "4")
}

// choose opens the menu of a filter and selects the entry that key leads to, the first or the last.
func (h *hands) choose(filter int16, key string) {
	h.b.Helper()
	under := func() []byte { return h.screen.look(h.b, filter-20, filterY+30, 40, 30) }
	h.do("mousemove", "600", "20", "sleep", "0.2") // off the button, which is highlighted under the pointer
	closed := under()
	h.do("mousemove", strconv.Itoa(int(filter)), strconv.Itoa(filterY), "sleep", "0.1",
		"mousedown", "1", "sleep", "0.05", "mouseup", "1")
	for end := time.Now().Add(patience); bytes.Equal(under(), closed); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			h.b.Fatalf("no menu opens at %d,%d", filter, filterY)
		}
	}
	h.do("key", key, "sleep", "0.1", "key", "Return")
}

// drag drags the scroll bar from the top to the end and half-way back.
func (h *hands) drag() {
	h.b.Helper()
	h.do("key", "ctrl+f", "Down", "Home", "sleep", "0.1") // from the search field to the table's first row
	words := []string{"mousemove", thumbX, strconv.Itoa(trackTop), "mousedown", "1"}
	for y := trackTop; y <= trackEnd; y += 15 {
		words = append(words, "mousemove", thumbX, strconv.Itoa(y), "sleep", "0.016")
	}
	for y := trackEnd; y >= trackEnd/2; y -= 15 {
		words = append(words, "mousemove", thumbX, strconv.Itoa(y), "sleep", "0.016")
	}
	h.do(append(words, "mouseup", "1")...)
}
