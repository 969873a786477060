package views

import (
	"encoding/json"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"golang.org/x/text/language"

	"roster/assets"
	"roster/views/form"
)

// languages are those that Roster speaks, by their tags and what they call themselves. English is that of the sources.
var languages = []struct{ tag, name string }{{english, "English"}, {"de", "Deutsch"}}

const english = "en"

// keyLanguage begins the name under which it is remembered on this computer in which language a person reads.
const keyLanguage = "language."

func (s *shell) language() string {
	return s.app.Preferences().String(keyLanguage + s.session.Person())
}

// speak shows everything that is made from now on in a language, by its tag, or [asSystem].
//
// Fyne speaks the language of the system and offers no other, so that what it has for the system's is replaced by the
// words of the one that is wanted: all of them, its own too, since it would log each that it misses.
func speak(tag string) {
	if tag == asSystem {
		tag = systemLanguage()
	}
	words, err := vocabulary(tag)
	if err == nil && lang.AddTranslationsForLocale(words, lang.SystemLocale()) != nil {
		// a language whose plurals nobody knows; to such systems Fyne speaks English
		err = lang.AddTranslationsForLocale(words, english)
	}
	if err != nil {
		fyne.LogError("speak "+tag, err)
	}
}

// speak shows everything that is made from now on in a language.
func (s *shell) speak(tag string) {
	if tag != s.spoken { // to read a language takes milliseconds
		s.spoken = tag
		speak(tag)
	}
}

// vocabulary is a JSON object of all that there is to say, by what it is in English.
func vocabulary(tag string) ([]byte, error) {
	if tag != english {
		return assets.Translation(tag)
	}
	other, err := assets.Translation(languages[1].tag)
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
	for _, l := range languages {
		tags = append(tags, language.Make(l.tag))
	}
	_, i, sure := language.NewMatcher(tags).Match(language.Make(lang.SystemLocale().LanguageString()))
	if sure == language.No {
		return english
	}
	return languages[i].tag
}

// languageField picks in which language everything is said, at once: then shows the page anew.
func (v *view) languageField(then func()) *form.Choice {
	f := &form.Choice{Label: lang.L("Language"), Options: []form.Option{{Value: asSystem, Label: lang.L("As the system")}}}
	for _, l := range languages {
		f.Options = append(f.Options, form.Option{Value: l.tag, Label: l.name})
	}
	f.SetValue(v.language())
	f.OnChanged = func(tag string) {
		v.app.Preferences().SetString(keyLanguage+v.session.Person(), tag)
		v.speak(tag)
		then()
	}
	return f
}
