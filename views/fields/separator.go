package fields

import (
	"strings"

	"fyne.io/fyne/v2/lang"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// ListSeparator returns the character between cells with which the spreadsheets of this system open CSV files: a
// semicolon where the comma begins decimal places.
func ListSeparator() rune {
	tag, err := language.Parse(lang.SystemLocale().LanguageString())
	if err == nil && strings.Contains(message.NewPrinter(tag).Sprint(number.Decimal(1.5)), ",") {
		return ';'
	}
	return ','
}
