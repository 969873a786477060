package shell

import (
	"cmp"
	"encoding/json"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"golang.org/x/text/language"

	"roster/app/collation"
	"roster/assets"
	sentences "roster/views/lang"
)

// Language is a language that Roster supports: its tag, and its name in the language itself.
type Language struct{ Tag, Name string }

// english is the language of the sources.
const english = "en"

// Languages returns the supported languages. The first is English.
func Languages() []Language { return []Language{{english, "English"}, {"de", "Deutsch"}} }

// keyLanguage is the prefix of the preference that holds a person's language.
const keyLanguage = "language."

// Speak sets the language of all texts from now on, by its tag or [AsSystem].
//
// Fyne only supports the language of the system. So Speak replaces the texts of the system's language with those of the
// wanted one. That includes Fyne's own texts, because Fyne logs an error for each missing text.
func Speak(tag string) {
	if tag == AsSystem {
		tag = systemLanguage()
	}
	words, err := vocabulary(tag)
	if err == nil {
		sentences.Use(words)
		err = speakFyne(words)
	}
	if err != nil {
		fyne.LogError("speak "+tag, err)
	}
}

// speakFyne gives Fyne the texts of a language.
func speakFyne(words map[string]string) error {
	encoded, err := json.Marshal(words)
	if err == nil && lang.AddTranslationsForLocale(encoded, lang.SystemLocale()) != nil {
		// Fyne does not know the plurals of the system's language and falls back to English.
		err = lang.AddTranslationsForLocale(encoded, english)
	}
	return err
}

// Language returns the tag of the language that the person has chosen.
func (s *Shell) Language() string {
	return s.Preferences().String(keyLanguage + s.session.Person())
}

// SetLanguage changes the language and remembers it for the person. Texts that are already shown stay as they are.
func (s *Shell) SetLanguage(tag string) {
	s.Preferences().SetString(keyLanguage+s.session.Person(), tag)
	s.speak(tag)
	s.sortTexts(tag)
}

func (s *Shell) speak(tag string) {
	if tag != s.spoken { // loading a language takes milliseconds
		s.spoken = tag
		Speak(tag)
	}
}

// sortTexts sorts users as the readers of a language do.
func (s *Shell) sortTexts(tag string) {
	if language := readers(tag); language != s.sorted {
		s.sorted = language
		s.Service.SortBy(collation.New(language).AppendKey)
	}
}

// readers returns the language whose order a person expects. Roster need not speak it.
func readers(tag string) string {
	if tag == AsSystem {
		return cmp.Or(lang.SystemLocale().LanguageString(), english)
	}
	return tag
}

// vocabulary returns all texts in a language, by the English texts.
func vocabulary(tag string) (words map[string]string, err error) {
	from := tag
	if tag == english {
		from = Languages()[1].Tag
	}
	encoded, err := assets.Translation(from)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(encoded, &words); err != nil {
		return nil, err
	}
	for word := range words {
		if tag == english {
			words[word] = word
		}
	}
	return words, nil
}

// systemLanguage returns the supported language closest to the system's, or English if none is close.
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
