package app

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"roster/app/access"
	"roster/data"
	"roster/data/sealed"
	"roster/identity"
)

// jobVariable, if set, makes this test binary run a job, as another process that a test needs.
const jobVariable = "ROSTER_TEST_JOB"

func TestMain(m *testing.M) {
	sealed.Work = 10
	jobs := map[string]func(path string) error{
		"rival": rival, "sign in": signInJob, "guess": guess, "crash": crash, "write": write, "change": change,
		"restore": restoreJob, "promote": promoteJob, "replace": replaceJob,
	}
	if job, ok := jobs[os.Getenv(jobVariable)]; ok {
		if err := job(os.Args[1]); err != nil {
			respond("error: %v", err)
		}
		return
	}
	m.Run()
}

// respond writes a job's response to a command.
func respond(format string, args ...any) {
	fmt.Fprintf(os.Stdout, format+"\n", args...) //nolint:errcheck // the test has ended, and so will the job
}

// process is this test binary running a job on a file. It reads commands and writes responses, one per line.
type process struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

// startProcess starts the job. It ends when its input is closed, at the latest at the end of the test.
func startProcess(t *testing.T, job, path string) *process {
	t.Helper()
	p := &process{command: exec.Command(os.Args[0], path)}
	p.command.Env = append(os.Environ(), jobVariable+"="+job)
	p.command.Stderr = os.Stderr
	var err error
	if p.in, err = p.command.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := p.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.out = bufio.NewReader(out)
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.in.Close()     // ends the job
		p.command.Wait() // the test has checked its responses
	})
	return p
}

func (p *process) send(t *testing.T, format string, args ...any) {
	t.Helper()
	if _, err := fmt.Fprintf(p.in, format+"\n", args...); err != nil {
		t.Fatal(err)
	}
}

func (p *process) receive(t *testing.T) string {
	t.Helper()
	s, err := p.out.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(s)
}

// openJob opens the file at path for a job.
func openJob(path string) (*Service, error) {
	store, err := data.Open(context.Background(), path)
	if err != nil {
		return nil, err
	}
	store.Now = func() time.Time { return start }
	return New(store, cheap)
}

// attacks are the ways in which one System Admin can take away another's rights.
var attacks = []string{"demote", "delete", "disable", "regenerate"}

// rival is a job that acts as a System Admin. It responds to "ready <name> <rival's id>" once it has signed in,
// confirmed and read its rival, and to each attack with "done" or "lost".
func rival(path string) error {
	ctx := context.Background()
	service, err := openJob(path)
	if err != nil {
		return err
	}
	var me *Session
	var enemy identity.User
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var name string
		var id int64
		if n, _ := fmt.Sscanf(lines.Text(), "ready %s %d", &name, &id); n == 2 {
			if me == nil {
				if me, err = service.SignIn(ctx, name, secret); err == nil {
					err = me.Confirm(ctx, secret)
				}
				if err != nil {
					return err
				}
			}
			if enemy, err = me.User(ctx, id); err != nil {
				return err
			}
			respond("ready")
			continue
		}
		switch lines.Text() {
		case "demote":
			_, err = me.ChangeRole(ctx, enemy, identity.Admin)
		case "delete":
			err = last(me.DeleteUser(ctx, enemy))
		case "disable":
			_, err = me.DisableUser(ctx, enemy)
		case "regenerate":
			_, err = me.RegeneratePassword(ctx, enemy)
		}
		r, refused := errors.AsType[*RefusedError](err)
		switch {
		case err == nil:
			respond("done")
		case refused && (r.Reason == access.ReasonRank || r.Reason == access.ReasonSystemAdmin), errors.Is(err, ErrSignedOut):
			respond("lost")
			me = nil // must sign in again
		default:
			return err
		}
	}
	return lines.Err()
}

