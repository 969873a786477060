package message

import (
	"strings"

	"roster/app"
	"roster/identity"
	"roster/views/lang"
)

// Mistakes says what is wrong with several values, each after the name of its field.
func Mistakes(mistakes identity.Mistakes) string {
	texts := make([]string, len(mistakes))
	for i, m := range mistakes {
		texts[i] = lang.L("{{.Field}}: {{.Text}}", Args{"Field": fieldOf(m.Field), "Text": Mistake(m)})
	}
	return strings.Join(texts, " ")
}

// fieldOf returns the name of a field that a mistake is in.
func fieldOf(f identity.Field) string {
	switch f {
	case identity.FieldName:
		return lang.L("User name")
	case identity.FieldEmail:
		return lang.L("Email")
	case identity.FieldFirstName:
		return lang.L("First name")
	case identity.FieldLastName:
		return lang.L("Last name")
	case identity.FieldNote:
		return lang.L("Note")
	case identity.FieldExpires:
		return lang.L("Account expires on")
	case identity.FieldPassword:
		return lang.L("Password")
	}
	return lang.L("Role")
}

// Mistake says what is wrong with a value and what would be right.
func Mistake(m identity.Mistake) string {
	data := Args{"Found": m.Found, "Limit": m.Limit}
	switch m.Rule {
	case identity.RuleRequired:
		return required(m.Field)
	case identity.RuleShort:
		return lang.L("Use at least {{.Limit}} characters. A few random words work well.", data)
	case identity.RuleLong:
		return lang.L("Use at most {{.Limit}} characters.", data)
	case identity.RuleText:
		return lang.L("This isn't readable text. Type it instead of pasting it.")
	case identity.RuleSpace:
		return spaces(m.Field)
	case identity.RuleControl, identity.RuleInvisible:
		return lang.L("This contains an invisible character ({{.Found}}). Type it again.", data)
	case identity.RuleCharacter:
		return character(m)
	case identity.RuleEnds:
		return lang.L("Begin and end with a letter or digit.")
	case identity.RuleScripts:
		return lang.L("This mixes scripts ({{.Found}}) whose letters can look alike. Use only one.", data)
	case identity.RuleForm, identity.RuleNoAt, identity.RuleLocal, identity.RuleLocalLong, identity.RuleDomain:
		return address(m)
	case identity.RuleTaken:
		return taken(m.Field)
	case identity.RuleOwnWords:
		return lang.L("A password can't be made of the user's own name or email. Choose another one.")
	case identity.RuleCommon:
		return lang.L("This password is too common and would be guessed first. Choose another one.")
	case identity.RuleTrivial:
		return lang.L("This password is too easy to guess: a common word, a pattern or a repetition. " +
			"A few random words work well.")
	case identity.RuleLength:
		return lang.L("A recovery key has {{.Limit}} letters and digits. Check for missing or extra ones.", data)
	case identity.RuleChecksum:
		return lang.L("There's a typing mistake in the recovery key. Compare it with what you wrote down.")
	case identity.RuleRange:
		return lang.L("Enter a whole number from {{.Least}} to {{.Limit}}.", Args{"Least": m.Least, "Limit": m.Limit})
	case identity.RuleDate:
		return lang.L("Enter a day like {{.Day}}.", Args{"Day": ExampleDate()})
	case identity.RulePast:
		return lang.L("Enter today or a later day.")
	case identity.RuleSame:
		return same(m.Field)
	case identity.RuleUnknown:
		if m.Field == identity.FieldRole {
			return lang.L("Choose a role.")
		}
		return lang.L("Choose one of the options.")
	}
	return lang.L("This value can't be used.")
}

// required says that a field must not stay empty.
func required(f identity.Field) string {
	switch f {
	case identity.FieldName:
		return lang.L("Enter a user name.")
	case identity.FieldEmail:
		return lang.L("Enter an email address.")
	case identity.FieldPassword:
		return lang.L("Enter a password.")
	case identity.FieldRecoveryKey:
		return lang.L("Enter the recovery key.")
	}
	return lang.L("Enter a value.")
}

// spaces says that a value contains spaces.
func spaces(f identity.Field) string {
	if f == identity.FieldEmail {
		return lang.L("Email addresses can't contain spaces.")
	}
	return lang.L("User names can't contain spaces.")
}

// same says that a new value is the current one.
func same(f identity.Field) string {
	if f == identity.FieldEmail {
		return lang.L("This is the current email address. Enter a different one.")
	}
	return lang.L("This is the current password. Choose a different one.")
}

// character says that a value contains a character that is not allowed.
func character(m identity.Mistake) string {
	switch {
	case m.Field == identity.FieldName && m.Found != "":
		return lang.L("“{{.Found}}” isn't allowed. Use letters, digits and . _ - @ ' +", Args{"Found": m.Found})
	case m.Field == identity.FieldName:
		return lang.L("Use only letters, digits and . _ - @ ' +, written in one direction.")
	}
	if m.Field == identity.FieldEmail && m.Found != "" {
		return lang.L("“{{.Found}}” isn't allowed in an email address.", Args{"Found": m.Found})
	}
	return lang.L("This contains a character that can't be used.")
}

// address says what is wrong with the form of an email address.
func address(m identity.Mistake) string {
	switch m.Rule {
	case identity.RuleNoAt:
		return lang.L("The @ is missing. Enter an address like name@example.com.")
	case identity.RuleLocal:
		if m.Found == "" {
			return lang.L("The name before the @ is missing.")
		}
		return lang.L("An email address can't begin with a dot.")
	case identity.RuleLocalLong:
		return lang.L("Use at most {{.Limit}} characters before the @.", Args{"Limit": m.Limit})
	case identity.RuleDomain:
		if m.Found == "" {
			return lang.L("The domain after the @ is missing, such as example.com.")
		}
		return lang.L("“{{.Found}}” isn't a domain such as example.com.", Args{"Found": m.Found})
	}
	return lang.L("Enter an address like name@example.com.")
}

// UnusualEmail warns of an email address that can hardly be right, although there are some. It returns "" for others.
func UnusualEmail(email string) string {
	if app.UnusualEmail(email) {
		return lang.L("Two dots together, or a dot before the @, are rare. Check this address.")
	}
	return ""
}

// taken says that another user already has this value.
func taken(f identity.Field) string {
	if f == identity.FieldEmail {
		return lang.L("This email address is taken.")
	}
	return lang.L("This user name is taken. Upper and lower case count as the same.")
}
