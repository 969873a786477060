package app

import (
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"roster/app/journal"
	"roster/data"
	"roster/identity"
)

// lived returns a workspace in which the user vera has done and suffered all kinds of things, under several names, and
// everything that may not be left of her. root has confirmed.
func lived(t *testing.T) (w *workspace, vera identity.User, words []string) {
	t.Helper()
	w = newTrusted(t)
	ctx := t.Context()
	vera, err := w.root.CreateUser(ctx, NewUser{
		Name: "vera.first", Email: "Vera.Mail@example.com", FirstName: "Verafirst", LastName: "Veralast", Password: secret,
		Role: identity.Admin,
	})
	if err != nil {
		t.Fatal(err)
	}
	s := w.signIn(t, "vera.first")
	leo := w.stored(t, 3)
	_, err = s.EditUser(ctx, leo, Details{Name: "leonid"})
	wantErr(t, "rename leo", err, nil)
	_, err = s.ChangeRole(ctx, w.stored(t, 1), identity.Admin)
	if err == nil {
		t.Error("change of root's role: got no error, want a refusal")
	}
	vera, err = w.root.EditUser(ctx, w.stored(t, vera.ID), Details{Name: "vera.second", FirstName: "Veratwo", LastName: "Ve <ra> \"three\""})
	wantErr(t, "rename", err, nil)
	vera, err = w.root.ChangeEmail(ctx, vera, "vera.other@example.org")
	wantErr(t, "change email", err, nil)
	first := w.credential(t, vera.ID).Hash
	_, err = w.service.SignIn(ctx, "vera.second", other)
	wantErr(t, "wrong password", err, ErrSignIn)
	wantErr(t, "change password", s.ChangePassword(ctx, secret, other), nil)
	words = []string{
		"vera.first", "vera.mail", "verafirst", "veralast", "vera.second", "veratwo", "ve <ra>", `"three"`, "vera.other",
		first, w.credential(t, vera.ID).Hash, w.stored(t, vera.ID).Salt,
	}
	return w, w.stored(t, vera.ID), words
}

// left returns the words that are still in the file or in those beside it.
func (w *workspace) left(t *testing.T, words []string) (left []string) {
	t.Helper()
	all := w.bytes(t)
	for _, word := range words {
		if contains(all, word) {
			left = append(left, word)
		}
	}
	return left
}

// Nothing that names a deleted user is left in the file, and the journal still matches.
func TestDeletedMeansGone(t *testing.T) {
	w, vera, words := lived(t)
	window, err := data.Open(t.Context(), w.path) // another one, which reads nothing at the moment
	wantErr(t, "open another window", err, nil)
	if left := w.left(t, words); len(left) != len(words) {
		t.Fatalf("before: got %q in the file, want all of %q", left, words)
	}
	erased, err := w.root.DeleteUser(t.Context(), vera)
	if err != nil || !erased {
		t.Errorf("got erased %v, error %v, want true", erased, err)
	}
	if left := w.left(t, words); len(left) > 0 {
		t.Errorf("got %q in the file, want nothing", left)
	}
	if v := w.verify(t); v.Fault != nil {
		t.Errorf("got %v, want no fault", v.Fault)
	}
	w.wantChain(t)
	p, err := w.root.Journal(t.Context(), JournalQuery{EventQuery: identity.EventQuery{Person: vera.ID}}, 0, 100)
	if err != nil || len(p.Events) < 6 {
		t.Fatalf("got %d entries, error %v, want at least 6", len(p.Events), err)
	}
	for _, e := range p.Events {
		if e.ActorID == vera.ID && e.Actor != "" || e.TargetID == vera.ID && e.Target != "" {
			t.Errorf("entry %d: got %q and %q, want no name", e.Seq, e.Actor, e.Target)
		}
		for _, c := range journal.ChangesOf(e) {
			if e.TargetID == vera.ID && slices.Contains([]string{"name", "email", "first name", "last name"}, c.Field) && !c.Erased {
				t.Errorf("entry %d: got %+v, want it erased", e.Seq, c)
			}
		}
	}
	if e := p.Events[0]; e.Operation != "delete user" || e.Actor != "root" || e.Before != `{"role":"Admin","status":"enabled"}` {
		t.Errorf("got %+v, want the deletion, with the role", e)
	}
	wantErr(t, "close the other window", window.Close(), nil)
	if v := w.verify(t); v.Fault != nil {
		t.Errorf("after closing: got %v, want no fault", v.Fault)
	}
}

