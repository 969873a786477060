package app

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/secure/precis"
	"golang.org/x/text/unicode/norm"

	"roster/identity"
)

// Bounds of a user's values.
const (
	MaxName       = 64  // characters of a user name
	MaxPersonName = 128 // characters of a first name, a last name
	MaxEmail      = 254 // bytes, RFC 5321 with its erratum 1690
	maxLocal      = 64  // bytes before the @, RFC 5321 section 4.5.3.1.1
	maxLabel      = 63  // bytes of a label of the domain, RFC 1035 section 2.3.4
)

// maxInput is the number of bytes above which an input is too long, whatever it contains. It is not checked further.
const maxInput = 4 * 1024

// CheckUserName returns the user name as it is stored, without surrounding white space and in a normal form, or the
// [identity.Mistake] in it. It preserves case, although comparisons ignore it.
func CheckUserName(s string) (string, error) {
	wrong := mistakeIn(identity.FieldName)
	s, err := plain(identity.FieldName, MaxName, s)
	if err != nil {
		return "", err
	}
	s, err = precis.UsernameCasePreserved.String(s) // RFC 8265: width, form, direction
	if err != nil {
		return "", wrong(identity.RuleCharacter, "", 0)
	}
	if utf8.RuneCountInString(s) > MaxName {
		return "", wrong(identity.RuleLong, "", MaxName)
	}
	for _, r := range s {
		if !isWordRune(r) && !strings.ContainsRune("._-@'+", r) {
			return "", wrong(identity.RuleCharacter, string(r), 0)
		}
	}
	if !beginsAndEndsWithWord(s) {
		return "", wrong(identity.RuleEnds, "", 0)
	}
	if mixed := mixedScripts(s); mixed != "" {
		return "", wrong(identity.RuleScripts, mixed, 0)
	}
	return s, nil
}

// personName is RFC 8264's class for free text. It accepts a joiner only where a script requires it.
var personName = precis.NewFreeform(precis.Norm(norm.NFC))

// CheckPersonName returns a first or last name as it is stored, or the [identity.Mistake] in it. It may be empty.
func CheckPersonName(f identity.Field, s string) (string, error) {
	wrong := mistakeIn(f)
	if len(s) > maxInput {
		return "", wrong(identity.RuleLong, "", MaxPersonName)
	}
	if !utf8.ValidString(s) {
		return "", wrong(identity.RuleText, "", 0)
	}
	s = strings.Join(strings.Fields(s), " ")
	if s == "" {
		return "", nil
	}
	for _, r := range s {
		switch {
		case unicode.IsControl(r):
			return "", wrong(identity.RuleControl, hexadecimal(r), 0)
		case r == emptyBraille: // a symbol to RFC 8264
			return "", wrong(identity.RuleInvisible, hexadecimal(r), 0)
		}
	}
	name := norm.NFC.String(s)
	checked := withoutEmojiJoiners(name)
	if _, err := personName.String(checked); err != nil {
		for _, r := range checked {
			if isInvisible(r) {
				return "", wrong(identity.RuleInvisible, hexadecimal(r), 0)
			}
		}
		return "", wrong(identity.RuleCharacter, "", 0)
	}
	if utf8.RuneCountInString(name) > MaxPersonName {
		return "", wrong(identity.RuleLong, "", MaxPersonName)
	}
	return name, nil
}

// withoutEmojiJoiners returns a text without what makes one emoji of several, such as a family, and what asks for the
// colourful form of one. RFC 8264 predates both.
func withoutEmojiJoiners(s string) string {
	const joiner, colourful = '\u200d', '\ufe0f'
	letters := []rune(s)
	kept := letters[:0:0]
	for i, r := range letters {
		before := i > 0 && isEmoji(letters[i-1]) || i > 1 && letters[i-1] == colourful && isEmoji(letters[i-2])
		if r == colourful && before || r == joiner && before && i+1 < len(letters) && isEmoji(letters[i+1]) {
			continue
		}
		kept = append(kept, r)
	}
	return string(kept)
}

// isEmoji reports whether r is a symbol, or gives one another skin colour.
func isEmoji(r rune) bool { return unicode.Is(unicode.So, r) || '\U0001f3fb' <= r && r <= '\U0001f3ff' }

