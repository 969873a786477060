package message

import (
	"cmp"
	"slices"
	"strings"

	"roster/app/access"
	"roster/app/journal"
	"roster/identity"
	"roster/views/lang"
)

// phrase says what an operation did, and what it tried to do if it was refused or failed. A phrase begins in lower case
// if its entry names an actor. Otherwise nobody was signed in, and it is a sentence of its own.
type phrase struct{ done, tried string }

// phrases holds the phrase of each operation, untranslated. {{.Target}} is the user acted on.
var phrases = map[access.Operation]phrase{
	access.SetUp:     {"set up this file", "tried to set up this file"},
	access.SignIn:    {"signed in", "Someone tried to sign in as {{.Target}}"},
	access.SignOut:   {"signed out", "tried to sign out"},
	access.Lock:      {"locked the window", "tried to lock the window"},
	access.Unlock:    {"unlocked the window", "entered a wrong password to unlock the window"},
	access.Confirm:   {"confirmed with their password", "entered a wrong password to confirm"},
	access.SeeUser:   {"viewed {{.Target}}", "tried to view {{.Target}}"},
	access.FindUsers: {"viewed the users", "tried to view the users"},

	access.CreateUser:     {"created {{.Target}}", "tried to create a user"},
	access.EditNames:      {"changed the names of {{.Target}}", "tried to change the names of {{.Target}}"},
	access.RenameUser:     {"renamed {{.Target}}", "tried to rename {{.Target}}"},
	access.ChangeEmail:    {"changed the email of {{.Target}}", "tried to change the email of {{.Target}}"},
	access.ChangeRole:     {"changed the role of {{.Target}}", "tried to change the role of {{.Target}}"},
	access.SetPassword:    {"gave {{.Target}} a new password", "tried to give {{.Target}} a new password"},
	access.ChangePassword: {"changed their own password", "tried to change their own password"},
	access.DisableUser:    {"disabled {{.Target}}", "tried to disable {{.Target}}"},
	access.EnableUser:     {"enabled {{.Target}}", "tried to enable {{.Target}}"},
	access.UnlockUser:     {"unlocked {{.Target}}", "tried to unlock {{.Target}}"},
	access.ChangeNote:     {"changed the note about {{.Target}}", "tried to change the note about {{.Target}}"},
	access.ChangeExpiry: {
		"changed when the account of {{.Target}} expires", "tried to change when the account of {{.Target}} expires",
	},
	access.DeleteUser:  {"deleted {{.Target}}", "tried to delete {{.Target}}"},
	access.ChangeUsers: {"changed several users", "tried to change several users"},

	access.ReadJournal:    {"read the journal", "tried to read the journal"},
	access.ReadOwnEvents:  {"read their own events", "tried to read their own events"},
	access.VerifyJournal:  {"verified the journal", "tried to verify the journal"},
	access.ExportJournal:  {"exported the journal", "tried to export the journal"},
	access.ChangeSettings: {"changed the settings", "tried to change the settings"},
	access.BackUp:         {"made a backup", "tried to make a backup"},
	access.RemoveBackups:  {"removed backups", "tried to remove backups"},
	access.Restore:        {"restored a backup", "tried to restore a backup"},
	access.RestoreUser:    {"restored {{.Target}}", "tried to restore {{.Target}}"},
	access.ExportHashes:   {"exported users with password hashes", "tried to export password hashes"},
	access.ImportUser:     {"imported {{.Target}}", "tried to import a user"},
	access.ExportUsers:    {"exported users", "tried to export users"},
	access.AcceptOlder:    {"accepted an older file", "tried to accept an older file"},
	access.Recover: {
		"The recovery key was used to sign in as {{.Target}}", "Someone tried to use the recovery key",
	},
	access.Rescue: {
		"What could be read of a damaged file was saved as this file",
		"Someone tried to save what could be read of a damaged file",
	},
	access.ImportHashes: {
		"imported users with password hashes", "tried to import password hashes",
	},
	access.ExpireHash: {
		"The imported password of {{.Target}} was removed, because it was not used in time",
		"Someone tried to remove the imported password of {{.Target}}",
	},
	access.Check: {
		"entered their password in another program", "Someone tried to sign in to another program as {{.Target}}",
	},
	access.SetClock: {"The computer's clock was set", "Someone tried to set the computer's clock"},
	access.SeeRecoveryKey: {
		"checked when the recovery key was created", "tried to check when the recovery key was created",
	},
	access.RenewRecoveryKey: {"renewed the recovery key", "tried to renew the recovery key"},
}

// EntryText returns a journal entry as one line: what was done, and what it changed.
func EntryText(e identity.Event) string {
	op := access.OperationNamed(e.Operation)
	if _, known := phrases[op]; !known { // written by a newer version
		return e.Operation
	}
	if op == access.ChangeUsers && e.Outcome == identity.Done {
		return batchText(e)
	}
	text := operationText(op, e.Outcome, cmp.Or(target(op, e), lang.L("someone")))
	if e.Target == "" && e.TargetID == 0 && e.Outcome != identity.Done {
		switch op {
		case access.SignIn:
			text = lang.L("Someone tried to sign in with an unknown user name")
		case access.Check:
			text = lang.L("Someone tried to sign in to another program with an unknown user name")
		}
	}
	if changes := changesText(op, journal.ChangesOf(e)); changes != "" {
		return text + ": " + changes
	}
	return text
}

// operationText returns the phrase for what was done or attempted.
func operationText(op access.Operation, outcome identity.Outcome, target string) string {
	text := phrases[op].done
	if outcome == identity.Refused || outcome == identity.Failed && op != access.VerifyJournal {
		text = phrases[op].tried
	}
	return lang.L(text, Args{"Target": target})
}

// inDetail holds the fields that only the details of an entry show.
var inDetail = map[string]bool{
	journal.FieldRecoveryKey: true, journal.FieldAttemptKey: true, journal.FieldHash: true,
	journal.FieldExpires: true, journal.FieldMustChange: true, journal.FieldBy: true,
	journal.FieldNote: true, // it can be long
}

// changesText summarizes what an operation changed. For a created or deleted user, that is the role. It is empty where
// the phrase says everything.
func changesText(op access.Operation, changes []identity.Change) string {
	var texts []string
	changes = slices.DeleteFunc(changes, func(c identity.Change) bool { return inDetail[c.Field] })
	for _, c := range changes {
		text := Change(c)
		switch op {
		case access.SetUp, access.DisableUser, access.EnableUser, access.ExpireHash:
			return ""
		case access.CreateUser, access.DeleteUser:
			if c.Field == "role" {
				return value(c.Field, cmp.Or(c.After, c.Before))
			}
			continue
		}
		if len(changes) > 1 || op != access.ChangeRole && op != access.ChangeEmail && op != access.RenameUser &&
			op != access.ChangeExpiry {
			text = Label(c.Field) + " " + text
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, ", ")
}

// Actor returns the name of the user who acted. If nobody was signed in, it returns what acted, or a dash.
func Actor(e identity.Event) string {
	if name := Name(e.Actor, e.ActorID); name != "" {
		return name
	}
	for _, c := range journal.ChangesOf(e) {
		if c.Field == journal.FieldBy {
			return value(c.Field, c.After)
		}
	}
	return "–"
}

// target returns the target of an operation as its phrase says it.
func target(op access.Operation, e identity.Event) string {
	if op == access.DeleteUser && e.Outcome == identity.Done && e.Target == "" && e.TargetID != 0 {
		return lang.L("user no. {{.ID}}", Args{"ID": e.TargetID}) // the phrase says that they were deleted
	}
	return Name(e.Target, e.TargetID)
}