// While another program reads, what was erased stays in the WAL. It goes when that ends: with the next checkpoint, or
// when the window is closed.
func TestErasedLater(t *testing.T) {
	for _, closes := range []bool{false, true} {
		t.Run(fmt.Sprintf("closes %v", closes), func(t *testing.T) {
			w, vera, words := lived(t)
			store, err := data.Open(t.Context(), w.path)
			wantErr(t, "open", err, nil)
			service := newService(t, store)
			root, err := service.SignIn(t.Context(), "root", secret)
			wantErr(t, "sign in", err, nil)
			confirm(t, root)
			err = w.store.View(t.Context(), func(tx *data.Tx) error {
				if _, err := tx.CountEvents(); err != nil {
					return err
				}
				erased, err := root.DeleteUser(t.Context(), vera)
				if err != nil || erased {
					t.Errorf("while it is read: got erased %v, error %v, want false", erased, err)
				}
				if again, err := store.Erase(t.Context()); err != nil || again {
					t.Errorf("again: got erased %v, error %v, want false", again, err)
				}
				return nil
			})
			wantErr(t, "read", err, nil)
			if len(w.left(t, words)) == 0 {
				t.Error("got nothing in the file, want it to be there still")
			}
			if !closes {
				if erased, err := store.Erase(t.Context()); err != nil || !erased {
					t.Errorf("got erased %v, error %v, want true", erased, err)
				}
			}
			wantErr(t, "close", store.Close(), nil) // the other window is still open
			if left := w.left(t, words); len(left) > 0 {
				t.Errorf("got %q in the file, want nothing", left)
			}
		})
	}
}

// A program that deletes a user while another records something about them leaves no name behind.
func TestRecordedAfterDeletion(t *testing.T) {
	w, vera, words := lived(t)
	d := newEntry(1, vera, w.stored(t, 3)).withOutcome(identity.Refused, "rank")
	wantErr(t, "delete", last(w.root.DeleteUser(t.Context(), vera)), nil)
	wantErr(t, "record", w.service.recordAfter(t.Context(), d, nil), nil)
	if e := w.lastEntry(t); e.actorID != vera.ID || e.actor != "" || e.target != "leonid" {
		t.Errorf("got entry %+v, want one that names only leonid", e)
	}
	wantErr(t, "failure", w.service.recordFailure(t.Context(), newEntry(2, identity.User{}, vera), vera.ID, ErrSignIn), ErrSignIn)
	if left := w.left(t, words); len(left) > 0 {
		t.Errorf("got %q in the file, want nothing", left)
	}
	if v := w.verify(t); v.Fault != nil {
		t.Errorf("got %v, want no fault", v.Fault)
	}
}

// A word of a deleted user that is put back is a fault, even if it is the right one.
func TestWordPutBack(t *testing.T) {
	w, vera, _ := lived(t)
	var row string
	err := w.db.QueryRowContext(t.Context(), `SELECT concat(seq, ', ', n, ', ', person, ', x''', hex(salt), ''', ''', text, '''')
		FROM words WHERE person = $1 AND n = 2 ORDER BY seq LIMIT 1`, vera.ID).Scan(&row)
	wantErr(t, "word", err, nil)
	wantErr(t, "delete", last(w.root.DeleteUser(t.Context(), vera)), nil)
	w.tamper(t, w.script(t, without("words_next", `INSERT INTO words VALUES (`+row+`)`)))
	want := journal.Fault{Kind: journal.FaultKeptWord, Seq: 12, ID: vera.ID}
	if got := w.verify(t).Fault; got == nil || *got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if python, err := exec.LookPath("python3"); err == nil {
		out, err := exec.Command(python, "-B", "testdata/verify.py", w.path).CombinedOutput()
		if want := "entry 12 has or lacks a word of user 5"; strings.TrimSpace(string(out)) != want || err == nil {
			t.Errorf("script: got %s, error %v, want %s", out, err, want)
		}
	}
	w.exec(t, `DELETE FROM words WHERE person = $1`, vera.ID) // the trigger allows that
	if v := w.verify(t); v.Fault != nil {
		t.Errorf("erased again: got %v, want no fault", v.Fault)
	}
}
