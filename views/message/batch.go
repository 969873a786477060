package message

import (
	"errors"
	"strconv"
	"strings"

	"roster/app"
	"roster/app/access"
	"roster/app/journal"
	"roster/identity"
	"roster/views/lang"
)

// Users returns a number of users.
func Users(n int) string {
	if n == 1 {
		return lang.L("1 user")
	}
	return lang.L("{{.N}} users", Args{"N": Number(n)})
}

// BatchVerb says what an action does to a number of users, as a button or a title says it.
func BatchVerb(op access.Operation, n int) string {
	users := Args{"Users": Users(n)}
	switch op {
	case access.ChangeRole:
		return lang.L("Change role of {{.Users}}", users)
	case access.SetPassword:
		return lang.L("Regenerate passwords of {{.Users}}", users)
	case access.DisableUser:
		return lang.L("Disable {{.Users}}", users)
	case access.EnableUser:
		return lang.L("Enable {{.Users}}", users)
	case access.UnlockUser:
		return lang.L("Unlock {{.Users}}", users)
	case access.DeleteUser:
		return lang.L("Delete {{.Users}}", users)
	}
	return lang.L("Change {{.Users}}", users)
}

// BatchWill says how many users a plan will change.
func BatchWill(p *app.Plan) string {
	a, n := p.Action, p.Will()
	data := Args{"N": Number(n), "Role": Role(a.Role)}
	if removes := p.Removes(); removes > 0 && removes < n {
		return lang.L("{{.N}} will be deleted, and {{.Other}} will get their former values back.",
			Args{"N": Number(removes), "Other": Number(n - removes)})
	}
	switch a.Operation {
	case access.ChangeRole:
		if a.Role == 0 {
			return lang.L("{{.N}} will get their former role back.", data)
		}
		return lang.L("{{.N}} will get the role {{.Role}}.", data)
	case access.SetPassword:
		return lang.L("{{.N}} will get a new password.", data)
	case access.DisableUser:
		return lang.L("{{.N}} will be disabled.", data)
	case access.EnableUser:
		return lang.L("{{.N}} will be enabled.", data)
	case access.UnlockUser:
		return lang.L("{{.N}} will be unlocked.", data)
	case access.DeleteUser:
		return lang.L("{{.N}} will be deleted.", data)
	}
	return lang.L("{{.N}} will get their former values back.", data)
}

// BatchMeans says what an action means for those it is done to, or "".
func BatchMeans(op access.Operation) string {
	switch op {
	case access.SetPassword:
		return lang.L("The passwords that they have now stop working at once, and they will be signed out everywhere. " +
			"You'll see the new ones once. They must be changed at the next sign-in.")
	case access.DisableUser:
		return lang.L("They will be signed out everywhere and can't sign in until enabled again. Nothing is lost.")
	case access.DeleteUser:
		return lang.L("This can't be undone. The accounts, their passwords and their roles are deleted for good. The " +
			"journal keeps what they did, without their names and email addresses.")
	}
	return ""
}

// BackupsOfMany introduces the list of the backups that hold users who will be deleted.
func BackupsOfMany() string {
	return lang.L("Backups that will still hold some of them, with their email addresses and password hashes:")
}

// BatchDone says in one line what became of a batch.
func BatchDone(done app.Applied) string {
	refused, failed := 0, 0
	for _, l := range done.Left {
		if isRefusal(l.Why) {
			refused++
		} else {
			failed++
		}
	}
	return lang.L("Done {{.Done}} · Refused {{.Refused}} · Failed {{.Failed}}",
		Args{"Done": Number(done.Done), "Refused": Number(refused), "Failed": Number(failed)})
}

// isRefusal reports whether a user was left as they are for a reason that a plan shows, not for a change since.
func isRefusal(why error) bool {
	_, refused := errors.AsType[*app.RefusedError](why)
	return refused || errors.Is(why, app.ErrAlready)
}

// Refused returns the users who were refused, as [BatchDone] counts them.
func Refused(left []app.Left) (users []int64) {
	for _, l := range left {
		if isRefusal(l.Why) {
			users = append(users, l.User.ID)
		}
	}
	return users
}

