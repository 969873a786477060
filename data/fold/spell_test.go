package fold

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// finds reports whether a search for what was typed finds a text.
func finds(t *testing.T, typed, text string) bool {
	t.Helper()
	words, possible := Words(typed)
	if !possible || len(words) == 0 {
		t.Fatalf("%q: got no words", typed)
	}
	in := Key(text) + "\n" + OtherSpellings(text)
	return !slices.ContainsFunc(words, func(w Word) bool { return !w.In(in) })
}

func TestSpellings(t *testing.T) {
	for text, want := range map[string]string{
		"":               "",
		"Anna":           "anna",
		"José Núñez":     "jose nunez",
		"Müller":         "muller mueller",
		"Ångström":       "angstrom aangstroem",
		"Øyvind":         "oyvind oeyvind",
		"Łukasz":         "lukasz",
		"Čeněk":          "cenek",
		"Nguyễn":         "nguyen",
		"Đorđe":          "dorde djordje",
		"O’Connor":       "o'connor oconnor",
		"d'":             "d'",
		"Jean\u2011Luc":  "jean-luc",
		"علی\u200cرضا":   "عليرضا",
		"タロウ":            "たろう",
		"ﾀﾛｳ":            "たろう",
		"が":              "が",
		"Ａｎｎａ":           "anna",
		"İlker":          "ilker",
		"Işık":           "isik",
		"Straße":         "strasse",
		"Þór":            "thor",
		"Æsa":            "aesa",
		"Ёлкин":          "елкин",
		"Андрей":         "андрей",
		"Їжак":           "їжак",
		"Γιώργος":        "γιωργοσ",
		"مُحَمَّد":       "محمد",
		"أحمد":           "احمد",
		"שָׁלוֹם":        "שלומ",
		"हिन्दी":         "हिन्दी",
		"ज़ाकिर":         "जाकिर",
		"김민준":            "김민준",
		"user\u0663":     "user3",
		"a\u00adb":       "ab",
		"👩\u200d👧":       "👩👧",
		"\u0301":         "\u0301",
		"ﬁnn":            "finn",
		"Nikolaȷ":        "nikolaȷ",
		"Ǖ":              "u ue",
		"Ο'Κόνορ":        "ο'κονορ οκονορ",
		"x´y":            "x'y xy",
		"Ａ\u3000Ｂ":       "a b",
		"Dvořák\tČeněk ": "dvorak\tcenek ",
	} {
		got := strings.Join(slices.Compact(Spellings(text)), " ")
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// A spelling without accents is its own spelling, every text finds itself, and its marks are in it.
func FuzzSpellings(f *testing.F) {
	for _, s := range []string{"Ångström", "O’Connor", "علی\u200cرضا", "が", "한", "\u0345\u0301", "ﷺ", "\xff", "ŉ", "ǖ", "ज़", "i\u0307", "Й", "´", "¨a", "\xdb\u200c\xb10"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		plain := Spellings(s)[0]
		if again := Spellings(plain)[0]; utf8.ValidString(s) && again != plain {
			t.Errorf("%q: got %q, which is spelled %q, want the same", s, plain, again)
		}
		words, possible := Words(s)
		if possible && len(words) > 0 && !finds(t, s, s) {
			t.Errorf("%q: does not find itself", s)
		}
	})
}
