package desktop

import (
	"cmp"
	"os"
	"runtime"

	"fyne.io/fyne/v2/lang"
)

// formats returns the regions whose formats the person uses for dates and times, and for numbers.
func formats() (times, numbers string) {
	switch runtime.GOOS {
	case "windows", "darwin":
		locale := string(lang.SystemLocale())
		return locale, locale
	}
	all, other := os.Getenv("LC_ALL"), os.Getenv("LANG")
	return cmp.Or(all, os.Getenv("LC_TIME"), other), cmp.Or(all, os.Getenv("LC_NUMERIC"), other)
}
