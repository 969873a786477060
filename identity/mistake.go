package identity

import (
	"errors"
	"fmt"
	"strings"
)

// Field names the field that a mistake is in.
type Field string

// The fields.
const (
	FieldName      Field = "user name"
	FieldEmail     Field = "email"
	FieldFirstName Field = "first name"
	FieldLastName  Field = "last name"
	FieldPassword  Field = "password"
	FieldRole      Field = "role"
	FieldNote      Field = "note"
	FieldExpires   Field = "account expires"

	FieldRecoveryKey Field = "recovery key"
	FieldMinPassword Field = "minimum password length"
	FieldIdleLock    Field = "idle lock"
	FieldGenerated   Field = "generated passwords"
	FieldImportedFor Field = "days of imported passwords"

	FieldBackupFolder Field = "backup folder"
	FieldBackupEvery  Field = "days between backups"
	FieldBackupKeep   Field = "backups kept"
)

// Rule names the rule that a value breaks.
type Rule string

// The rules.
const (
	RuleRequired  Rule = "required"
	RuleShort     Rule = "too short"    // Mistake.Limit is the minimum number of characters
	RuleLong      Rule = "too long"     // Mistake.Limit is the maximum number of characters, or of bytes of an email
	RuleText      Rule = "not UTF-8"    //
	RuleSpace     Rule = "white space"  // inside the value
	RuleControl   Rule = "control"      // Mistake.Found is the character as U+0000
	RuleInvisible Rule = "invisible"    // Mistake.Found is the zero-width or bidirectional character as U+0000
	RuleCharacter Rule = "character"    // Mistake.Found is a character that is not allowed
	RuleEnds      Rule = "ends"         // the value must begin and end with a letter or a digit
	RuleScripts   Rule = "scripts"      // Mistake.Found names the scripts that are mixed
	RuleForm      Rule = "form"         // not name@example.com
	RuleNoAt      Rule = "no @"         //
	RuleLocal     Rule = "before the @" // Mistake.Found is what is wrong there: "." at the beginning, or "" for nothing
	RuleLocalLong Rule = "long local"   // Mistake.Limit is the maximum number of bytes before the @
	RuleDomain    Rule = "domain"       // Mistake.Found is what is no domain behind the @
	RuleTaken     Rule = "taken"        //
	RuleOwnWords  Rule = "own words"    // a password made of the user's name or email
	RuleCommon    Rule = "common"       // a password that many people use
	RuleTrivial   Rule = "trivial"      // a password of runs, repetitions and common words
	RuleLength    Rule = "length"       // Mistake.Limit is the required number of characters
	RuleChecksum  Rule = "checksum"     // mistyped somewhere
	RuleSame      Rule = "same"         // the current value again
	RuleUnknown   Rule = "unknown"      // not one of the options
	RuleRange     Rule = "out of range" // Mistake.Least and Mistake.Limit are the bounds
	RuleDate      Rule = "no date"      // not a day of the calendar
	RulePast      Rule = "past"         // a day before today
	RulePath      Rule = "not absolute" // a path that does not begin at a root
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

// CollectMistakes returns every [Mistake] among errs as [Mistakes], or nil if there is none. If one of errs is another
// error, it returns the first such error.
func CollectMistakes(errs ...error) error {
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
