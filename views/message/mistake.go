package message

import (
	"fyne.io/fyne/v2/lang"

	"roster/app"
)

// Mistake says what is wrong with a value, and what would be right.
func Mistake(m app.Mistake) string {
	data := Args{"Found": m.Found, "Limit": m.Limit}
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
		return character(m)
	case app.RuleEnds:
		return lang.L("It must begin and end with a letter or a digit.")
	case app.RuleScripts:
		return lang.L("Letters of different scripts ({{.Found}}) that may look alike. Use one script.", data)
	case app.RuleForm:
		return lang.L("Enter an address such as name@example.com, without anything around it.")
	case app.RuleTaken:
		return taken(m.Field)
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
		return lang.L("A whole number from {{.Least}} to {{.Limit}}.", Args{"Least": m.Least, "Limit": m.Limit})
	case app.RuleSame:
		return lang.L("This is the present one. Choose another.")
	case app.RuleUnknown:
		return lang.L("Choose one of the roles.")
	}
	return lang.L("This cannot be used.")
}

// character says that a value has a character that it may not have.
func character(m app.Mistake) string {
	switch {
	case m.Field == app.FieldName && m.Found != "":
		return lang.L("“{{.Found}}” is not allowed: use letters, digits and . _ -", Args{"Found": m.Found})
	case m.Field == app.FieldName:
		return lang.L("Use letters, digits and . _ - only, written in one direction.")
	}
	return lang.L("There is a character in it that cannot be used.")
}

// taken says that another user has the value of a field.
func taken(f app.Field) string {
	if f == app.FieldEmail {
		return lang.L("Another user has this email address.")
	}
	return lang.L("Another user has this name (capitals and accents written otherwise do not make it different).")
}
