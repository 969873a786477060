package views

import (
	"context"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/views/form"
)

// args are what is filled into a text.
type args = map[string]any

// sentence says an error to a person: what is wrong, and what to do next. An error that it does not know goes to
// the log.
func (s *shell) sentence(err error) string {
	if refused, ok := errors.AsType[*app.RefusedError](err); ok {
		return reason(refused.Why)
	}
	if _, ok := errors.AsType[*app.StaleSettingsError](err); ok {
		return lang.L("Somebody else has changed the settings in the meantime. Nothing of yours was saved. " +
			"Send again to put yours in their place, or leave the page.")
	}
	if p, ok := app.FileProblem(err); ok {
		return fileSentence(p)
	}
	switch {
	case errors.Is(err, app.ErrSignIn):
		return lang.L("User name or password is wrong, or the user is disabled.")
	case errors.Is(err, app.ErrExpired):
		return lang.L("This password has expired. Ask an administrator for a new one.")
	case errors.Is(err, app.ErrRecoveryKey):
		return lang.L("This is not the recovery key of this file, or it was used or renewed. Look for a newer one.")
	case errors.Is(err, app.ErrNoSystemAdmin):
		return lang.L("The key is right, but no System Admin has this user name. Enter that of a System Admin.")
	case errors.Is(err, app.ErrPassword):
		return lang.L("This is not your password. Type the one you signed in with.")
	case errors.Is(err, app.ErrNotEmpty):
		return lang.L("Roster has been set up in another window in the meantime. Sign in with an account of it.")
	case errors.Is(err, app.ErrNoUser):
		return lang.L("This user has been deleted in the meantime.")
	case errors.Is(err, app.ErrLocked):
		return lang.L("The window was locked before this was done. Try again.")
	case errors.Is(err, app.ErrConfirm):
		return lang.L("Your confirmation has run out. Try again and type your password.")
	}
	s.log.Error("unexpected", "error", err)
	return lang.L("Something unexpected happened, and nothing was changed. Try again; the log says more.")
}

// Sentence says to a person why a file could not be opened.
func Sentence(err error) string {
	if p, ok := app.FileProblem(err); ok {
		return fileSentence(p)
	}
	return lang.L("It could not be opened. Nothing was changed. Check its name, and that the disk can be read.")
}

// fail makes the form editable again and says what went wrong. Where one has to wait for the next try, it counts down.
func (v *view) fail(f *form.Form, err error) {
	wait, ok := errors.AsType[*app.WaitError](err)
	if !ok {
		f.Fail(v.sentence(err))
		return
	}
	f.Idle()
	v.countDown(f, time.Now().Add(wait.Left))
}

// mustWait tells whether a password was not even looked at.
func mustWait(err error) bool {
	_, ok := errors.AsType[*app.WaitError](err)
	return ok
}

// countDown says how long there is to wait, until it is over or the form has something else to say.
func (v *view) countDown(f *form.Form, end time.Time) {
	left := time.Until(end).Round(time.Second)
	if left <= 0 {
		f.Say(lang.L("You can try again now."))
		return
	}
	said := lang.L("Too many failed tries. The next one is possible in {{.Time}}.", args{"Time": clock(left)})
	f.Hold(said)
	after(v.ctx, v.shell, time.Second, func() {
		if f.Said() == said {
			v.countDown(f, end)
		}
	})
}

// reason says why the permission table refuses something.
func reason(why app.Why) string {
	switch why {
	case app.WhyRank:
		return lang.L("An Admin may do this to Ledger managers only.")
	case app.WhySystemAdmin:
		return lang.L("Only a System Admin may do this.")
	case app.WhyOwnAccount:
		return lang.L("Nobody may do this to their own account. Ask another System Admin.")
	case app.WhyOwnPassword:
		return lang.L("Change your own password under My account.")
	case app.WhyOwnName:
		return lang.L("Only a System Admin may change your user name.")
	case app.WhyOwnOnly:
		return lang.L("A Ledger manager may change their own account only.")
	case app.WhyLast:
		return lang.L("This is the last System Admin who can sign in. Make somebody else System Admin first.")
	case app.WhyMustChange:
		return lang.L("Change your password first.")
	}
	return lang.L("This cannot be done here.")
}

// fileSentence says what is wrong with the file, without naming it.
func fileSentence(p app.Problem) string {
	switch p {
	case app.FileFolder:
		return lang.L("This is a folder, not a file. Nothing was opened. Give Roster the name of a file in it.")
	case app.FilePermission:
		return lang.L("You may not read this file or its folder. Nothing was opened. Ask its owner, or choose another file.")
	case app.FileReadOnly:
		return lang.L("This file cannot be written to, so nothing was changed. " +
			"Make it writable for you, or move it to a place where you may write.")
	case app.FileNetwork:
		return lang.L("This file lies on another computer, where two could write into it at once. It was not opened. " +
			"Move it to a disk of this computer.")
	case app.FileOpen:
		return lang.L("Other users of this computer may read or change this file. It was not opened. " +
			"Take their permissions away, on Linux and macOS by: chmod 600 FILE")
	case app.FileLinked:
		return lang.L("This file has another name, too (a hard link), and what is done under one is lost under the other. " +
			"It was not opened. Delete the other name, or open a copy.")
	case app.FileNotRoster:
		return lang.L("This is not a Roster file. It was left as it is. Choose another file, or a new name for a new one.")
	case app.FileNewer:
		return lang.L("A newer version of Roster made this file. It was left as it is. Install the newer version to open it.")
	case app.FileDamaged:
		return lang.L("This file is damaged. It was left as it is. Restore it from a backup.")
	case app.FileFull:
		return lang.L("The disk is full, so nothing was changed. Free some space and try again.")
	case app.FileBusy:
		return lang.L("Another program is using the file, so nothing was changed. Try again in a moment.")
	}
	return lang.L("The file has been moved or deleted while it was open, so nothing was changed. " +
		"Put it back, or start Roster again.")
}

