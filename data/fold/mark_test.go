package fold

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestMarks(t *testing.T) {
	for _, c := range []struct{ search, text, want string }{
		{"", "anna", "anna"},
		{"x", "anna", "anna"},
		{"n", "anna", "a[nn]a"},
		{"AN", "Hannah", "H[an]nah"},
		{"na an", "anna", "[anna]"},
		{"a", "anna", "[a]nn[a]"},
		{"aa", "aaaaa", "[aaaa]a"},
		{"анна", "АННА-мария", "[АННА]-мария"},
		{"ström", "Ångstro\u0308m", "Ång[stro\u0308m]"},
		{"strom", "Ångström", "Ång[ström]"},
		{"aengstroem", "Ängström", "[Ängström]"},
		{"oconnor", "Sean O’Connor", "Sean [O’Connor]"},
		{"علیرضا", "علی\u200cرضا", "[علی\u200cرضا]"},
		{"タロ", "たろう", "[たろ]う"},
		{"o", "Søren", "S[ø]ren"},
		{"jose", "José María", "[José] María"},
		{"hór", "Þórr", "[Þór]r"},
		{"\u00e5ng", "A\u030angström", "[A\u030ang]ström"},
		{"ss", "Straße", "Stra[ß]e"},
		{"s", "Straße", "[S]tra[ß]e"},
		{"fi", "ﬁnn", "[ﬁ]nn"},
		{"i", "ﬁnn", "[ﬁ]nn"},
		{"anna", "Ａｎｎａ b", "[Ａｎｎａ] b"},
		{"한", "\u1112\u1161\u11ab글", "[\u1112\u1161\u11ab]글"},
		{"田 中", "田中さくら", "[田中]さくら"},
		{"σ", "Σίσυφος", "[Σ]ί[σ]υφο[ς]"},
		{"نو", "نور", "[نو]ر"},
		{"\xff", "a\xffb", "a\xffb"},
	} {
		t.Run(c.search+" in "+c.text, func(t *testing.T) {
			got := strings.Builder{}
			at := 0
			for _, m := range NewSearch(c.search).Marks(c.text) {
				got.WriteString(c.text[at:m.From] + "[" + c.text[m.From:m.To] + "]")
				at = m.To
			}
			got.WriteString(c.text[at:])
			if got.String() != c.want {
				t.Errorf("got %q, want %q", got.String(), c.want)
			}
		})
	}
}

// Marks are sorted, disjoint, within the text and on character boundaries, and every text that matches has one.
func FuzzMarks(f *testing.F) {
	for _, text := range []string{"anna", "Ångström", "e\u0301", "ﬁ", "한", "\u1112\u1161\u11ab", "\xff", "ΐ", "ŉ", "\u0345α", "a\u0345\u0301"} {
		f.Add(text, "Anna "+text)
		f.Add("n", text)
	}
	f.Fuzz(func(t *testing.T, search, text string) {
		marks := NewSearch(search).Marks(text)
		last := -1
		for _, m := range marks {
			if m.From <= last || m.To <= m.From || m.To > len(text) {
				t.Fatalf("%q in %q: got %v, want disjoint marks within the text", search, text, marks)
			}
			if utf8.ValidString(text) && (!utf8.RuneStart(text[m.From]) || m.To < len(text) && !utf8.RuneStart(text[m.To])) {
				t.Fatalf("%q in %q: got %v, want marks on character boundaries", search, text, marks)
			}
			last = m.To
		}
		words, possible := Words(search)
		for _, w := range words {
			if possible && w.In(Key(text)) && len(marks) == 0 {
				t.Errorf("%q in %q: got no mark, want one", search, text)
			}
		}
	})
}
