package views

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/views/theme"
)

// deed is what an operation is called: when it was done, and when it was only tried.
type deed struct{ done, tried string }

// deeds are those of all operations, before they are translated. {{.Target}} is to whom it was done.
var deeds = map[app.Operation]deed{
	app.SetUp:     {"set up this file", "tried to set up this file"},
	app.SignIn:    {"signed in", "tried to sign in as {{.Target}}"},
	app.SignOut:   {"signed out", "tried to sign out"},
	app.Lock:      {"locked the window", "tried to lock the window"},
	app.Unlock:    {"unlocked the window", "tried to unlock the window"},
	app.Confirm:   {"confirmed with the password", "tried to confirm with the password"},
	app.SeeUser:   {"looked at {{.Target}}", "tried to look at {{.Target}}"},
	app.FindUsers: {"looked at the users", "tried to look at the users"},

	app.CreateUser:     {"created {{.Target}}", "tried to create a user"},
	app.EditNames:      {"changed the names of {{.Target}}", "tried to change the names of {{.Target}}"},
	app.RenameUser:     {"renamed {{.Target}}", "tried to rename {{.Target}}"},
	app.ChangeEmail:    {"changed the email of {{.Target}}", "tried to change the email of {{.Target}}"},
	app.ChangeRole:     {"changed the role of {{.Target}}", "tried to change the role of {{.Target}}"},
	app.SetPassword:    {"gave {{.Target}} a new password", "tried to give {{.Target}} a new password"},
	app.ChangePassword: {"changed their own password", "tried to change their own password"},
	app.DisableUser:    {"disabled {{.Target}}", "tried to disable {{.Target}}"},
	app.EnableUser:     {"enabled {{.Target}}", "tried to enable {{.Target}}"},
	app.UnlockUser:     {"unlocked {{.Target}}", "tried to unlock {{.Target}}"},
	app.DeleteUser:     {"deleted {{.Target}}", "tried to delete {{.Target}}"},

	app.ReadJournal:      {"read the journal", "tried to read the journal"},
	app.ReadOwnEvents:    {"read their own events", "tried to read their own events"},
	app.VerifyJournal:    {"verified the journal", "tried to verify the journal"},
	app.ExportJournal:    {"exported the journal", "tried to export the journal"},
	app.ChangeSettings:   {"changed the settings", "tried to change the settings"},
	app.BackUp:           {"made a backup", "tried to make a backup"},
	app.Restore:          {"restored a backup", "tried to restore a backup"},
	app.ExportHashes:     {"exported users with password hashes", "tried to export password hashes"},
	app.ImportUser:       {"imported {{.Target}}", "tried to import a user"},
	app.ExportUsers:      {"exported users", "tried to export users"},
	app.Recover:          {"let {{.Target}} in with the recovery key", "tried a recovery key"},
	app.SeeRecoveryKey:   {"looked when the recovery key was made", "tried to look when the recovery key was made"},
	app.RenewRecoveryKey: {"renewed the recovery key", "tried to renew the recovery key"},
}

// terms are the words of the journal that are translated: its fields, values of which there are few, and reasons. They
// are in the file as they stand here.
var terms = map[string]bool{
	"name": true, "email": true, "first name": true, "last name": true, "role": true, "status": true, "password": true,
	"password expires": true, "failed tries": true, "entries": true, "head": true, "format": true,
	"minimum password length": true, "idle lock minutes": true, "generated passwords": true,

	"System Admin": true, "Admin": true, "Ledger manager": true, "enabled": true, "disabled": true,
	"characters": true, "words": true, "yes": true, "no": true,

	"rank": true, "System Admin only": true, "own account": true, "own password": true, "own user name": true,
	"own account only": true, "must change password": true, "does not apply": true, "last System Admin": true,
	"user name or password is wrong, or the user is disabled": true, "the password has expired": true,
	"wrong recovery key": true, "too many tries": true, "wrong password": true, "not all could be written": true,
	"unsuitable password": true,
}

// term is a word of the journal as people read it. One that another program has written stays as it is.
func term(word string) string {
	if terms[word] {
		return lang.L(word)
	}
	return word
}

// value is what a field was or became as people read it.
func value(field, value string) string {
	switch field {
	case "role", "status", "password", "generated passwords", app.MustChangeField:
		return term(value)
	case app.ExpiryField:
		if t, err := time.Parse(time.RFC3339, value); err == nil {
			return second(t)
		}
	}
	return value
}

// toldChange is what a field was and became.
func toldChange(c app.Change) string {
	before, after := value(c.Field, c.Before), value(c.Field, c.After)
	switch {
	case before == "" && after == "":
		return "–"
	case after == "":
		return before + " → –"
	case before != "":
		return before + " → " + after
	}
	return after
}

// told is what an entry tells, in a line: what was done and what changed by it.
func told(e app.Event) string {
	op := app.OperationOf(e.Operation)
	if _, known := deeds[op]; !known { // by a newer version
		return e.Operation
	}
	target := e.Target
	if target == "" {
		target = lang.L("somebody")
	}
	text := deedText(op, e.Outcome, target)
	if op == app.SignIn && e.Target == "" && e.Outcome != app.OutcomeDone {
		text = lang.L("tried to sign in with an unknown name")
	}
	if changes := toldChanges(op, app.Changes(e)); changes != "" {
		return text + ": " + changes
	}
	return text
}

