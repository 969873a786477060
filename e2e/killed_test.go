//go:build e2e

package e2e

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestKilledWindow uses the window by keyboard, kills it at random moments and opens the file again. Each change that
// the window had confirmed, or that was in the file before the kill, must be there, and no change may be there in part.
// The file must be intact and open without a question. ROSTER_ROUNDS says how often, and ROSTER_WINDOWS how many
// windows do so at the same time, each with files of its own.
func TestKilledWindow(t *testing.T) {
	t.Parallel()
	rounds, windows := 3, 1
	for name, to := range map[string]*int{"ROSTER_ROUNDS": &rounds, "ROSTER_WINDOWS": &windows} {
		if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
			*to = n
		}
	}
	for n := range windows {
		t.Run(strconv.Itoa(n+1), func(t *testing.T) {
			t.Parallel()
			killsWindow(t, (rounds+n)/windows)
		})
	}
}

// killsWindow kills a window that often.
func killsWindow(t *testing.T, rounds int) {
	t.Helper()
	seed := rand.Uint64()
	t.Logf("%d rounds from seed %d", rounds, seed)
	r, d := rand.New(rand.NewPCG(seed, 0)), display(t)
	const roundsOfAFile = 10
	counts, begin := map[string]int{}, r.IntN(len(moments))
	for first := 0; first < rounds && !t.Failed(); first += roundsOfAFile {
		v := newVictim(t, r, d, counts)
		if first > 0 {
			v.diesInSetup()
		}
		for i := range min(roundsOfAFile, rounds-first) {
			if !t.Failed() {
				v.round(moments[(begin+i)%len(moments)])
			}
		}
		if !t.Failed() {
			v.ends()
		}
	}
	for _, what := range slices.Sorted(maps.Keys(counts)) {
		t.Logf("%d %s", counts[what], what)
	}
}

// moment is when the window is killed.
type moment int

const (
	submitting moment = iota // shortly after a form was submitted
	starting                 // from the start on, until a person has signed in
	working                  // at any time, while forms are opened, filled in and submitted
	closing                  // while it closes
)

// moments holds when the window is killed, in turn, beginning anywhere.
var moments = []moment{submitting, starting, working, closing, submitting}

// victim is a file, and the window on it that is killed again and again.
type victim struct {
	*window
	r      *rand.Rand
	env    []string
	screen string
	path   string
	home   string
	names  []string       // that no user has had
	used   []string       // the others
	counts map[string]int // of what has happened in all files

	now       content
	begun     *content      // what a change that may have been made leads to; nil if there is none
	confirmed bool          // the window has confirmed it
	identity  bool          // the person has confirmed who they are, which holds for five minutes
	killed    chan struct{} // closed when the window was killed and checked
	before    int           // changes that were in the file just before that
}

func newVictim(t *testing.T, r *rand.Rand, screen string, counts map[string]int) *victim {
	t.Helper()
	home := t.TempDir()
	v := &victim{
		window: &window{t: t}, r: r, env: append(environment(home, screen), "FYNE_THEME=light"), screen: screen,
		path: fileOf(home), home: home, counts: counts, now: content{accounts: map[string]account{}},
	}
	for _, first := range []string{"amber", "cedar", "dapper", "fern", "gentle", "happy", "karma", "raven", "steady"} {
		for _, second := range []string{"badger", "crane", "dove", "fox", "hare", "newt", "otter", "swan", "whale", "yak"} {
			v.names = append(v.names, first+second)
		}
	}
	r.Shuffle(len(v.names), func(i, j int) { v.names[i], v.names[j] = v.names[j], v.names[i] })
	return v
}

// round opens the file, changes it, and kills the window.
func (v *victim) round(m moment) {
	v.t.Helper()
	v.starts()
	if m == starting && v.now.changes == 0 { // nobody can sign in yet; diesInSetup kills the set-up
		m = submitting
	}
	if m == starting {
		v.killAfter(v.moment(4 * time.Second))
	}
	v.enters()
	switch m {
	case submitting:
		for range v.r.IntN(3) {
			v.makes(v.chooses())
		}
		v.diesMaking(v.chooses())
	case working:
		for v.killAfter(v.moment(15 * time.Second)); !v.dead(); {
			v.makes(v.chooses())
		}
	case closing:
		v.makes(v.chooses())
		v.program.Process.Signal(syscall.SIGTERM)
		v.killAfter(v.moment(200 * time.Millisecond))
	}
	v.checkKilled()
}

