package app

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"roster/data"
)

// Errors that a caller can tell apart, beside [RefusedError], [WaitError], [StaleError] and
// [Mistakes].
var (
	// ErrNotEmpty answers a set-up of a file that has been set up.
	ErrNotEmpty = errors.New("the file has been set up already")
	// ErrSignIn answers an unknown name, a wrong password and a disabled user alike.
	ErrSignIn = errors.New("user name or password is wrong, or the user is disabled")
	// ErrExpired answers a right password whose time is over.
	ErrExpired = errors.New("the password has expired")
	// ErrRecoveryKey answers a key that is not the file's, or was used already.
	ErrRecoveryKey = errors.New("wrong recovery key")
	// ErrNoSystemAdmin answers a right recovery key with a name that no System Admin has.
	ErrNoSystemAdmin = errors.New("no System Admin has this name")
	// ErrPassword answers a wrong password of somebody who is signed in.
	ErrPassword = errors.New("wrong password")
	// ErrSignedOut ends a session: the actor signed out, or was deleted or disabled, or has another password.
	ErrSignedOut = errors.New("signed out")
	// ErrLocked refuses everything until the session is unlocked.
	ErrLocked = errors.New("locked")
	// ErrMustChange refuses everything until the password is changed.
	ErrMustChange = errors.New("the password must be changed first")
	// ErrConfirm asks for the actor's own password before the operation.
	ErrConfirm = errors.New("confirmation needed")
	// ErrNoUser answers an operation on a user who has been deleted.
	ErrNoUser = errors.New("no such user")
)

// RefusedError is an operation that the permission table refuses.
type RefusedError struct {
	Operation Operation
	Why       Why

	actor, target User
}

// Error implements error.
func (e *RefusedError) Error() string { return fmt.Sprintf("%v refused: %v", e.Operation, e.Why) }

// WaitError refuses a try to prove who one is, since too many have failed. The password was not looked at.
type WaitError struct {
	Left time.Duration // until the next try is taken
}

// Error implements error.
func (e *WaitError) Error() string { return fmt.Sprint("too many failed tries: wait ", e.Left) }

// StaleError is a change to a user whom somebody else has changed since the caller looked. Nothing was
// overwritten.
type StaleError struct {
	Now User // as they are by now
}

// Error implements error.
func (e *StaleError) Error() string { return "user " + e.Now.Name + ": " + data.ErrStale.Error() }

// StaleSettingsError is a change to settings that somebody else has changed since the caller looked. Nothing was
// overwritten.
type StaleSettingsError struct {
	Now Settings // as they are by now
}

// Error implements error.
func (e *StaleSettingsError) Error() string { return "settings: " + data.ErrStale.Error() }

// Field is what a mistake is in.
type Field string

// The fields.
const (
	FieldName      Field = "user name"
	FieldEmail     Field = "email"
	FieldFirstName Field = "first name"
	FieldLastName  Field = "last name"
	FieldPassword  Field = "password"
	FieldRole      Field = "role"

	FieldRecoveryKey Field = "recovery key"
	FieldMinPassword Field = "minimum password length"
	FieldIdleLock    Field = "idle lock"
	FieldGenerated   Field = "generated passwords"
)

// Rule is what a value breaks.
type Rule string

// The rules.
const (
	RuleRequired  Rule = "required"
	RuleShort     Rule = "too short"    // Mistake.Limit is the least number of characters
	RuleLong      Rule = "too long"     // Mistake.Limit is the largest number of characters, or bytes of an email
	RuleText      Rule = "not UTF-8"    //
	RuleSpace     Rule = "white space"  // inside
	RuleControl   Rule = "control"      // Mistake.Found is the character as U+0000
	RuleInvisible Rule = "invisible"    // likewise; zero-width or changing the direction of text
	RuleCharacter Rule = "character"    // Mistake.Found is a character that is not allowed
	RuleEnds      Rule = "ends"         // must begin and end with a letter or a digit
	RuleScripts   Rule = "scripts"      // Mistake.Found names them
	RuleForm      Rule = "form"         // not name@example.com
	RuleTaken     Rule = "taken"        //
	RuleOwnWords  Rule = "own words"    // a password made of the user's name or email
	RuleCommon    Rule = "common"       // a password that many have
	RuleTrivial   Rule = "trivial"      // a password of runs, repetitions and common words
	RuleLength    Rule = "length"       // Mistake.Limit is the number of characters that there have to be
	RuleChecksum  Rule = "checksum"     // mistyped somewhere
	RuleSame      Rule = "same"         // the present value once more
	RuleUnknown   Rule = "unknown"      // none of those there are
	RuleRange     Rule = "out of range" // Mistake.Least is the lowest and Mistake.Limit the highest that is allowed
)

// Mistake is a value that a rule refuses.
type Mistake struct {
	Field Field
	Rule  Rule
	Found string
	Least int
	Limit int
}

// Error implements error.
func (m Mistake) Error() string {
	return strings.TrimSpace(fmt.Sprintf("%s: %s %s", m.Field, m.Rule, m.Found))
}

// Mistakes are all the mistakes in what was entered, at least one.
type Mistakes []Mistake

// Error implements error.
func (m Mistakes) Error() string {
	texts := make([]string, len(m))
	for i, x := range m {
		texts[i] = x.Error()
	}
	return strings.Join(texts, "; ")
}

// collect returns all the mistakes among errs as Mistakes, or else the first of errs that is another error.
func collect(errs ...error) error {
	var all Mistakes
	for _, err := range errs {
		m, ok := errors.AsType[Mistake](err)
		if !ok && err != nil {
			return err
		}
		if ok {
			all = append(all, m)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

// mistaken turns what the file refuses as not unique into the mistake that it is.
func mistaken(err error) error {
	switch {
	case errors.Is(err, data.ErrNameTaken):
		return Mistakes{{Field: FieldName, Rule: RuleTaken}}
	case errors.Is(err, data.ErrEmailTaken):
		return Mistakes{{Field: FieldEmail, Rule: RuleTaken}}
	}
	return err
}

// Problem is what is wrong with a file as a whole.
type Problem int

// The problems.
const (
	FileFolder Problem = iota + 1
	FilePermission
	FileReadOnly
	FileNetwork
	FileOpen
	FileLinked
	FileNotRoster
	FileNewer
	FileDamaged
	FileFull
	FileBusy
	FileGone
)

var problems = []struct {
	err     error
	problem Problem
}{
	{data.ErrFolder, FileFolder},
	{data.ErrReadOnly, FileReadOnly}, // before permission, which often is its cause
	{data.ErrNetwork, FileNetwork},
	{data.ErrOpen, FileOpen},
	{data.ErrLinked, FileLinked},
	{data.ErrPermission, FilePermission},
	{data.ErrNotRoster, FileNotRoster},
	{data.ErrNewer, FileNewer},
	{data.ErrDamaged, FileDamaged},
	{data.ErrFull, FileFull},
	{data.ErrBusy, FileBusy},
	{data.ErrGone, FileGone},
}

// FileProblem returns what is wrong with the file, if that is what err is about.
func FileProblem(err error) (Problem, bool) {
	for _, p := range problems {
		if errors.Is(err, p.err) {
			return p.problem, true
		}
	}
	return 0, false
}
