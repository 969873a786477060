package app

import (
	"errors"
	"strings"
	"testing"
	"time"

	"roster/app/access"
	"roster/app/journal"
	"roster/identity"
)

// detailsOf returns the details of a user as they are.
func detailsOf(u identity.User) Details {
	return Details{Name: u.Name, FirstName: u.FirstName, LastName: u.LastName, Note: u.Note, Expires: u.Expires}
}

// noted gives a user a note and a last day.
func (w *workspace) noted(t *testing.T, u identity.User, note string, day identity.Date) identity.User {
	t.Helper()
	d := detailsOf(u)
	d.Note, d.Expires = note, day
	u, err := w.root.EditUser(t.Context(), u, d)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

var today = identity.DateOf(start)

func TestCheckNote(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "  \n\t\n": "", "On leave  \r\nuntil May\r": "On leave\nuntil May", "a\tb": "a b", "e\u0301": "é",
		"می\u200cخواهم": "می\u200cخواهم", "👩\u200d💻": "👩\u200d💻", strings.Repeat("é", 500): strings.Repeat("é", 500),
		"a\n\nb": "a\n\nb",
	} {
		if got, err := CheckNote(in); err != nil || got != want {
			t.Errorf("%.20q: got %q, error %v, want %q", in, got, err, want)
		}
	}
	for in, want := range map[string]identity.Rule{
		strings.Repeat("é", 501): identity.RuleLong, strings.Repeat("x", 100_000): identity.RuleLong, "a\x00b": identity.RuleControl,
		"a\x0bb": identity.RuleControl, "a\x0cb": identity.RuleControl, "a\u202eb": identity.RuleInvisible,
		"a\u2028b": identity.RuleInvisible, "\u2066": identity.RuleInvisible, "\xff": identity.RuleText, "\u0085x": identity.RuleControl,
	} {
		_, err := CheckNote(in)
		if m, ok := errors.AsType[identity.Mistake](err); !ok || m.Rule != want || m.Field != identity.FieldNote {
			t.Errorf("%.20q: got error %v, want %s", in, err, want)
		}
	}
}

// The entry about one change is about that; several are details.
func TestEditNoteAndExpiry(t *testing.T) {
	w := newWorkspace(t)
	u := w.add(t, "anna", identity.Admin)
	for _, c := range []struct {
		note  string
		day   identity.Date
		first string
		want  string
	}{
		{"On leave.", 0, "", "change note"},
		{"On leave.", today, "", "change account expiry"},
		{"Back.", today + 9, "", "edit names"},
		{"Back.", today + 9, "Anna", "edit names"},
		{"", today + 9, "Anna", "change note"},
		{"", 0, "Anna", "change account expiry"},
	} {
		d := detailsOf(u)
		d.Note, d.Expires, d.FirstName = c.note, c.day, c.first
		var err error
		if u, err = w.root.EditUser(t.Context(), u, d); err != nil {
			t.Fatal(err)
		}
		if e := w.lastEntry(t); e.operation != c.want || w.stored(t, u.ID) != u || u.Note != c.note || u.Expires != c.day {
			t.Errorf("%+v: got entry %s and %+v", c, e.operation, u)
		}
	}
	w.root = w.signIn(t, "root")
	page, err := w.root.Journal(t.Context(), JournalQuery{Search: journal.NewSearch("leave", journal.Wording{})}, 0, 10)
	if err != nil || len(page.Events) != 2 {
		t.Fatalf("search: got %d entries, error %v, want those that set and removed the note", len(page.Events), err)
	}
	want := identity.Change{Field: "note", After: "On leave."}
	if got := journal.ChangesOf(page.Events[1]); len(got) != 1 || got[0] != want {
		t.Errorf("changes: got %+v, want %+v", got, want)
	}
	if n := w.number(t, `SELECT count(*) FROM journal WHERE before || after LIKE '%leave%'`); n != 0 {
		t.Errorf("entries with the note outside its word: got %d, want none", n)
	}
	confirm(t, w.root)
	wantErr(t, "delete", last(w.root.DeleteUser(t.Context(), u)), nil)
	if n := w.number(t, `SELECT count(*) FROM words WHERE person = $1`, u.ID); n != 0 {
		t.Errorf("words of a deleted user: got %d, want none", n)
	}
}

