package shell

import (
	"encoding/json"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"golang.org/x/text/language"

	"roster/assets"
)

// Language is one that Roster speaks: its tag, and what it calls itself.
type Language struct{ Tag, Name string }

// english is the language of the sources.
const english = "en"

// Languages lists those that Roster speaks. The first is English.
func Languages() []Language { return []Language{{english, "English"}, {"de", "Deutsch"}} }

// keyLanguage begins the name under which this computer remembers the language that a person has chosen.
const keyLanguage = "language."

// Speak makes every text from now on one of a language, by its tag, or [AsSystem].
//
// Fyne speaks the language of the system and offers no other. So all that it has for the system's language is
// replaced by the words of the wanted one. That includes Fyne's own words, since it would log each that it misses.
func Speak(tag string) {
	if tag == AsSystem {
		tag = systemLanguage()
	}
	words, err := vocabulary(tag)
	if err == nil && lang.AddTranslationsForLocale(words, lang.SystemLocale()) != nil {
		// Fyne does not know the plurals of the system's language, and speaks English.
		err = lang.AddTranslationsForLocale(words, english)
	}
	if err != nil {
		fyne.LogError("speak "+tag, err)
	}
}

// Language is the tag of the language that the person has chosen.
func (s *Shell) Language() string {
	return s.Preferences().String(keyLanguage + s.session.Person())
}

// SetLanguage speaks another language and remembers it for the person. What is shown already stays as it is.
func (s *Shell) SetLanguage(tag string) {
	s.Preferences().SetString(keyLanguage+s.session.Person(), tag)
	s.speak(tag)
}

func (s *Shell) speak(tag string) {
	if tag != s.spoken { // reading a language takes milliseconds
		s.spoken = tag
		Speak(tag)
	}
}

// vocabulary is a JSON object of all texts, by what they are in English.
func vocabulary(tag string) ([]byte, error) {
	if tag != english {
		return assets.Translation(tag)
	}
	other, err := assets.Translation(Languages()[1].Tag)
	if err != nil {
		return nil, err
	}
	words := map[string]string{}
	if err := json.Unmarshal(other, &words); err != nil {
		return nil, err
	}
	for word := range words {
		words[word] = word
	}
	return json.Marshal(words)
}

// systemLanguage is the one of ours that is nearest to the system's, English if none is near.
func systemLanguage() string {
	var tags []language.Tag
	for _, l := range Languages() {
		tags = append(tags, language.Make(l.Tag))
	}
	_, i, sure := language.NewMatcher(tags).Match(language.Make(lang.SystemLocale().LanguageString()))
	if sure == language.No {
		return english
	}
	return Languages()[i].Tag
}