// Left says why a user is left as they are by an action.
func Left(op access.Operation, why error) string {
	mistakes, isMistake := errors.AsType[identity.Mistakes](why)
	_, stale := errors.AsType[*app.StaleError](why)
	switch {
	case errors.Is(why, app.ErrAlready):
		return already(op)
	case stale:
		return lang.L("Changed since. Look at this user first.")
	case errors.Is(why, app.ErrErased):
		return lang.L("What it was before has been erased.")
	case errors.Is(why, app.ErrNotUndoable):
		return lang.L("This change can't be undone.")
	case isMistake:
		texts := make([]string, len(mistakes))
		for i, m := range mistakes {
			texts[i] = Mistake(m)
		}
		return strings.Join(texts, " ")
	}
	text, _ := Error(why)
	return text
}

func already(op access.Operation) string {
	switch op {
	case access.ChangeRole:
		return lang.L("Has this role already.")
	case access.DisableUser:
		return lang.L("Is disabled already.")
	case access.EnableUser:
		return lang.L("Is not disabled.")
	case access.UnlockUser:
		return lang.L("Is not locked.")
	}
	return lang.L("There is nothing to change.")
}

// LeftList lists users who are left as they are, one to a line, at most most of them.
func LeftList(op access.Operation, left []app.Left, most int) string {
	var lines []string
	for i, l := range left {
		if i == most {
			lines = append(lines, lang.L("… and {{.N}} more", Args{"N": Number(len(left) - most)}))
			break
		}
		lines = append(lines, lang.L("{{.Name}}: {{.Reason}}",
			Args{"Name": Name(l.User.Name, l.User.ID), "Reason": Left(op, l.Why)}))
	}
	return strings.Join(lines, "\n")
}

// NotUndone says why an entry cannot be undone, or returns "" if err is about something else.
func NotUndone(err error) string {
	if errors.Is(err, app.ErrNotUndoable) {
		return lang.L("This can't be undone. Deletions and passwords can't, nor can what changed no user.")
	}
	return ""
}

// batchPhrases say what a batch did, untranslated.
var batchPhrases = map[access.Operation]string{
	access.ChangeRole:  "changed the role of {{.Users}}",
	access.SetPassword: "gave {{.Users}} new passwords",
	access.DisableUser: "disabled {{.Users}}",
	access.EnableUser:  "enabled {{.Users}}",
	access.UnlockUser:  "unlocked {{.Users}}",
	access.DeleteUser:  "deleted {{.Users}}",
	access.ChangeEmail: "changed the email of {{.Users}}",
	access.EditNames:   "changed the names of {{.Users}}",
	access.RenameUser:  "renamed {{.Users}}",

	access.ImportUser:   "imported {{.Users}}",
	access.ImportHashes: "imported {{.Users}}, with password hashes",
	access.ChangeNote:   "changed the notes about {{.Users}}",
	access.ChangeExpiry: "changed when the accounts of {{.Users}} expire",
}

// batchText says in one line what a batch did.
func batchText(e identity.Event) string {
	phrase, known := batchPhrases[access.OperationNamed(journal.ValueOf(e, journal.FieldOperation))]
	n, err := strconv.Atoi(journal.ValueOf(e, journal.FieldDone))
	if !known || err != nil { // another program has written it
		return lang.L("changed several users")
	}
	text := lang.L(phrase, Args{"Users": Users(n)})
	if role := journal.ValueOf(e, journal.FieldRole); role != "" {
		text += ": " + Label(role)
	}
	if undone := journal.ValueOf(e, journal.FieldUndoes); undone != "" {
		return lang.L("undid entry {{.N}}: {{.Text}}", Args{"N": undone, "Text": text})
	}
	return text
}

// NotErasedYet says that deleted users are still in the file.
func NotErasedYet() string {
	return lang.L("Another window or program is reading the file, so the name, the email address and the password hash " +
		"of who was deleted are not yet gone from it. They will be as soon as nobody else is reading it, or at the latest " +
		"when all windows are closed.")
}

// LastOfMany says that a batch would leave no System Admin, or returns "" if err is about something else.
func LastOfMany(err error) string {
	if refused, ok := errors.AsType[*app.RefusedError](err); ok && refused.Reason == access.ReasonLast {
		return lang.L("No System Admin who can sign in would be left, so nothing was changed. Leave one of them out.")
	}
	return ""
}

// StalePage says that the selected rows may be those of other users by now, or returns "" if err is about something
// else.
func StalePage(err error) string {
	if errors.Is(err, app.ErrStalePage) {
		return lang.L("The list has just changed. Look at what is selected, and try again.")
	}
	return ""
}
