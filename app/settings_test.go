package app

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestSettings(t *testing.T) {
	w := newWorld(t)
	want := DefaultSettings()
	present := func() Settings {
		t.Helper()
		s, err := w.service.Settings(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if got := present(); got != want || want.check() != nil {
		t.Errorf("a new file: got %+v, want %+v", got, want)
	}
	next := Settings{MinPassword: 20, IdleLock: 5 * time.Minute, Generated: Words}
	wantErr(t, "change", w.root.ChangeSettings(t.Context(), want, next), nil)
	if got := present(); got != next {
		t.Errorf("got %+v, want %+v", got, next)
	}
	e := w.lastEntry(t)
	if e.operation != "change settings" ||
		e.before != `{"generated passwords":"characters","idle lock minutes":"15","minimum password length":"15"}` ||
		e.after != `{"generated passwords":"words","idle lock minutes":"5","minimum password length":"20"}` {
		t.Errorf("got entry %+v, want what was changed", e)
	}
	err := w.root.ChangeSettings(t.Context(), want, want)
	if stale, ok := errors.AsType[*StaleSettingsError](err); !ok || stale.Now != next {
		t.Errorf("over a newer change: got error %v, want it to say %+v", err, next)
	}
	wantErr(t, "no change", w.root.ChangeSettings(t.Context(), next, next), nil)
	if got := w.lastEntry(t).seq; got != e.seq {
		t.Error("no change is written down, want nothing")
	}
	one := next
	one.IdleLock = time.Hour
	wantErr(t, "one of them", w.root.ChangeSettings(t.Context(), next, one), nil)
	if e := w.lastEntry(t); e.after != `{"idle lock minutes":"60"}` {
		t.Errorf("got entry %+v, want the one that was changed", e)
	}
	w.wantChain(t)
}

func TestSettingsOutOfRange(t *testing.T) {
	w := newWorld(t)
	seen := DefaultSettings()
	for what, c := range map[string]struct {
		edit func(*Settings)
		want Mistake
	}{
		"too short a minimum": {func(s *Settings) { s.MinPassword = 7 }, Mistake{Field: FieldMinPassword, Rule: RuleRange}},
		"too long a minimum":  {func(s *Settings) { s.MinPassword = 65 }, Mistake{Field: FieldMinPassword, Rule: RuleRange}},
		"no idle time":        {func(s *Settings) { s.IdleLock = 0 }, Mistake{Field: FieldIdleLock, Rule: RuleRange}},
		"too long":            {func(s *Settings) { s.IdleLock = MostIdleLock + time.Minute }, Mistake{Field: FieldIdleLock, Rule: RuleRange}},
		"half a minute":       {func(s *Settings) { s.IdleLock = 90 * time.Second }, Mistake{Field: FieldIdleLock, Rule: RuleRange}},
		"another kind":        {func(s *Settings) { s.Generated = "poems" }, Mistake{Field: FieldGenerated, Rule: RuleUnknown}},
	} {
		next := seen
		c.edit(&next)
		wantMistakes(t, what, w.root.ChangeSettings(t.Context(), seen, next), c.want)
	}
	// What another program has written counts as far as it makes sense.
	w.exec(t, `INSERT INTO settings (key, value) VALUES ('minimum password length', '3'), ('idle lock minutes', 'soon'),
		('generated passwords', 'words'), ('another', 'thing')`)
	want := DefaultSettings()
	want.Generated = Words
	if got, err := w.service.Settings(t.Context()); err != nil || got != want {
		t.Errorf("got %+v, error %v, want %+v", got, err, want)
	}
}

func TestSettingsAreRefused(t *testing.T) {
	w := newWorld(t)
	for _, role := range []Role{Admin, LedgerManager} {
		s := w.session(t, roleNames[role][:5], role)
		next := DefaultSettings()
		next.MinPassword = 8
		why := WhySystemAdmin
		if role == LedgerManager {
			why = WhyOwnOnly
		}
		wantRefused(t, "change by "+roleNames[role], s.ChangeSettings(t.Context(), DefaultSettings(), next), ChangeSettings, why)
	}
	if got, err := w.service.Settings(t.Context()); err != nil || got != DefaultSettings() {
		t.Errorf("got %+v, error %v, want no change", got, err)
	}
}

// The least length of the settings holds for every way to a password.
func TestMinPassword(t *testing.T) {
	w := newWorld(t)
	u := w.add(t, "anna", LedgerManager)
	key := w.root.TakeRecoveryKey()
	next := DefaultSettings()
	next.MinPassword = 64
	wantErr(t, "change settings", w.root.ChangeSettings(t.Context(), DefaultSettings(), next), nil)
	short := Mistake{Field: FieldPassword, Rule: RuleShort}
	_, err := w.root.CreateUser(t.Context(), NewUser{Name: "new", Email: "new@example.com", Password: other, Role: Admin})
	wantMistakes(t, "create", err, short)
	wantMistakes(t, "set", w.root.SetPassword(t.Context(), u, other), short)
	wantMistakes(t, "change", w.signIn(t, "anna").ChangePassword(t.Context(), secret, other), short)
	_, err = w.service.Recover(t.Context(), Recovery{Key: key, Name: "root", Password: other})
	wantMistakes(t, "recover", err, short)
	made, err := w.root.RegeneratePassword(t.Context(), w.present(t, u.ID))
	if err != nil || len(made) != 64 {
		t.Errorf("regenerate: got %q, error %v, want 64 characters", made, err)
	}
	next, before := Settings{MinPassword: 8, IdleLock: next.IdleLock, Generated: Words}, next
	wantErr(t, "change settings", w.root.ChangeSettings(t.Context(), before, next), nil)
	made, err = w.root.RegeneratePassword(t.Context(), w.present(t, u.ID))
	if err != nil || len(strings.Fields(made)) != 7 {
		t.Errorf("regenerate: got %q, error %v, want seven words", made, err)
	}
	wantErr(t, "set eight characters", w.root.SetPassword(t.Context(), w.present(t, u.ID), "vjqkzwpf"), nil)
}