func TestExpiryMistakes(t *testing.T) {
	w := newWorkspace(t)
	u := w.add(t, "anna", identity.Admin)
	set := func(day identity.Date) error {
		d := detailsOf(u)
		d.Expires = day
		stored, err := w.root.EditUser(t.Context(), u, d)
		if err == nil {
			u = stored
		}
		return err
	}
	for day, rule := range map[identity.Date]identity.Rule{
		today - 1: identity.RulePast, -1: identity.RuleDate, identity.LastDate + 1: identity.RuleDate,
	} {
		wantMistakes(t, day.String(), set(day), identity.Mistake{Field: identity.FieldExpires, Rule: rule})
	}
	wantErr(t, "today", set(today), nil)
	w.clock.add(48 * time.Hour)
	d := detailsOf(u)
	d.FirstName = "Anna"
	u, err := w.root.EditUser(t.Context(), u, d)
	wantErr(t, "a past day that stays", err, nil)
	wantMistakes(t, "another past day", set(today+1), identity.Mistake{Field: identity.FieldExpires, Rule: identity.RulePast})
	d.Note = "\x00"
	_, err = w.root.EditUser(t.Context(), u, d)
	wantMistakes(t, "note", err, identity.Mistake{Field: identity.FieldNote, Rule: identity.RuleControl})
}

// An account works through its last day, by the date where the computer is, and is like a disabled one afterwards. A
// session that is open ends.
func TestExpiredAccount(t *testing.T) {
	for zone, hours := range map[string]int{"east": 14, "UTC": 0, "west": -11} {
		t.Run(zone, func(t *testing.T) {
			w := newWorkspace(t)
			place := time.FixedZone(zone, hours*60*60)
			w.store.Now = func() time.Time { return w.clock.now().In(place) }
			day := identity.DateOf(w.store.Now())
			w.noted(t, w.add(t, "anna", identity.Admin), "", day)
			year, month, date := w.store.Now().Date()
			midnight := time.Date(year, month, date+1, 0, 0, 0, 0, place)
			w.clock.set(midnight.Add(-time.Second))
			s := w.signIn(t, "anna")
			w.clock.set(midnight)
			_, err := s.Find(t.Context(), identity.Query{}, 0, 1)
			wantErr(t, "an open session", err, ErrSignedOut)
			_, err = w.service.SignIn(t.Context(), "anna", secret)
			wantErr(t, "the next day", err, ErrSignIn)
			if e := w.lastEntry(t); e.operation != "sign in" || e.outcome != "failed" || e.reason != ErrSignIn.Error() {
				t.Errorf("got entry %+v, want the failure of a disabled account", e)
			}
			root := w.signIn(t, "root")
			u := w.stored(t, 2)
			d := detailsOf(u)
			d.Expires = day + 1
			if _, err := root.EditUser(t.Context(), u, d); err != nil {
				t.Fatal(err)
			}
			w.signIn(t, "anna")
		})
	}
}

// An account that expires while its password is being verified is not let in.
func TestExpiresDuringSignIn(t *testing.T) {
	w := newWorkspace(t)
	w.noted(t, w.add(t, "anna", identity.Admin), "", today)
	user := w.account(t, 2)
	w.clock.add(24 * time.Hour)
	_, err := w.service.admit(t.Context(), access.SignIn, user, "")
	wantErr(t, "admit", err, ErrSignIn)
}

// A System Admin whose account expires does not count as the one who must be left, so the last one cannot be given a
// last day, and neither can the one before be disabled.
func TestLastSystemAdminWithExpiry(t *testing.T) {
	w := newWorkspace(t)
	confirm(t, w.root)
	zoe := w.confirmed(t, "zoe", identity.SystemAdmin)
	w.noted(t, w.stored(t, 2), "", today+100)
	d := detailsOf(w.stored(t, 1))
	d.Expires = today + 100
	_, err := zoe.EditUser(t.Context(), w.stored(t, 1), d)
	wantRefused(t, "a last day for the last one", err, access.ChangeExpiry, access.ReasonLast)
	_, err = zoe.DisableUser(t.Context(), w.stored(t, 1))
	wantRefused(t, "disable the last one", err, access.DisableUser, access.ReasonLast)
}