// mistakeSentence says what is wrong with a value, and what would be right.
func mistakeSentence(m app.Mistake) string {
	data := args{"Found": m.Found, "Limit": m.Limit}
	switch m.Rule {
	case app.RuleRequired:
		return lang.L("This is needed.")
	case app.RuleShort:
		return lang.L("At least {{.Limit}} characters. Several words are easy to remember.", data)
	case app.RuleLong:
		return lang.L("At most {{.Limit}} characters.", data)
	case app.RuleText:
		return lang.L("This is not readable text. Type it instead of pasting it.")
	case app.RuleSpace:
		return lang.L("No spaces inside.")
	case app.RuleControl, app.RuleInvisible:
		return lang.L("There is an invisible character ({{.Found}}) in it. Type it again.", data)
	case app.RuleCharacter:
		return characterSentence(m)
	case app.RuleEnds:
		return lang.L("It must begin and end with a letter or a digit.")
	case app.RuleScripts:
		return lang.L("Letters of different scripts ({{.Found}}) that may look alike. Use one script.", data)
	case app.RuleForm:
		return lang.L("Enter an address such as name@example.com, without anything around it.")
	case app.RuleTaken:
		return takenSentence(m.Field)
	case app.RuleOwnWords:
		return lang.L("It is made of the user's own name or email. Choose something else.")
	case app.RuleCommon:
		return lang.L("Many people have this password, so it is guessed first. Choose another.")
	case app.RuleTrivial:
		return lang.L("It is too easy to guess: a common word, a pattern or a repetition. A few unrelated words do well.")
	case app.RuleLength:
		return lang.L("It has {{.Limit}} letters and digits. Something is missing, or there is too much.", data)
	case app.RuleChecksum:
		return lang.L("Something in it is mistyped. Compare it with what you wrote down.")
	case app.RuleRange:
		return lang.L("A whole number from {{.Least}} to {{.Limit}}.", args{"Least": m.Least, "Limit": m.Limit})
	case app.RuleSame:
		return lang.L("This is the present one. Choose another.")
	case app.RuleUnknown:
		return lang.L("Choose one of the roles.")
	}
	return lang.L("This cannot be used.")
}

func characterSentence(m app.Mistake) string {
	switch {
	case m.Field == app.FieldName && m.Found != "":
		return lang.L("“{{.Found}}” is not allowed: use letters, digits and . _ -", args{"Found": m.Found})
	case m.Field == app.FieldName:
		return lang.L("Use letters, digits and . _ - only, written in one direction.")
	}
	return lang.L("There is a character in it that cannot be used.")
}

func takenSentence(f app.Field) string {
	if f == app.FieldEmail {
		return lang.L("Another user has this email address.")
	}
	return lang.L("Another user has this name (capitals and accents written otherwise do not make it different).")
}

// check makes the check of a form's field from one of app.
func check(f func(string) (string, error)) func(string) string {
	return func(value string) string {
		_, err := f(value)
		if m, ok := errors.AsType[app.Mistake](err); ok {
			return mistakeSentence(m)
		}
		return ""
	}
}

// checkPersonName is the check of a first or last name.
func checkPersonName(f app.Field) func(string) string {
	return check(func(value string) (string, error) { return app.CheckPersonName(f, value) })
}

// sending is what a form does when it is sent.
type sending[T any] struct {
	form   *form.Form
	busy   string // what is being done
	fields map[app.Field]form.Field
	work   func(context.Context) (T, error)
	done   func(T)
	stale  func(now app.User) string // says what somebody else has changed; nil if nothing can be out of date
}

// submit does the work off the UI thread while the form says that it is busy. An error keeps what was typed and is
// said at the field that it belongs to. Where a confirmation is needed, it is asked for and the work done after it.
func submit[T any](v *view, s sending[T]) {
	s.form.Busy(s.busy)
	run(v, s.work, func(result T, err error) {
		if errors.Is(err, app.ErrConfirm) {
			v.askConfirmation(s.form.Idle, func() { submit(v, s) })
			return
		}
		if mistakes, ok := asMistakes(err); ok {
			v.showMistakes(s.form, s.fields, mistakes)
			return
		}
		if stale, ok := errors.AsType[*app.StaleError](err); ok && s.stale != nil {
			s.form.Fail(s.stale(stale.Now))
			return
		}
		if err != nil {
			v.fail(s.form, err)
			return
		}
		s.done(result)
	})
}

func asMistakes(err error) (app.Mistakes, bool) { return errors.AsType[app.Mistakes](err) }

func isWrongPassword(err error) bool { return errors.Is(err, app.ErrPassword) }

// showMistakes says each mistake at its field, or above the buttons where the form has no such field.
func (s *shell) showMistakes(f *form.Form, fields map[app.Field]form.Field, mistakes app.Mistakes) {
	var rest []string
	for _, m := range mistakes {
		if field, ok := fields[m.Field]; ok {
			f.FailAt(field, mistakeSentence(m))
			continue
		}
		rest = append(rest, mistakeSentence(m))
	}
	if len(rest) > 0 {
		f.Fail(strings.Join(rest, " "))
	}
}
