package app

import (
	"errors"
	"strings"
	"testing"
	"time"

	"roster/app/access"
	"roster/identity"
)

// settingsWith returns the default settings, but for some.
func settingsWith(least int, idle time.Duration, g identity.Generated) identity.Settings {
	s := DefaultSettings()
	s.MinPassword, s.IdleLock, s.Generated = least, idle, g
	return s
}

func TestSettings(t *testing.T) {
	w := newWorkspace(t)
	want := DefaultSettings()
	present := func() identity.Settings {
		t.Helper()
		s, err := w.service.Settings(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if got := present(); got != want || checkSettings(want) != nil {
		t.Errorf("new file: got %+v, want %+v", got, want)
	}
	next := settingsWith(20, 5*time.Minute, identity.Words)
	wantErr(t, "change", w.root.ChangeSettings(t.Context(), want, next), nil)
	if got := present(); got != next {
		t.Errorf("got %+v, want %+v", got, next)
	}
	e := w.lastEntry(t)
	if e.operation != "change settings" ||
		e.before != `{"generated passwords":"characters","idle lock minutes":"15","minimum password length":"15"}` ||
		e.after != `{"generated passwords":"words","idle lock minutes":"5","minimum password length":"20"}` {
		t.Errorf("got entry %+v, want the changes", e)
	}
	err := w.root.ChangeSettings(t.Context(), want, want)
	if stale, ok := errors.AsType[*StaleSettingsError](err); !ok || stale.Now != next {
		t.Errorf("stale change: got error %v, want a StaleSettingsError with %+v", err, next)
	}
	wantErr(t, "no change", w.root.ChangeSettings(t.Context(), next, next), nil)
	if got := w.lastEntry(t).seq; got != e.seq {
		t.Error("no change: got an entry, want none")
	}
	one := next
	one.IdleLock = time.Hour
	wantErr(t, "change one setting", w.root.ChangeSettings(t.Context(), next, one), nil)
	if e := w.lastEntry(t); e.after != `{"idle lock minutes":"60"}` {
		t.Errorf("got entry %+v, want only the changed setting", e)
	}
	w.wantChain(t)
}

func TestSettingsOutOfRange(t *testing.T) {
	w := newWorkspace(t)
	seen := DefaultSettings()
	for what, c := range map[string]struct {
		edit func(*identity.Settings)
		want identity.Mistake
	}{
		"too short a minimum":                  {func(s *identity.Settings) { s.MinPassword = 7 }, identity.Mistake{Field: identity.FieldMinPassword, Rule: identity.RuleRange}},
		"too long a minimum":                   {func(s *identity.Settings) { s.MinPassword = 65 }, identity.Mistake{Field: identity.FieldMinPassword, Rule: identity.RuleRange}},
		"no idle time":                         {func(s *identity.Settings) { s.IdleLock = 0 }, identity.Mistake{Field: identity.FieldIdleLock, Rule: identity.RuleRange}},
		"too long":                             {func(s *identity.Settings) { s.IdleLock = identity.MostIdleLock + time.Minute }, identity.Mistake{Field: identity.FieldIdleLock, Rule: identity.RuleRange}},
		"a backup folder that is not absolute": {func(s *identity.Settings) { s.BackupFolder = "backups" }, identity.Mistake{Field: identity.FieldBackupFolder, Rule: identity.RulePath}},
		"a backup folder that is no text":      {func(s *identity.Settings) { s.BackupFolder = "/\xff" }, identity.Mistake{Field: identity.FieldBackupFolder, Rule: identity.RuleText}},
		"too long a backup folder":             {func(s *identity.Settings) { s.BackupFolder = "/" + strings.Repeat("x", identity.MostBackupFolder) }, identity.Mistake{Field: identity.FieldBackupFolder, Rule: identity.RuleLong}},
		"no days between backups":              {func(s *identity.Settings) { s.BackupEvery = 0 }, identity.Mistake{Field: identity.FieldBackupEvery, Rule: identity.RuleRange}},
		"too many days between backups":        {func(s *identity.Settings) { s.BackupEvery = 366 }, identity.Mistake{Field: identity.FieldBackupEvery, Rule: identity.RuleRange}},
		"no days of imported passwords":        {func(s *identity.Settings) { s.ImportedFor = 0 }, identity.Mistake{Field: identity.FieldImportedFor, Rule: identity.RuleRange}},
		"too many days of imported passwords":  {func(s *identity.Settings) { s.ImportedFor = 366 }, identity.Mistake{Field: identity.FieldImportedFor, Rule: identity.RuleRange}},
		"no backups kept":                      {func(s *identity.Settings) { s.BackupKeep = 0 }, identity.Mistake{Field: identity.FieldBackupKeep, Rule: identity.RuleRange}},
		"too many backups kept":                {func(s *identity.Settings) { s.BackupKeep = 366 }, identity.Mistake{Field: identity.FieldBackupKeep, Rule: identity.RuleRange}},
		"half a minute":                        {func(s *identity.Settings) { s.IdleLock = 90 * time.Second }, identity.Mistake{Field: identity.FieldIdleLock, Rule: identity.RuleRange}},
		"another kind":                         {func(s *identity.Settings) { s.Generated = "poems" }, identity.Mistake{Field: identity.FieldGenerated, Rule: identity.RuleUnknown}},
	} {
		t.Run(what, func(t *testing.T) {
			next := seen
			c.edit(&next)
			wantMistakes(t, what, w.root.ChangeSettings(t.Context(), seen, next), c.want)
		})
	}
	// Values that another program has written count only if they are valid.
	w.exec(t, `INSERT INTO settings (key, value) VALUES ('minimum password length', '3'), ('idle lock minutes', 'soon'),
		('generated passwords', 'words'), ('another', 'thing')`)
	want := DefaultSettings()
	want.Generated = identity.Words
	if got, err := w.service.Settings(t.Context()); err != nil || got != want {
		t.Errorf("got %+v, error %v, want %+v", got, err, want)
	}
}

func TestChangeSettingsRefused(t *testing.T) {
	w := newWorkspace(t)
	for _, role := range []identity.Role{identity.Admin, identity.LedgerManager} {
		t.Run(role.String(), func(t *testing.T) {
			s := w.session(t, role.String()[:5], role)
			next := DefaultSettings()
			next.MinPassword = 8
			why := access.ReasonSystemAdmin
			if role == identity.LedgerManager {
				why = access.ReasonOwnOnly
			}
			wantRefused(t, "change", s.ChangeSettings(t.Context(), DefaultSettings(), next), access.ChangeSettings, why)
		})
	}
	if got, err := w.service.Settings(t.Context()); err != nil || got != DefaultSettings() {
		t.Errorf("got %+v, error %v, want no change", got, err)
	}
}

// The minimum length in the settings applies to every way of setting a password.
func TestMinPassword(t *testing.T) {
	w := newWorkspace(t)
	u := w.add(t, "anna", identity.LedgerManager)
	key := w.root.TakeRecoveryKey()
	next := DefaultSettings()
	next.MinPassword = 64
	wantErr(t, "change settings", w.root.ChangeSettings(t.Context(), DefaultSettings(), next), nil)
	short := identity.Mistake{Field: identity.FieldPassword, Rule: identity.RuleShort}
	_, err := w.root.CreateUser(t.Context(), NewUser{Name: "new", Email: "new@example.com", Password: other, Role: identity.Admin})
	wantMistakes(t, "create", err, short)
	wantMistakes(t, "set", w.root.SetPassword(t.Context(), u, other), short)
	wantMistakes(t, "change", w.signIn(t, "anna").ChangePassword(t.Context(), secret, other), short)
	_, err = w.service.Recover(t.Context(), Recovery{Key: key, Name: "root", Password: other})
	wantMistakes(t, "recover", err, short)
	given, err := w.root.RegeneratePassword(t.Context(), w.stored(t, u.ID))
	if err != nil || len(given.Password) != 64 {
		t.Errorf("regenerate: got %q, error %v, want 64 characters", given.Password, err)
	}
	next, before := settingsWith(8, next.IdleLock, identity.Words), next
	wantErr(t, "change settings", w.root.ChangeSettings(t.Context(), before, next), nil)
	given, err = w.root.RegeneratePassword(t.Context(), w.stored(t, u.ID))
	if err != nil || len(strings.Fields(given.Password)) != 7 {
		t.Errorf("regenerate: got %q, error %v, want seven words", given.Password, err)
	}
	wantErr(t, "set eight characters", w.root.SetPassword(t.Context(), w.stored(t, u.ID), "vjqkzwpf"), nil)
}
