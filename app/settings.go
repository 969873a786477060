package app

import (
	"context"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"roster/app/access"
	"roster/app/journal"
	"roster/app/password"
	"roster/data"
	"roster/identity"
)

// DefaultSettings apply until someone changes them.
func DefaultSettings() identity.Settings {
	return identity.Settings{
		MinPassword: password.Min, IdleLock: 15 * time.Minute, Generated: identity.Characters, ImportedFor: 90,
		AutoBackup: true, BackupEvery: 1, BackupKeep: 7,
	}
}

// setting is a setting as the file and the journal store it. The keys never change.
type setting struct {
	key string
	get func(identity.Settings) string
	set func(*identity.Settings, string) bool // false if the text is not a valid value
}

var settings = []setting{
	{
		"minimum password length",
		func(s identity.Settings) string { return strconv.Itoa(s.MinPassword) },
		func(s *identity.Settings, text string) bool { return number(text, &s.MinPassword) },
	},
	{
		"idle lock minutes",
		func(s identity.Settings) string { return strconv.Itoa(int(s.IdleLock / time.Minute)) },
		func(s *identity.Settings, text string) bool {
			var minutes int
			ok := number(text, &minutes)
			s.IdleLock = time.Duration(minutes) * time.Minute
			return ok && minutes <= int(identity.MostIdleLock/time.Minute) // a much larger number would overflow
		},
	},
	{
		"generated passwords",
		func(s identity.Settings) string { return string(s.Generated) },
		func(s *identity.Settings, text string) bool { s.Generated = identity.Generated(text); return true },
	},
	{
		string(identity.FieldImportedFor),
		func(s identity.Settings) string { return strconv.Itoa(s.ImportedFor) },
		func(s *identity.Settings, text string) bool { return number(text, &s.ImportedFor) },
	},
	{
		journal.FieldAutoBackup,
		func(s identity.Settings) string {
			if s.AutoBackup {
				return "on"
			}
			return "off"
		},
		func(s *identity.Settings, text string) bool {
			s.AutoBackup = text == "on"
			return text == "on" || text == "off"
		},
	},
	{
		string(identity.FieldBackupFolder),
		func(s identity.Settings) string { return s.BackupFolder },
		func(s *identity.Settings, text string) bool { s.BackupFolder = text; return true },
	},
	{
		string(identity.FieldBackupEvery),
		func(s identity.Settings) string { return strconv.Itoa(s.BackupEvery) },
		func(s *identity.Settings, text string) bool { return number(text, &s.BackupEvery) },
	},
	{
		string(identity.FieldBackupKeep),
		func(s identity.Settings) string { return strconv.Itoa(s.BackupKeep) },
		func(s *identity.Settings, text string) bool { return number(text, &s.BackupKeep) },
	},
}

func number(text string, n *int) bool {
	parsed, err := strconv.Atoi(text)
	*n = parsed
	return err == nil
}

// checkSettings returns the mistakes in s.
func checkSettings(s identity.Settings) error {
	var least, idle, kind error
	if s.MinPassword < identity.LeastMinPassword || s.MinPassword > identity.MostMinPassword {
		least = identity.Mistake{
			Field: identity.FieldMinPassword, Rule: identity.RuleRange,
			Least: identity.LeastMinPassword, Limit: identity.MostMinPassword,
		}
	}
	if s.IdleLock < identity.LeastIdleLock || s.IdleLock > identity.MostIdleLock || s.IdleLock%time.Minute != 0 {
		idle = identity.Mistake{
			Field: identity.FieldIdleLock, Rule: identity.RuleRange,
			Least: int(identity.LeastIdleLock / time.Minute), Limit: int(identity.MostIdleLock / time.Minute),
		}
	}
	if s.Generated != identity.Characters && s.Generated != identity.Words {
		kind = identity.Mistake{Field: identity.FieldGenerated, Rule: identity.RuleUnknown}
	}
	return identity.CollectMistakes(least, idle, kind, checkBackupFolder(s.BackupFolder),
		inRange(identity.FieldImportedFor, s.ImportedFor, identity.MostImportedFor),
		inRange(identity.FieldBackupEvery, s.BackupEvery, identity.MostBackupEvery),
		inRange(identity.FieldBackupKeep, s.BackupKeep, identity.MostBackupKeep))
}

// inRange checks that a number is at least 1 and at most most.
func inRange(field identity.Field, n, most int) error {
	if n < 1 || n > most {
		return identity.Mistake{Field: field, Rule: identity.RuleRange, Least: 1, Limit: most}
	}
	return nil
}

func checkBackupFolder(folder string) error {
	m := identity.Mistake{Field: identity.FieldBackupFolder}
	switch {
	case folder == "":
		return nil
	case !utf8.ValidString(folder), strings.ContainsRune(folder, 0):
		m.Rule = identity.RuleText
	case len(folder) > identity.MostBackupFolder:
		m.Rule, m.Limit = identity.RuleLong, identity.MostBackupFolder
	case !filepath.IsAbs(folder):
		m.Rule = identity.RulePath
	default:
		return nil
	}
	return m
}

// readSettings reads the settings of the file. An invalid value, which another program must have written, counts as the
// default.
func readSettings(tx *data.Tx) (identity.Settings, error) {
	s := DefaultSettings()
	stored, err := tx.Settings()
	if err != nil {
		return identity.Settings{}, err
	}
	for _, one := range settings {
		text := stored[one.key]
		if next := s; text != "" && one.set(&next, text) && checkSettings(next) == nil {
			s = next
		}
	}
	return s, nil
}

// Settings returns the settings. They are not secret: everyone who chooses a password sees its minimum length.
func (s *Service) Settings(ctx context.Context) (now identity.Settings, err error) {
	err = s.store.View(ctx, func(tx *data.Tx) error {
		now, err = readSettings(tx)
		return err
	})
	return now, err
}

// rules returns the settings for a method that later passes the gate. It fails for the zero Session.
func (s *Session) rules(ctx context.Context) (identity.Settings, error) {
	if s.service == nil {
		return identity.Settings{}, ErrSignedOut
	}
	return s.service.Settings(ctx)
}

// ChangeSettings replaces seen, the settings that the caller has read, with next. It fails with [identity.Mistakes],
// and with a [StaleSettingsError] if someone else has changed the settings since.
func (s *Session) ChangeSettings(ctx context.Context, seen, next identity.Settings) error {
	if err := checkSettings(next); err != nil {
		return err
	}
	return s.write(ctx, request{op: access.ChangeSettings}, func(a *authorized) (effect, error) {
		now, err := readSettings(a.Tx)
		if err != nil {
			return 0, err
		}
		if now != seen {
			return 0, &StaleSettingsError{Now: now}
		}
		for _, one := range settings {
			before, after := one.get(now), one.get(next)
			if before == after {
				continue
			}
			a.entry.changes.Set(one.key, before, after)
			if err := a.SetSetting(one.key, after); err != nil {
				return 0, err
			}
		}
		if a.entry.changes.Empty() {
			return unchanged, nil
		}
		return changed, nil
	})
}
