package printing

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2/lang"

	"roster/app/paper"
	"roster/views/message"
)

// mostMissing is the number of users for whom the characters that cannot be printed are listed.
const mostMissing = 20

// missingCharacters lists the characters that cannot be printed, with a line for each user. whose has the names of the
// users.
func missingCharacters(missing []paper.Missing, whose []string) string {
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
		lines = append(lines, lang.L("… and {{.N}} more", message.Args{"N": message.Number(besides)}))
	}
	return strings.Join(lines, "\n")
}
