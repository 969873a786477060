//go:build e2e

package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// ledger is a ledger system as small as possible: it lets people in as rosterctl says, with the role that they have.
type ledger struct {
	rosterctl string
	file      string
	env       []string
}

// answer is what the ledger tells a person.
type answer struct {
	Role   string `json:"role"` // with which they are in; "" if they are not
	status int
}

// ask asks rosterctl, which reads the lines.
func (l *ledger) ask(command string, lines ...string) (a answer, err error) {
	c := exec.Command(l.rosterctl, command, l.file)
	c.Env, c.Stdin = l.env, strings.NewReader(strings.Join(lines, "\n")+"\n")
	out, err := c.Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return answer{status: exit.ExitCode()}, nil
	}
	if err == nil && len(out) > 0 && out[0] == '{' {
		err = json.Unmarshal(out, &a)
	}
	return a, err
}

// admits lets a person in, or not.
func (l *ledger) admits(name, password string) (answer, error) { return l.ask("check", name, password) }

// imports imports people into the file, each with their password.
func (l *ledger) imports(t *testing.T, home string, people []person) {
	t.Helper()
	rows := "User name,Email,First name,Last name,Role,Password\n"
	for _, p := range people {
		rows += strings.Join([]string{p.name, p.email, p.first, p.last, p.role, p.password}, ",") + "\n"
	}
	from := filepath.Join(home, "people.csv")
	if err := os.WriteFile(from, []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(l.rosterctl, "import", l.file, from, "--apply", "--passwords", "file", "--meaning", "Admin=admin",
		"--as", anna.name)
	c.Env, c.Stdin = l.env, strings.NewReader(anna.password+"\n")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("import: %v, %s", err, out)
	}
}

// desk is what the window has said about people: the ledger has to know it at once.
type desk struct {
	mu       sync.Mutex
	accounts map[string]account
	changes  map[string]int // of each; odd while one is made
	asked    map[string]int // after which change the ledger has asked last
}

func (d *desk) of(name string) (account, int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.accounts[name], d.changes[name]
}

// notes notes that a change of a person begins or, with what they are now, that the window has said so.
func (d *desk) notes(name string, now *account) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.changes[name]++
	if now != nil {
		d.accounts[name] = *now
	}
}

// isAsked notes that the ledger has asked about a person after a change. It reports whether that is still the last one.
func (d *desk) isAsked(name string, change int) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.changes[name] == change && change%2 == 0 {
		d.asked[name] = change
	}
	return d.asked[name] == d.changes[name]
}

// mostRefusals is how often a person tries in vain, so that they need not wait once they are enabled again, and
// mostEarly how often while the window changes them.
const mostEarly, mostRefusals = 2, 4

// TestLedger lets three people into a ledger by their roles, while somebody disables and enables them and changes their
// roles in a window. Nobody is let in once the window has said that they were disabled, or with another role than it
// has said last. ROSTER_MINUTES says for how long.
func TestLedger(t *testing.T) {
	t.Parallel()
	limit := 20 * time.Second
	if minutes, err := strconv.ParseFloat(os.Getenv("ROSTER_MINUTES"), 64); err == nil {
		limit = time.Duration(minutes * float64(time.Minute))
	}
	people := []person{bob, cora, dave}
	path, home, screen := prepared(t), t.TempDir(), display(t)
	l := &ledger{filepath.Join(filepath.Dir(roster), "rosterctl"), path, environment(home, screen)}
	l.imports(t, home, people)
	now, d := setUp(), &desk{accounts: map[string]account{}, changes: map[string]int{}, asked: map[string]int{}}
	for _, p := range people {
		if a, err := l.admits(p.name, p.password); err != nil || a.status != 4 {
			t.Fatalf("%s: got %+v, error %v, want that the password must be changed", p.name, a, err)
		}
		if a, err := l.ask("passwd", p.name, p.password, ownPassword); err != nil || a.status != 0 {
			t.Fatalf("%s changes the password: got %+v, error %v", p.name, a, err)
		}
		d.accounts[p.name] = account{person: p}
		now = now.with(p.name, account{person: p})
	}
	w := start(t, screen, append(environment(home, screen), "FYNE_THEME=light"), path)
	w.signsIn(anna.name, anna.password)
	w.seesIn("1180x120+0+56", "Users", "All roles")
	v := &victim{window: w, path: path, home: home, counts: map[string]int{}, now: now}
	over, asked := make(chan struct{}), make(chan string)
	go func() { asked <- l.opens(t, d, people, over) }()
	changes := 0
	for began := time.Now(); time.Since(began) < limit; changes++ {
		row := changes / 2 % len(people)
		name := people[row].name
		change := v.disabling
		if changes%8 >= 6 {
			change = v.newRole
		}
		c := change(name)
		d.notes(name, nil)
		c.fillIn()
		v.keys("Return")
		v.now = c.after
		a := v.now.accounts[name]
		v.showsInRow(row+2, a) // below anna
		d.notes(name, &a)
		for end := time.Now().Add(patience); !d.isAsked(name, -1) && time.Now().Before(end); {
			time.Sleep(20 * time.Millisecond)
		}
	}
	close(over)
	t.Logf("%d changes in the window; %s", changes, <-asked)
	w.close()
	verify := exec.Command(l.rosterctl, "verify", path)
	verify.Env = l.env
	if out, err := verify.CombinedOutput(); err != nil {
		t.Errorf("verify: %v, %s", err, out)
	}
}

// showsInRow waits until a row of the table, counted from 1, shows the role and the status of an account. A notice says
// the same, but goes away.
func (v *victim) showsInRow(row int, a account) {
	v.t.Helper()
	status := map[bool]string{false: "Enabled", true: "Disabled"}[a.disabled]
	v.seesIn(fmt.Sprintf("260x44+690+%d", 184+44*(row-1)), a.role, status)
}

// opens lets people in, one after another, until over. It returns how often it has let somebody in, or not.
func (l *ledger) opens(t *testing.T, d *desk, people []person, over chan struct{}) string {
	admitted, refused, asked := 0, 0, map[string]int{}
	for i := 0; ; i++ {
		select {
		case <-over:
			return strconv.Itoa(admitted) + " times somebody was let in, " + strconv.Itoa(refused) + " times not"
		default:
		}
		time.Sleep(100 * time.Millisecond) // the window and the reading of its screen need a core, too
		name := people[i%len(people)].name
		before, change := d.of(name)
		if n := asked[name]; n >= mostRefusals || n >= mostEarly && change%2 == 1 {
			if !before.disabled && change%2 == 0 {
				asked[name] = 0
			}
			continue
		}
		a, err := l.admits(name, ownPassword)
		if err != nil {
			t.Error(err)
			continue
		}
		switch a.status {
		case 0:
			asked[name] = 0
		case 1:
			asked[name]++
		}
		if !d.isAsked(name, change) || change%2 == 1 { // it may be either way
			continue
		}
		switch {
		case before.disabled && a.status == 1:
			refused++
		case !before.disabled && a.status == 0 && a.Role == before.role:
			admitted++
		default:
			t.Errorf("%s, %+v: got %+v", name, before, a)
		}
	}
}