// starts opens the window.
func (v *victim) starts() {
	v.t.Helper()
	v.window = start(v.t, v.screen, v.env, v.path)
	v.doomed, v.identity = true, false
}

// enters signs in, or sets up a new file. The window may neither ask nor say anything about the kill before.
func (v *victim) enters() {
	v.t.Helper()
	if v.now.changes == 0 {
		v.doomed = false
		v.setsUp(anna)
		v.now, v.doomed = setUp(), true
		return
	}
	v.waits(func(screen string) bool {
		for _, alarm := range []string{"This file", "unexpectedly", "went wrong", "Set up"} {
			if strings.Contains(screen, squash(alarm)) {
				v.fail("after the kill, the window says %q", screen)
			}
		}
		return strings.Contains(screen, squash("Forgot password?"))
	}, "does not ask who signs in")
	v.types(anna.name)
	v.keys("Tab")
	v.types(anna.password)
	v.keys("Return")
	v.seesIn("1180x120+0+56", "Users", "All roles")
}

// dead reports whether the window has ended.
func (v *victim) dead() bool {
	select {
	case <-v.ended:
		return true
	default:
		return false
	}
}

// moment returns a random time of at most that long. Short times are more likely.
func (v *victim) moment(most time.Duration) time.Duration {
	return time.Duration(v.r.Float64() * v.r.Float64() * float64(most))
}

// killAfter kills the window after a while. Just before, it reads how many changes are in the file.
func (v *victim) killAfter(d time.Duration) {
	receivers := children(v.t, v.window)
	v.killed = make(chan struct{})
	go func() {
		defer close(v.killed)
		time.Sleep(d)
		if count, err := countChanges(v.path); err == nil {
			v.before = count
		}
		v.kill()
		for end := time.Now().Add(patience); len(receivers) > 0; time.Sleep(10 * time.Millisecond) {
			receivers = slices.DeleteFunc(receivers, func(pid int) bool { return syscall.Kill(pid, 0) != nil })
			if time.Now().After(end) {
				v.t.Errorf("%v after the kill, the processes %v are left", patience, receivers)
				return
			}
		}
	}()
}

// makes makes a change.
func (v *victim) makes(c change) {
	v.t.Helper()
	if c.fillIn(); v.dead() {
		return
	}
	v.begun = &c.after
	v.keys("Return")
	v.sees(c)
	if v.dead() { // perhaps before it was seen
		return
	}
	v.now, v.begun = c.after, nil
	v.counts["changes confirmed and kept"]++
	if c.finish != nil {
		c.finish()
	}
}

// diesMaking kills the window shortly after the form of a change was submitted.
func (v *victim) diesMaking(c change) {
	v.t.Helper()
	c.fillIn()
	v.begun = &c.after
	v.killAfter(v.moment(900 * time.Millisecond))
	v.keys("Return")
	var last []byte
	for {
		png := v.shoot()
		if v.dead() {
			break
		}
		last = png
	}
	for _, how := range readings {
		if last != nil && strings.Contains(squash(v.reads(last, how)), squash(c.says)) {
			v.confirmed = true
		}
	}
}

// diesInSetup kills the window while it sets up a new file.
func (v *victim) diesInSetup() {
	v.t.Helper()
	v.starts()
	v.fillsSetup(anna)
	after := setUp()
	v.diesMaking(change{fillIn: func() {}, says: "Keep the recovery key", after: after})
	v.checkKilled()
}

// checkKilled checks the file after the window was killed.
func (v *victim) checkKilled() {
	v.t.Helper()
	<-v.killed
	v.counts["kills"]++
	killed := v.copies() // sqlite3 would recover the file itself
	if got := sqlite(v.t, killed, "PRAGMA integrity_check"); !slices.Equal(got, []string{"ok"}) {
		v.t.Errorf("after the kill the file has faults: %q", got)
	}
	made := v.before > v.now.changes || v.confirmed
	switch got := stateOf(v.t, killed); {
	case got == v.now.String() && !made:
		if v.begun != nil {
			v.counts["changes begun and not made"]++
		}
	case v.begun != nil && got == v.begun.String():
		v.now = *v.begun
		if made {
			v.counts["changes confirmed just before the kill and kept"]++
		} else {
			v.counts["changes made although nobody knew yet"]++
		}
	default:
		v.t.Errorf("after the kill the file has\n%s\nwant\n%s\nor, if not nil, %v (certainly: %v)", got, v.now, v.begun, made)
	}
	v.begun, v.confirmed, v.before = nil, false, 0
	if v.now.changes == 0 {
		return // there is nothing to verify
	}
	status, stdout, stderr := runs(v.t, v.env, "verify", v.path)
	if status != 0 || !strings.Contains(stdout, "intact") || stderr != "" {
		v.t.Errorf("verify: got status %d, %q and %q, want 0 and that everything is intact", status, stdout, stderr)
	}
}

