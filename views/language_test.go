package views

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/assets"
)

// fyneWords are those that Fyne itself shows in Roster's window.
var fyneWords = []string{"Cut", "Copy", "Paste", "Select all", "Undo", "Redo", "Quit"}

// literal is the value of a string that is written in the source, perhaps in several parts.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		a, ok := literal(e.X)
		b, too := literal(e.Y)
		return a + b, ok && too
	}
	return "", false
}

// said are all texts that the sources translate.
func said(t *testing.T) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("the sources: got %d files, %v", len(files), err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || f.Sel.Name != "L" {
				return true
			}
			if text, ok := literal(call.Args[0]); ok {
				all[text] = true
			} else if file != "journalwords.go" { // deeds and terms, below
				t.Errorf("%s: got a text that is not written there, want one that is", set.Position(call.Pos()))
			}
			return true
		})
	}
	for _, d := range deeds {
		all[d.done], all[d.tried] = true, true
	}
	for word := range terms {
		all[word] = true
	}
	for _, word := range fyneWords {
		all[word] = true
	}
	return all
}

// Every text is in every language, with all that is filled into it, and there is none that nobody says.
func TestEveryTextIsTranslated(t *testing.T) {
	said := said(t)
	filled := regexp.MustCompile(`\{\{[^}]*\}\}`)
	for _, l := range languages[1:] {
		b, err := assets.Translation(l.tag)
		if err != nil {
			t.Fatal(err)
		}
		words := map[string]string{}
		if err := json.Unmarshal(b, &words); err != nil {
			t.Fatalf("%s: %v", l.tag, err)
		}
		for text := range said {
			if words[text] == "" {
				t.Errorf("%s: got nothing for %q, want a translation", l.tag, text)
			}
		}
		for text, word := range words {
			if !said[text] {
				t.Errorf("%s: got a translation of %q, which nobody says", l.tag, text)
			}
			fills := func(s string) []string {
				return slices.Compact(slices.Sorted(slices.Values(filled.FindAllString(s, -1))))
			}
			if got, want := fills(word), fills(text); !slices.Equal(got, want) {
				t.Errorf("%s: %q: got %v filled in, want %v", l.tag, word, got, want)
			}
		}
	}
}

// Whatever the language of the system is, each of ours can be chosen, and nothing is missed.
func TestSpeak(t *testing.T) {
	t.Cleanup(func() { speak(english) })
	locales := map[string]string{
		"C": "Users", "en_GB.UTF-8": "Users", "de_DE.UTF-8": "Benutzer", "de_CH": "Benutzer", "fr_FR.UTF-8": "Users", "tlh": "Users",
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" { // they have a setting, which the environment does not change
		locales = map[string]string{"": map[string]string{english: "Users", "de": "Benutzer"}[systemLanguage()]}
	}
	for locale, own := range locales {
		t.Setenv("LC_ALL", locale)
		for _, c := range []struct{ tag, want string }{
			{asSystem, own}, {"de", "Benutzer"}, {english, "Users"}, {"de", "Benutzer"}, {asSystem, own},
		} {
			speak(c.tag)
			if got := lang.L("Users"); got != c.want {
				t.Errorf("%s, %q: got %q, want %q", locale, c.tag, got, c.want)
			}
		}
	}
}

func TestLanguageOfAPerson(t *testing.T) {
	w := newTeam(t)
	t.Cleanup(func() { speak(english) })
	a := newApp(t)
	p := w.sitAt(t, a)
	p.signIn("root", secret)
	p.openSettings("root")
	p.fill(leastLabel, "20")
	p.into("Language")
	p.tap("Deutsch")
	p.see("Einstellungen")
	p.see("Mindestlänge eines Passworts")
	p.notSee("Settings")
	p.tap("Einstellungen speichern") // what was typed before
	p.see("Die Einstellungen wurden gespeichert.")
	if got := w.settings(t).MinPassword; got != 20 {
		t.Errorf("least characters: got %d, want 20", got)
	}
	p.end()

	p = w.sitAt(t, a)
	p.signIn("boris", secret) // to whom it is as it was
	p.see("Create user")
	p.end()

	p = w.sitAt(t, a)
	w.change(t, "root", func(u *app.User) { u.Name = "chief" })
	p.signIn("chief", secret)
	p.see("Benutzer anlegen")
	p.shortcut(fyne.KeyJ, ctrl)
	p.see("hat sich angemeldet")
	p.tap("root@example.com")
	p.tap("Abmelden")
	p.see("Sign in", "Forgot password?") // for whoever comes next
}
