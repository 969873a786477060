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

const digits = "0123456789"

// isNumber reports whether spreadsheets take a cell for a number, a date or a time, and isWhole whether it is one that
// they keep as it is.
func isNumber(cell string) bool {
	if cell != "" && (cell[0] == '.' || cell[0] == ',') {
		cell = cell[1:]
	}
	return cell != "" && '0' <= cell[0] && cell[0] <= '9' && strings.Trim(cell, digits+"eE.,:/% +-") == ""
}

func isWhole(cell string) bool {
	return cell == "0" || len(cell) <= 15 && cell[0] != '0' && strings.Trim(cell, digits) == ""
}

// isChanged reports whether a spreadsheet that opens a file changes a cell: 0042 becomes 42, 1E5 becomes 100000.
func isChanged(cell string) bool {
	return isNumber(cell) && !isWhole(cell) ||
		strings.EqualFold(cell, "true") || strings.EqualFold(cell, "false")
}

// escapeAll returns a cell that a spreadsheet takes for text, and keeps as it is. A tab keeps it from taking a text for
// a number, whether it is in quotation marks or not.
func escapeAll(cell string) string {
	if isChanged(cell) {
		return "\t" + cell
	}
	return Escape(cell)
}

// Unescape is the inverse of [Escape] and escapeAll. A cell such as 't Hooft, which is not escaped, stays as it is.
func Unescape(cell string) string {
	if rest, marked := strings.CutPrefix(cell, "\t"); marked && isChanged(rest) {
		return rest
	}
	rest, marked := strings.CutPrefix(cell, "'")
	if first, size := utf8.DecodeRuneInString(rest); marked && size > 0 && strings.ContainsRune(escaped, first) {
		return rest
	}
	return cell
}
