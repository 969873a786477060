package app

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"roster/identity"
)

// MaxNote is the maximum number of characters of a note about a user.
const MaxNote = 500

// CheckNote returns a note as it is stored, without white space at the ends of its lines, or the [identity.Mistake] in
// it. It may be empty, and have line breaks.
func CheckNote(s string) (string, error) {
	wrong := mistakeIn(identity.FieldNote)
	if len(s) > maxInput {
		return "", wrong(identity.RuleLong, "", MaxNote)
	}
	if !utf8.ValidString(s) {
		return "", wrong(identity.RuleText, "", 0)
	}
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ").Replace(s), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRightFunc(line, unicode.IsSpace)
	}
	s = norm.NFC.String(strings.Trim(strings.Join(lines, "\n"), "\n"))
	for _, r := range s {
		switch {
		case r == '\n':
		case unicode.IsControl(r):
			return "", wrong(identity.RuleControl, hexadecimal(r), 0)
		case isInvisible(r) && !joins(r):
			return "", wrong(identity.RuleInvisible, hexadecimal(r), 0)
		}
	}
	if utf8.RuneCountInString(s) > MaxNote {
		return "", wrong(identity.RuleLong, "", MaxNote)
	}
	return s, nil
}

// joins reports whether r is part of how other characters are written: Persian needs the joiners, and emoji both.
func joins(r rune) bool {
	return r == '\u200c' || r == '\u200d' || unicode.Is(unicode.Variation_Selector, r)
}

// withoutOwnNote returns u without the note if u is the person: it was not written for them.
func withoutOwnNote(u identity.User, person int64) identity.User {
	if u.ID == person {
		u.Note = ""
	}
	return u
}

// hideOwnNote removes from an entry what a note about the person was. The commitments stay.
func hideOwnNote(e *identity.Event, person int64) {
	if e.TargetID != person {
		return
	}
	for i, w := range e.Words { // they are ordered by place
		if w.Place >= identity.PlaceNote {
			e.Words = e.Words[:i:i]
			return
		}
	}
}

// hideOwnText is hideOwnNote for the text of an entry, in which the words come last, each after its place.
func hideOwnText(e identity.EventText, person int64) identity.EventText {
	places := string([]rune{rune(identity.PlaceNote), rune(identity.PlaceNote + 1)})
	if at := strings.IndexAny(e.Text, places); at >= 0 && e.TargetID == person {
		e.Text = e.Text[:at]
	}
	return e
}