// CheckEmail returns the email address as it is stored, without surrounding white space, or the [identity.Mistake] in
// it. It accepts name@example.com in letters of any one script, without quotes, comments or a display name. It also
// accepts doubled and final dots before the @, which RFC 5322 forbids, because providers have given such addresses out;
// see [UnusualEmail].
func CheckEmail(s string) (string, error) {
	wrong := mistakeIn(identity.FieldEmail)
	text, err := plain(identity.FieldEmail, MaxEmail, s)
	m, _ := errors.AsType[identity.Mistake](err)
	if m.Rule == identity.RuleSpace && strings.ContainsAny(s, `<>",;`) {
		return "", wrong(identity.RuleForm, "", 0) // report Bob <bob@example.com> as a wrong form, not for its space
	}
	if err != nil {
		return "", err
	}
	s = norm.NFC.String(text)
	if len(s) > MaxEmail {
		return "", wrong(identity.RuleLong, "", MaxEmail)
	}
	if strings.ContainsAny(s, `<>",;`) || strings.Count(s, "@") > 1 {
		return "", wrong(identity.RuleForm, "", 0)
	}
	local, domain, found := strings.Cut(s, "@")
	switch {
	case !found:
		return "", wrong(identity.RuleNoAt, "", 0)
	case local == "":
		return "", wrong(identity.RuleLocal, "", 0)
	case local[0] == '.':
		return "", wrong(identity.RuleLocal, ".", 0)
	case len(local) > maxLocal:
		return "", wrong(identity.RuleLocalLong, "", maxLocal)
	}
	for _, r := range local { // RFC 5322's dot-atom, with letters of any script as in RFC 6532
		if !isWordRune(r) && !strings.ContainsRune(".!#$%&'*+-/=?^_`{|}~", r) {
			return "", wrong(identity.RuleCharacter, string(r), 0)
		}
	}
	if !isDomain(domain) {
		return "", wrong(identity.RuleDomain, domain, 0)
	}
	for _, part := range append(strings.Split(domain, "."), local) {
		if mixed := mixedScripts(part); mixed != "" {
			return "", wrong(identity.RuleScripts, mixed, 0)
		}
	}
	return s, nil
}

// UnusualEmail reports whether an email address has doubled or final dots before the @. It is more often mistyped than
// right.
func UnusualEmail(email string) bool {
	local, _, _ := strings.Cut(email, "@")
	return strings.HasSuffix(local, ".") || strings.Contains(local, "..")
}

func isDomain(s string) bool {
	labels := strings.Split(s, ".")
	for _, l := range labels {
		if l == "" || len(l) > maxLabel || !beginsAndEndsWithWord(l) ||
			strings.IndexFunc(l, func(r rune) bool { return !isWordRune(r) && r != '-' }) >= 0 {
			return false
		}
	}
	top := labels[len(labels)-1]
	return len(labels) >= 2 && strings.IndexFunc(top, unicode.IsLetter) >= 0
}

func mistakeIn(f identity.Field) func(identity.Rule, string, int) identity.Mistake {
	return func(r identity.Rule, found string, limit int) identity.Mistake {
		return identity.Mistake{Field: f, Rule: r, Found: found, Limit: limit}
	}
}

// plain returns s without surrounding white space, or a mistake if s is empty or has invisible characters. limit is
// reported for a text that is too long to be checked.
func plain(f identity.Field, limit int, s string) (string, error) {
	wrong := mistakeIn(f)
	if len(s) > maxInput {
		return "", wrong(identity.RuleLong, "", limit)
	}
	if !utf8.ValidString(s) {
		return "", wrong(identity.RuleText, "", 0)
	}
	s = strings.TrimSpace(s)
	if s == "" {
		return "", wrong(identity.RuleRequired, "", 0)
	}
	for _, r := range s {
		switch {
		case unicode.IsControl(r):
			return "", wrong(identity.RuleControl, hexadecimal(r), 0)
		case unicode.IsSpace(r):
			return "", wrong(identity.RuleSpace, "", 0)
		case isInvisible(r):
			return "", wrong(identity.RuleInvisible, hexadecimal(r), 0)
		}
	}
	return s, nil
}

// hexadecimal returns a character that cannot be shown as U+0000.
func hexadecimal(r rune) string { return fmt.Sprintf("%U", r) }

// isInvisible reports whether r is invisible: a character that joins, separates, or changes the direction of text.
func isInvisible(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Variation_Selector,
		unicode.Other_Default_Ignorable_Code_Point) || r == emptyBraille
}

// emptyBraille is the Braille pattern without dots.
const emptyBraille = '\u2800'

func isWordRune(r rune) bool { return unicode.In(r, unicode.L, unicode.M, unicode.Nd) }

func beginsAndEndsWithWord(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	return unicode.In(first, unicode.L, unicode.Nd) && isWordRune(last)
}

// scriptSets are the scripts that are used together (Unicode Technical Standard 39, "highly restrictive").
var scriptSets = [][]string{
	{"Latin", "Han", "Hiragana", "Katakana"},
	{"Latin", "Han", "Bopomofo"},
	{"Latin", "Han", "Hangul"},
}

// mixedScripts returns the names of the scripts in s if they are not used together. Look-alike letters of several
// scripts can make one name look like another.
func mixedScripts(s string) string {
	var found []string
	for _, r := range s {
		if r < 0x80 && !unicode.IsLetter(r) || r >= 0x80 && unicode.In(r, unicode.Common, unicode.Inherited) {
			continue
		}
		if name := scriptOf(r); !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	if len(found) < 2 {
		return ""
	}
	for _, set := range scriptSets {
		if !slices.ContainsFunc(found, func(name string) bool { return !slices.Contains(set, name) }) {
			return ""
		}
	}
	return strings.Join(found, ", ")
}

func scriptOf(r rune) string {
	if unicode.Is(unicode.Latin, r) { // by far the most common, and going through all of them is slow
		return "Latin"
	}
	for name, table := range unicode.Scripts {
		if unicode.Is(table, r) {
			return name
		}
	}
	return "unknown"
}