// When two processes take away each other's rights at the same time, exactly one of them wins, so a System Admin who
// can sign in is left.
func TestRivals(t *testing.T) {
	rounds := 1000
	if testing.Short() {
		rounds = 100
	}
	w := newWorkspace(t)
	wantErr(t, "sign out", w.root.SignOut(t.Context()), nil)
	w.exec(t, `PRAGMA foreign_keys = 1`)
	w.exec(t, `DELETE FROM users WHERE name = 'root'`) // from now on there are only two System Admins
	names := []string{"anna", "boris"}
	var users [2]identity.User
	var rivals [2]*process
	for i, name := range names {
		users[i] = w.add(t, name, identity.SystemAdmin)
		rivals[i] = startProcess(t, "rival", w.path)
	}
	var wins [2]int
	for round := range rounds {
		for i, p := range rivals {
			p.send(t, "ready %s %d", names[i], users[1-i].ID)
		}
		for i, p := range rivals {
			if got := p.receive(t); got != "ready" {
				t.Fatalf("round %d: %s: got %s, want ready", round, names[i], got)
			}
		}
		first := round % 2 // starts earlier by the time that it takes to write a line
		with := [2]string{attacks[round/2%4], attacks[round/8%4]}
		rivals[first].send(t, "%s", with[first])
		rivals[1-first].send(t, "%s", with[1-first])
		got := [2]string{rivals[0].receive(t), rivals[1].receive(t)}
		winner := 0
		if got[1] == "done" {
			winner = 1
		}
		if got[winner] != "done" || got[1-winner] != "lost" {
			t.Fatalf("round %d, %v: got %v, want done once and lost once", round, with, got)
		}
		left := w.number(t, `SELECT count(*) FROM users AS u JOIN credentials AS c ON user_id = id
			WHERE role = 3 AND status = 1 AND disabled = 0 AND c.expires = 0 AND u.expires = 0`)
		if left != 1 {
			t.Fatalf("round %d, %v: got %d System Admins who can sign in, want 1", round, with, left)
		}
		wins[winner]++
		users[1-winner] = w.restoreRights(t, users[1-winner])
		users[winner] = w.stored(t, users[winner].ID)
	}
	t.Logf("%s won %d times, %s %d times", names[0], wins[0], names[1], wins[1])
	if wins[0] == 0 || wins[1] == 0 {
		t.Errorf("got wins %v, want both to win sometimes", wins)
	}
	w.wantChain(t)
}

// restoreRights replaces the loser, if they still exist, with a new System Admin.
func (w *workspace) restoreRights(t *testing.T, u identity.User) identity.User {
	t.Helper()
	err := w.store.Update(t.Context(), func(tx *data.Tx) error {
		now, err := tx.Account(u.ID)
		if err == nil {
			err = tx.DeleteUser(u.ID, now.User.Version)
		}
		if err != nil && !errors.Is(err, data.ErrNotFound) {
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return w.add(t, u.Name, identity.SystemAdmin)
}

// signInJob is a job that makes an attempt to sign in and blocks before hashing the password.
func signInJob(path string) error {
	service, err := openJob(path)
	if err != nil {
		return err
	}
	service.hashing <- struct{}{} // the attempt blocks here until the process is killed
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		io.Copy(io.Discard, os.Stdin) //nolint:errcheck // ends with the test
		cancel()
	}()
	_, err = service.SignIn(ctx, "anna", secret)
	return err
}

// An attempt counts even if the process is killed during it.
func TestKilledAttemptCounts(t *testing.T) {
	w := newWorkspace(t)
	u := w.add(t, "anna", identity.Admin)
	for want := 1; want <= 3; want++ {
		p := startProcess(t, "sign in", w.path)
		for w.credential(t, u.ID).Failed < want {
			select {
			case <-t.Context().Done():
				t.Fatal("the attempt was never counted")
			default:
			}
		}
		if err := p.command.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if got := w.credential(t, u.ID).Failed; got != want {
			t.Errorf("failed attempts: got %d, want %d", got, want)
		}
	}
	if s := w.signIn(t, "anna"); s.SignInNotice().Failed != 3 {
		t.Errorf("notice: got %d failed attempts, want 3", s.SignInNotice().Failed)
	}
}

// A file that two services have open can be set up by only one of them.
func TestSetupTwice(t *testing.T) {
	path := filepath.Join(t.TempDir(), "users.roster")
	now := func() time.Time { return start }
	one, two := newService(t, openStore(t, path, now)), newService(t, openStore(t, path, now))
	n := NewUser{Name: "root", Email: "root@example.com", Password: secret}
	_, err := one.Setup(t.Context(), n)
	wantErr(t, "first", err, nil)
	_, err = two.Setup(t.Context(), n)
	wantErr(t, "second", err, ErrNotEmpty)
	if empty, err := two.Empty(t.Context()); empty || err != nil {
		t.Errorf("got empty %v, error %v, want false", empty, err)
	}
	_, err = two.SignIn(t.Context(), "root", secret)
	wantErr(t, "sign in through the second", err, nil)
}
