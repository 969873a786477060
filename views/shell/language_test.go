package shell

import (
	"runtime"
	"testing"

	"fyne.io/fyne/v2/lang"
)

// Every supported language can be chosen, whatever the system's language is.
func TestSpeak(t *testing.T) {
	t.Cleanup(func() { Speak(english) })
	locales := map[string]string{
		"C": "Users", "en_GB.UTF-8": "Users", "de_DE.UTF-8": "Benutzer", "de_CH": "Benutzer",
		"fr_FR.UTF-8": "Users", "tlh": "Users",
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" { // the environment does not set it there
		locales = map[string]string{"": map[string]string{english: "Users", "de": "Benutzer"}[systemLanguage()]}
	}
	for locale, own := range locales {
		t.Run(locale, func(t *testing.T) {
			t.Setenv("LC_ALL", locale)
			for _, c := range []struct{ tag, want string }{
				{AsSystem, own}, {"de", "Benutzer"}, {english, "Users"}, {"de", "Benutzer"}, {AsSystem, own},
			} {
				Speak(c.tag)
				if got := lang.L("Users"); got != c.want {
					t.Errorf("%q: got %q, want %q", c.tag, got, c.want)
				}
			}
		})
	}
}