// copies copies the file and the files beside it, and returns the path of the copy.
func (v *victim) copies() string {
	v.t.Helper()
	folder := v.t.TempDir()
	for _, name := range beside(v.t, v.path) {
		content, err := os.ReadFile(filepath.Join(filepath.Dir(v.path), name))
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, name), content, 0o600)
		}
		if err != nil {
			v.t.Fatal(err)
		}
	}
	return filepath.Join(folder, filepath.Base(v.path))
}

// ends opens the file once more and closes it as usual. It then is as clean as if there had been no kill.
func (v *victim) ends() {
	v.t.Helper()
	v.starts()
	v.doomed = false
	v.enters()
	v.close()
	if got := stateOf(v.t, v.path); got != v.now.String() {
		v.t.Errorf("at the end the file has\n%s\nwant\n%s", got, v.now)
	}
	if names := beside(v.t, v.path); len(names) != 1 {
		v.t.Errorf("in the folder of the file there is %q, want only the file", names)
	}
	checkFile(v.t, v.path)
	checkQuiet(v.t, v.path)
	checkQuiet(v.t, logOf(v.home))
	file, err := os.ReadFile(v.path)
	if err != nil {
		v.t.Fatal(err)
	}
	for _, name := range v.used {
		if _, there := v.now.accounts[name]; !there && bytes.Contains(file, []byte(name)) {
			v.t.Errorf("%s was deleted or never created, but is in the file", name)
		}
	}
	log, err := os.ReadFile(logOf(v.home))
	if err != nil {
		v.t.Fatal(err)
	}
	if bytes.Contains(log, []byte("level=ERROR")) || bytes.Contains(log, []byte("level=WARN")) {
		v.t.Errorf("the log has\n%s\nwant no error", log)
	}
	v.counts["files"]++
	v.counts["users who are not there, and of whom nothing is left"] += len(v.used) + 1 - len(v.now.accounts)
}

// content is what the file must hold.
type content struct {
	accounts map[string]account // by name
	changes  int                // all that were ever made
}

type account struct {
	person
	disabled  bool
	passwords int // how many have replaced the first one
}

// setUp returns the content of a file that was just set up.
func setUp() content {
	return content{map[string]account{anna.name: {person: anna}}, 1}
}

// with returns the content after one more change: an account is as given, or does not exist.
func (c content) with(name string, a account) content {
	next := content{maps.Clone(c.accounts), c.changes + 1}
	if next.accounts[name] = a; a.name == "" {
		delete(next.accounts, name)
	}
	return next
}

// String returns what stateOf returns for a file with this content.
func (c content) String() string {
	text := strconv.Itoa(c.changes)
	for _, name := range slices.Sorted(maps.Keys(c.accounts)) {
		a := c.accounts[name]
		role := map[string]int{ledgerManager: 1, admin: 2, "": 3}[a.role]
		status := map[bool]int{false: 1, true: 2}[a.disabled]
		text += fmt.Sprintf("\n%s|%s|%s|%s|%d|%d|%d", name, a.email, a.first, a.last, role, status, a.passwords)
	}
	return text
}

// changesQuery counts the changes in the journal.
const changesQuery = "SELECT count(*) FROM journal WHERE outcome = 'done' AND operation IN ('set up', 'create user', " +
	"'edit names', 'change email', 'change role', 'set password', 'disable user', 'enable user', 'delete user')"

// stateOf returns the content of the file at path.
func stateOf(t *testing.T, path string) string {
	t.Helper()
	if _, err := os.Stat(path); err != nil {
		return "0" // the window was killed before it made the file
	}
	rows := sqlite(t, path, changesQuery, "SELECT name, email, first_name, last_name, role, status, (SELECT count(*) FROM "+
		"journal WHERE operation = 'set password' AND outcome = 'done' AND target_id = users.id) FROM users ORDER BY name")
	return strings.Join(rows, "\n")
}