// Nobody sees or changes the note about themselves, nor changes their own last day.
func TestOwnNote(t *testing.T) {
	const note = "Was seen asleep."
	w := newWorkspace(t)
	w.add(t, "anna", identity.SystemAdmin)
	confirm(t, w.root)
	w.noted(t, w.stored(t, 2), note, today+3)
	anna := w.signIn(t, "anna")
	confirm(t, anna)
	me := w.stored(t, 2)
	me.Note = ""
	see := func(what string, u identity.User, err error) {
		t.Helper()
		if err != nil || u != me {
			t.Errorf("%s: got %+v, error %v, want %+v", what, u, err, me)
		}
	}
	see("Me", anna.Me(), nil)
	u, err := anna.User(t.Context(), 2)
	see("User", u, err)
	u, err = anna.UserNamed(t.Context(), "anna")
	see("UserNamed", u, err)
	page, err := anna.Find(t.Context(), identity.Query{Text: "anna"}, 0, 9)
	if err != nil || len(page.Users) != 1 {
		t.Fatalf("find: got %+v, error %v", page, err)
	}
	see("Find", page.Users[0], nil)
	d := detailsOf(me)
	d.FirstName = "Anna"
	u, err = anna.EditUser(t.Context(), me, d)
	me = w.stored(t, 2)
	if me.Note != note || me.FirstName != "Anna" {
		t.Errorf("after editing: got %+v, want the note to stay", me)
	}
	me.Note = ""
	see("EditUser", u, err)
	old := me
	old.Version--
	_, err = anna.EditUser(t.Context(), old, d)
	if stale, ok := errors.AsType[*StaleError](err); !ok || stale.Now != me {
		t.Errorf("stale: got error %+v, want one without the note", err)
	}
	d.Note = "x"
	_, err = anna.EditUser(t.Context(), me, d)
	wantRefused(t, "own note", err, access.ChangeNote, access.ReasonOwnAccount)
	d.Note, d.Expires = "", today+9
	_, err = anna.EditUser(t.Context(), me, d)
	wantRefused(t, "own last day", err, access.ChangeExpiry, access.ReasonOwnAccount)

	for _, text := range []string{"", "asleep", "anna"} {
		p, err := anna.Journal(t.Context(), JournalQuery{Search: journal.NewSearch(text, journal.Wording{})}, 0, 100)
		if err != nil || (len(p.Events) == 0) != (text == "asleep") {
			t.Errorf("search %q: got %d entries, error %v", text, len(p.Events), err)
		}
		for _, e := range p.Events {
			for _, c := range journal.ChangesOf(e) {
				if c.Field == journal.FieldNote && (c.Before+c.After != "" || !c.Hidden || c.Erased) {
					t.Errorf("search %q: got change %+v, want it hidden", text, c)
				}
			}
		}
	}
	if p, err := w.root.Journal(t.Context(), JournalQuery{Search: journal.NewSearch("asleep", journal.Wording{})}, 0, 100); err != nil || len(p.Events) != 1 {
		t.Errorf("by root: got %d entries, error %v, want one", len(p.Events), err)
	}
	for _, format := range []journal.Format{journal.CSV, journal.JSONLines} {
		var out strings.Builder
		_, err := anna.ExportJournal(t.Context(), JournalExport{Format: format}, &out, nil)
		if err != nil || strings.Contains(out.String(), "asleep") || strings.Contains(out.String(), "deleted user") {
			t.Errorf("export as %s: got error %v and the note, or that anna was deleted", format, err)
		}
		out.Reset()
		if _, err := w.root.ExportJournal(t.Context(), JournalExport{Format: format}, &out, nil); err != nil || !strings.Contains(out.String(), "asleep") {
			t.Errorf("export as %s by root: got error %v, want the note", format, err)
		}
	}
}

// In the last seven days, who signs in is told.
func TestWarnOfExpiry(t *testing.T) {
	w := newWorkspace(t)
	w.noted(t, w.add(t, "anna", identity.Admin), "", today+7)
	if n := w.signIn(t, "anna").SignInNotice(); n.AccountExpires != 0 || !n.PasswordExpires.IsZero() {
		t.Errorf("eight days: got %+v, want no warning", n)
	}
	w.clock.add(24 * time.Hour)
	if n := w.signIn(t, "anna").SignInNotice(); n.AccountExpires != today+7 {
		t.Errorf("seven days: got %+v, want the day", n)
	}
	end := w.clock.now().Add(72 * time.Hour)
	w.exec(t, `UPDATE credentials SET expires = $1 WHERE user_id = 2`, end.UnixMicro())
	if n := w.signIn(t, "anna").SignInNotice(); !n.PasswordExpires.Equal(end) {
		t.Errorf("password: got %+v, want %v", n, end)
	}
}
