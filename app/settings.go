package app

import (
	"context"
	"strconv"
	"time"

	"roster/data"
)

// Generated is the kind of password that is made for somebody.
type Generated string

// The kinds.
const (
	Characters Generated = "characters" // of letters and digits
	Words      Generated = "words"      // that are easy to type and to remember
)

// Settings hold for everybody who uses the file.
type Settings struct {
	MinPassword int           // characters, LeastMinPassword to MostMinPassword
	IdleLock    time.Duration // without input until the window locks; whole minutes, LeastIdleLock to MostIdleLock
	Generated   Generated
}

// Bounds of the settings.
const (
	LeastMinPassword = 8 // NIST SP 800-63B-4 section 3.1.1.2 wants 15 where there is no second factor
	MostMinPassword  = 64
	LeastIdleLock    = time.Minute
	MostIdleLock     = 4 * time.Hour
)

// DefaultSettings hold until somebody changes them.
func DefaultSettings() Settings {
	return Settings{MinPassword: MinPassword, IdleLock: 15 * time.Minute, Generated: Characters}
}

// setting is one of them, as the file and the journal have it. The names never change.
type setting struct {
	key string
	get func(Settings) string
	set func(*Settings, string) bool // false if the text is none
}

var settings = []setting{
	{
		"minimum password length",
		func(s Settings) string { return strconv.Itoa(s.MinPassword) },
		func(s *Settings, text string) bool { return number(text, &s.MinPassword) },
	},
	{
		"idle lock minutes",
		func(s Settings) string { return strconv.Itoa(int(s.IdleLock / time.Minute)) },
		func(s *Settings, text string) bool {
			var minutes int
			ok := number(text, &minutes)
			s.IdleLock = time.Duration(minutes) * time.Minute
			return ok
		},
	},
	{
		"generated passwords",
		func(s Settings) string { return string(s.Generated) },
		func(s *Settings, text string) bool { s.Generated = Generated(text); return true },
	},
}

func number(text string, n *int) bool {
	parsed, err := strconv.Atoi(text)
	*n = parsed
	return err == nil
}

// check returns the Mistakes in s.
func (s Settings) check() error {
	var least, idle, kind error
	if s.MinPassword < LeastMinPassword || s.MinPassword > MostMinPassword {
		least = Mistake{Field: FieldMinPassword, Rule: RuleRange, Least: LeastMinPassword, Limit: MostMinPassword}
	}
	if s.IdleLock < LeastIdleLock || s.IdleLock > MostIdleLock || s.IdleLock%time.Minute != 0 {
		idle = Mistake{
			Field: FieldIdleLock, Rule: RuleRange,
			Least: int(LeastIdleLock / time.Minute), Limit: int(MostIdleLock / time.Minute),
		}
	}
	if s.Generated != Characters && s.Generated != Words {
		kind = Mistake{Field: FieldGenerated, Rule: RuleUnknown}
	}
	return collect(least, idle, kind)
}

// settingsOf reads the settings of the file. In the place of one that nobody could have set, by another program, is the
// default.
func settingsOf(tx *data.Tx) (Settings, error) {
	s := DefaultSettings()
	for _, one := range settings {
		text, err := tx.Setting(one.key)
		if err != nil {
			return Settings{}, err
		}
		if next := s; text != "" && one.set(&next, text) && next.check() == nil {
			s = next
		}
	}
	return s, nil
}

// Settings are what holds for everybody. They are no secret: what a password has to be is said to who chooses one.
func (s *Service) Settings(ctx context.Context) (now Settings, err error) {
	err = s.store.View(ctx, func(tx *data.Tx) error {
		now, err = settingsOf(tx)
		return err
	})
	return now, err
}

// rules are the settings, for a session that goes on to the gate. One that nobody sits in has none.
func (s *Session) rules(ctx context.Context) (Settings, error) {
	if s.service == nil {
		return Settings{}, ErrSignedOut
	}
	return s.service.Settings(ctx)
}

// ChangeSettings makes of the settings that the caller has seen others. It fails with [Mistakes], and with
// a [StaleSettingsError] if they are not those any more.
func (s *Session) ChangeSettings(ctx context.Context, seen, next Settings) error {
	if err := next.check(); err != nil {
		return err
	}
	return s.do(ctx, order{op: ChangeSettings}, func(sc *scene) error {
		now, err := settingsOf(sc.Tx)
		if err != nil {
			return err
		}
		if now != seen {
			return &StaleSettingsError{Now: now}
		}
		sc.entry.before, sc.entry.after = map[string]string{}, map[string]string{}
		for _, one := range settings {
			was, is := one.get(now), one.get(next)
			if was == is {
				continue
			}
			sc.entry.before[one.key], sc.entry.after[one.key] = was, is
			if err := sc.SetSetting(one.key, is); err != nil {
				return err
			}
		}
		if len(sc.entry.after) == 0 {
			sc.entry.operation = 0
		}
		return nil
	})
}
