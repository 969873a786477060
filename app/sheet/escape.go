package sheet

import (
	"strings"
	"unicode/utf8"
)

// escaped are the characters with which a spreadsheet takes a cell for a formula, or that it does not keep, and the
// mark that keeps it from doing so. Those of full width are converted by spreadsheets in East Asian languages.
const escaped = "=+-@'\t\r\n\x00＝＋－＠＇"

// Escape returns a cell that a spreadsheet takes for text.
func Escape(cell string) string {
	if first, size := utf8.DecodeRuneInString(cell); size > 0 && strings.ContainsRune(escaped, first) {
		return "'" + cell
	}
	return cell
}

// Unescape is the inverse of [Escape]. A cell such as 't Hooft, which is not escaped, stays as it is.
func Unescape(cell string) string {
	rest, marked := strings.CutPrefix(cell, "'")
	if first, size := utf8.DecodeRuneInString(rest); marked && size > 0 && strings.ContainsRune(escaped, first) {
		return rest
	}
	return cell
}
