package message

import (
	"fyne.io/fyne/v2/lang"

	"roster/identity"
)

// Mistake says what is wrong with a value, and what would be right.
func Mistake(m identity.Mistake) string {
	data := Args{"Found": m.Found, "Limit": m.Limit}
	switch m.Rule {
	case identity.RuleRequired:
		return lang.L("This is needed.")
	case identity.RuleShort:
		return lang.L("At least {{.Limit}} characters. Several words are easy to remember.", data)
	case identity.RuleLong:
		return lang.L("At most {{.Limit}} characters.", data)
	case identity.RuleText:
		return lang.L("This is not readable text. Type it instead of pasting it.")
	case identity.RuleSpace:
		return lang.L("No spaces inside.")
	case identity.RuleControl, identity.RuleInvisible:
		return lang.L("There is an invisible character ({{.Found}}) in it. Type it again.", data)
	case identity.RuleCharacter:
		return character(m)
	case identity.RuleEnds:
		return lang.L("It must begin and end with a letter or a digit.")
	case identity.RuleScripts:
		return lang.L("Letters of different scripts ({{.Found}}) that may look alike. Use one script.", data)
	case identity.RuleForm:
		return lang.L("Enter an address such as name@example.com, without anything around it.")
	case identity.RuleTaken:
		return taken(m.Field)
	case identity.RuleOwnWords:
		return lang.L("It is made of the user's own name or email. Choose something else.")
	case identity.RuleCommon:
		return lang.L("Many people have this password, so it is guessed first. Choose another.")
	case identity.RuleTrivial:
		return lang.L("It is too easy to guess: a common word, a pattern or a repetition. A few unrelated words do well.")
	case identity.RuleLength:
		return lang.L("It has {{.Limit}} letters and digits. Something is missing, or there is too much.", data)
	case identity.RuleChecksum:
		return lang.L("Something in it is mistyped. Compare it with what you wrote down.")
	case identity.RuleRange:
		return lang.L("A whole number from {{.Least}} to {{.Limit}}.", Args{"Least": m.Least, "Limit": m.Limit})
	case identity.RuleSame:
		return lang.L("This is the present one. Choose another.")
	case identity.RuleUnknown:
		return lang.L("Choose one of the roles.")
	}
	return lang.L("This cannot be used.")
}

// character says that a value has a character that it may not have.
func character(m identity.Mistake) string {
	switch {
	case m.Field == identity.FieldName && m.Found != "":
		return lang.L("“{{.Found}}” is not allowed: use letters, digits and . _ -", Args{"Found": m.Found})
	case m.Field == identity.FieldName:
		return lang.L("Use letters, digits and . _ - only, written in one direction.")
	}
	return lang.L("There is a character in it that cannot be used.")
}

// taken says that another user has the value of a field.
func taken(f identity.Field) string {
	if f == identity.FieldEmail {
		return lang.L("Another user has this email address.")
	}
	return lang.L("Another user has this name (capitals and accents written otherwise do not make it different).")
}