// deedText is what was done or tried, and to whom.
func deedText(op app.Operation, outcome app.Outcome, target string) string {
	text := deeds[op].done
	if outcome == app.OutcomeRefused || outcome == app.OutcomeFailed && op != app.VerifyJournal {
		text = deeds[op].tried
	}
	return lang.L(text, args{"Target": target})
}

// reading is how people read what the journal says in fixed words, for them to find entries by.
func reading() app.Reading {
	r := app.Reading{Deeds: map[app.Deed]string{}, Terms: map[string]string{}, Nobody: lang.L("somebody")}
	for op := range deeds {
		for _, outcome := range []app.Outcome{app.OutcomeDone, app.OutcomeRefused, app.OutcomeFailed} {
			d, ended := app.Deed{Operation: op.String(), Outcome: outcome}, " "+outcomeName(outcome)
			r.Deeds[d] = deedText(op, outcome, "") + ended
			d.ToNobody = true
			r.Deeds[d] = told(app.Event{Operation: d.Operation, Outcome: outcome}) + ended
		}
	}
	for word := range terms {
		if read := lang.L(word); read != word {
			r.Terms[word] = read
		}
	}
	return r
}

// inDetail are the fields that the line of an entry leaves to its details.
var inDetail = map[string]bool{app.RecoveryField: true, app.ExpiryField: true, app.MustChangeField: true}

// toldChanges is what changed by an operation, in short: of a user who came or went the role, nothing where its name tells it.
func toldChanges(op app.Operation, changes []app.Change) string {
	var texts []string
	changes = slices.DeleteFunc(changes, func(c app.Change) bool { return inDetail[c.Field] })
	for _, c := range changes {
		text := toldChange(c)
		switch op {
		case app.SetUp, app.DisableUser, app.EnableUser:
			return ""
		case app.CreateUser, app.DeleteUser:
			if c.Field == "role" {
				return value(c.Field, cmp.Or(c.After, c.Before))
			}
			continue
		}
		if len(changes) > 1 || op != app.ChangeRole && op != app.ChangeEmail && op != app.RenameUser {
			text = term(c.Field) + " " + text
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, ", ")
}

// doer is who did what an entry tells.
func doer(e app.Event) string {
	if e.Actor == "" {
		return lang.L("somebody")
	}
	return e.Actor
}

func outcomeName(o app.Outcome) string {
	switch o {
	case app.OutcomeRefused:
		return lang.L("Refused")
	case app.OutcomeFailed:
		return lang.L("Failed")
	}
	return lang.L("Done")
}

func outcomeTone(o app.Outcome) theme.Tone {
	switch o {
	case app.OutcomeRefused:
		return theme.ToneAmber
	case app.OutcomeFailed:
		return theme.ToneRed
	}
	return theme.ToneGreen
}

// second is a time with its seconds, as people read it where they are.
func second(t time.Time) string { return t.Local().Format("2006-01-02 15:04:05") }

// kind is a group of operations that the journal is searched for.
type kind struct {
	label string
	ops   []app.Operation // none for all
}

func kinds() []kind {
	return []kind{
		{lang.L("Everything"), nil},
		{lang.L("Signing in and out"), []app.Operation{
			app.SignIn, app.SignOut, app.Lock, app.Unlock, app.Confirm, app.Recover,
		}},
		{lang.L("Users"), []app.Operation{
			app.SetUp, app.CreateUser, app.EditNames, app.RenameUser, app.ChangeEmail, app.ChangeRole, app.DisableUser,
			app.EnableUser, app.DeleteUser, app.ImportUser, app.SeeUser, app.FindUsers,
		}},
		{lang.L("Passwords"), []app.Operation{
			app.SetPassword, app.ChangePassword, app.UnlockUser, app.Recover, app.RenewRecoveryKey, app.SeeRecoveryKey,
		}},
		{lang.L("Journal, settings, files"), []app.Operation{
			app.ReadJournal, app.ReadOwnEvents, app.VerifyJournal, app.ExportJournal, app.ChangeSettings, app.BackUp, app.Restore,
			app.ExportHashes, app.ExportUsers,
		}},
	}
}

// period is a time up to now that the journal is searched for.
type period struct {
	label string
	days  int       // 1 is today; 0 is all of it, or from the day first on, to last
	first time.Time // midnight, where people are; zero for no bound
	last  time.Time
}

func periods() []period {
	return []period{
		{label: lang.L("Any time")}, {label: lang.L("Today"), days: 1}, {label: lang.L("Last 7 days"), days: 7},
		{label: lang.L("Last 30 days"), days: 30}, {label: lang.L("Last 365 days"), days: 365},
	}
}

// bounds are when a period begins, at midnight where people are, and when it has ended; zero for no bound.
func (p period) bounds(now time.Time) (from, to time.Time) {
	if p.days == 0 {
		if !p.last.IsZero() {
			to = p.last.AddDate(0, 0, 1)
		}
		return p.first, to
	}
	y, m, d := now.Local().Date()
	return time.Date(y, m, d-p.days+1, 0, 0, 0, 0, time.Local), time.Time{}
}

// daysFrom is the period from one day to another, either of which may be left open.
func daysFrom(first, last time.Time) period {
	p := period{first: first, last: last}
	a, b := first.Format(time.DateOnly), last.Format(time.DateOnly)
	switch {
	case first.IsZero() && last.IsZero():
		return periods()[0]
	case last.IsZero():
		p.label = lang.L("From {{.Day}}", args{"Day": a})
	case first.IsZero():
		p.label = lang.L("To {{.Day}}", args{"Day": b})
	case first.Equal(last):
		p.label = a
	default:
		p.label = a + " – " + b
	}
	return p
}
