package message

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2/lang"

	"roster/app/paper"
)

// NotPrinted says that nothing was printed, and what to do instead. secret says that it was a secret that is shown.
func NotPrinted(secret bool) string {
	if secret {
		return lang.L("Nothing was printed: no printer found. Write it down instead.")
	}
	return lang.L("Nothing was printed: no printer found. Save it as a PDF instead.")
}

// Saved says that a document was saved, and what to do about one with secrets.
func Saved(secret bool) string {
	if secret {
		return lang.L("Saved. Only you can read this file. Delete it once it is printed.")
	}
	return lang.L("Saved. Only you can read this file.")
}

// NotDrawn says why characters cannot be printed.
func NotDrawn() string {
	return lang.L("No font for these characters was found on this computer, or their script needs more than single " +
		"characters, such as Arabic or Hindi. Nothing was printed or saved.")
}

// WithoutMissing offers to continue with so many others.
func WithoutMissing(n int) string {
	if n == 1 {
		return lang.L("Continue with the other one")
	}
	return lang.L("Continue with the other {{.N}}", Args{"N": Number(n)})
}

// mostMissing is the number of users for whom the characters that cannot be printed are listed.
const mostMissing = 20

// MissingCharacters lists the characters that cannot be printed, with a line for each user. whose has the names of the
// users.
func MissingCharacters(missing []paper.Missing, whose []string) string {
	var lines []string
	besides := 0
	for len(missing) > 0 {
		row := missing[0].Row
		var characters []string
		for len(missing) > 0 && missing[0].Row == row {
			characters = append(characters, fmt.Sprintf("%c (%U)", missing[0].Rune, missing[0].Rune))
			missing = missing[1:]
		}
		if len(lines) == mostMissing {
			besides++
			continue
		}
		lines = append(lines, whose[row]+": "+strings.Join(characters, ", "))
	}
	if besides > 0 {
		lines = append(lines, lang.L("… and {{.N}} more", Args{"N": Number(besides)}))
	}
	return strings.Join(lines, "\n")
}

// TooManyToPrint says that a list would be too long.
func TooManyToPrint(most int) string {
	return lang.L("At most {{.N}} users can be printed. Search or filter to show fewer.", Args{"N": Number(most)})
}
