package command

// The options of import.
const (
	optionApply     = "apply"
	optionColumn    = "column"
	optionMeaning   = "meaning"
	optionNewRole   = "new-role"
	optionMatching  = "matching"
	optionEmpty     = "empty"
	optionPasswords = "passwords"
	optionValid     = "valid"
	optionReplace   = "replace"
	optionLeaveOut  = "leave-out"
	optionSlips     = "start-passwords"
	optionResults   = "results"
	optionEncoding  = "encoding"
	optionHeadings  = "headings"
)

// The values of options of import, in the order of what they mean.
var (
	matchings = []string{"update", "leave", "refuse"}
	passwords = []string{"none", "start", "file", "hashes"}
	days      = []string{"3", "7", "14", "30"}
	columns   = []string{
		"user-name", "email", "first-name", "last-name", "full-name", "role", "status", "note", "expires", "password",
		"password-hash", "must-change", "id",
	}
)
