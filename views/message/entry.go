package message

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2/lang"

	"roster/app"
)

// phrase is what an operation is called: when it was done, and when it was only attempted.
type phrase struct{ done, tried string }

// phrases are the phrases of all operations, before they are translated. {{.Target}} is the user it was done to.
var phrases = map[app.Operation]phrase{
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

// EntryText is what an entry of the journal says, in a line: what was done, and what it changed.
func EntryText(e app.Event) string {
	op := app.OperationOf(e.Operation)
	if _, known := phrases[op]; !known { // written by a newer version
		return e.Operation
	}
	text := operationText(op, e.Outcome, cmp.Or(e.Target, lang.L("somebody")))
	if op == app.SignIn && e.Target == "" && e.Outcome != app.OutcomeDone {
		text = lang.L("tried to sign in with an unknown name")
	}
	if changes := changesText(op, app.Changes(e)); changes != "" {
		return text + ": " + changes
	}
	return text
}

// operationText is what was done or attempted, and to whom.
func operationText(op app.Operation, outcome app.Outcome, target string) string {
	text := phrases[op].done
	if outcome == app.OutcomeRefused || outcome == app.OutcomeFailed && op != app.VerifyJournal {
		text = phrases[op].tried
	}
	return lang.L(text, Args{"Target": target})
}

// inDetail are the fields that the line of an entry leaves to its details.
var inDetail = map[string]bool{app.RecoveryField: true, app.ExpiryField: true, app.MustChangeField: true}

// changesText is what an operation changed, in short. Of a user who came or went it is the role, and nothing where the
// phrase says it all.
func changesText(op app.Operation, changes []app.Change) string {
	var texts []string
	changes = slices.DeleteFunc(changes, func(c app.Change) bool { return inDetail[c.Field] })
	for _, c := range changes {
		text := Change(c)
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
			text = Label(c.Field) + " " + text
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, ", ")
}

// Actor is the name of the user who did what an entry says.
func Actor(e app.Event) string { return cmp.Or(e.Actor, lang.L("somebody")) }
