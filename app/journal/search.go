package journal

import (
	"encoding/json"
	"slices"
	"strings"

	"roster/data/fold"
	"roster/identity"
)

// Phrase identifies the entries that are described with the same words.
type Phrase struct {
	Operation string
	Outcome   identity.Outcome
	NoTarget  bool // the target has no name
}

// Wording is how entries are displayed in the user's language.
type Wording struct {
	Phrases map[Phrase]string // the displayed description of the entries
	Labels  map[string]string // the displayed form of the journal's fixed texts
	// Deleted returns what is displayed for the name of a user who was deleted. Without it, nothing is.
	Deleted func(id int64) string
}

// Search is a parsed search text. Each word matches displayed phrases, text in names, changes, reasons and computers,
// and users by id; see [Search.About]. The zero value matches every entry.
type Search struct {
	words      []searchWord
	worded     map[Phrase]string // entries without a phrase are displayed with the name of their operation
	deleted    func(id int64) string
	impossible bool // no entry can match
}

// searchWord is one word. An entry contains it if the entry is displayed with one of the phrases, contains one of the
// texts, or is about one of the users.
type searchWord struct {
	phrases map[Phrase]bool
	texts   []string // the spellings of the word, and of the fixed texts whose displayed form contains it
	key     string
	users   []int64
}

// NewSearch parses a search text. An entry matches if its displayed form contains every word.
func NewSearch(text string, w Wording) Search {
	words, possible := fold.Words(text)
	s := Search{worded: w.Phrases, deleted: w.Deleted, impossible: !possible}
	if len(words) == 0 {
		return s
	}
	labels, phrases := spelled(w.Labels), spelled(w.Phrases)
	for _, word := range words {
		found := searchWord{phrases: map[Phrase]bool{}, texts: word.Spellings, key: word.Key}
		for phrase, read := range phrases {
			if word.In(read) {
				found.phrases[phrase] = true
			}
		}
		for label, read := range labels {
			if word.In(read) {
				found.texts = append(found.texts, fold.Spellings(label)...)
			}
		}
		s.words = append(s.words, found)
	}
	return s
}

// About returns the search with words that also match the entries by and about users, whatever their names were at the
// time. named returns the ids of the users with a name or an email whose [fold.Key] is the word.
func (s Search) About(named func(key string) ([]int64, error)) (Search, error) {
	s.words = slices.Clone(s.words)
	for i := range s.words {
		word := &s.words[i]
		var err error
		if word.users, err = named(word.key); err != nil {
			return Search{}, err
		}
	}
	return s, nil
}

// spelled returns texts with the spellings of their values.
func spelled[K comparable](texts map[K]string) map[K]string {
	all := make(map[K]string, len(texts))
	for k, text := range texts {
		all[k] = spellings(text)
	}
	return all
}

// spellings returns the spellings of a text, a line each.
func spellings(text string) string { return strings.Join(fold.Spellings(text), "\n") }

// Empty reports whether every entry matches.
func (s Search) Empty() bool { return len(s.words) == 0 && !s.impossible }

// MayMatch reports whether an entry with these texts may match. It takes much less time than to read the whole entry.
func (s Search) MayMatch(e identity.EventText) bool {
	if s.impossible {
		return false
	}
	var key string // empty until a word needs it
	for _, word := range s.words {
		if word.phrases[Phrase{e.Operation, e.Outcome, false}] || word.phrases[Phrase{e.Operation, e.Outcome, true}] ||
			slices.Contains(word.users, e.ActorID) || slices.Contains(word.users, e.TargetID) {
			continue
		}
		if len(e.Text) > maxText || strings.Contains(e.Text, `\`) { // what is displayed is shorter, and has no escapes
			return true
		}
		if key == "" {
			key = spellings(e.Text + "\n" + s.beside(e))
		}
		if !word.in(key) {
			return false
		}
	}
	return true
}

// maxText is the length in bytes of texts that only another program can have stored.
const maxText = 64 << 10

// beside returns what is displayed of an entry besides its texts.
func (s Search) beside(e identity.EventText) string {
	text := s.unworded(e.Operation, Phrase{e.Operation, e.Outcome, false}) +
		s.unworded(e.Operation, Phrase{e.Operation, e.Outcome, true})
	if !strings.Contains(e.Text, string(rune(identity.PlaceActor))) {
		text += "\n" + s.name(e.ActorID, "")
	}
	if !strings.Contains(e.Text, string(rune(identity.PlaceTarget))) {
		text += "\n" + s.name(e.TargetID, "")
	}
	return text
}

// Matches reports whether an entry matches.
func (s Search) Matches(e identity.Event) bool {
	if s.impossible {
		return false
	}
	phrase := Phrase{Operation: e.Operation, Outcome: e.Outcome, NoTarget: e.TargetID == 0 && e.Target == ""}
	var keys [8]string // empty until a word needs them
	for _, word := range s.words {
		if word.phrases[phrase] || slices.Contains(word.users, e.ActorID) || slices.Contains(word.users, e.TargetID) {
			continue
		}
		if keys == [8]string{} {
			for i, text := range [...]string{
				s.name(e.ActorID, e.Actor), s.name(e.TargetID, e.Target), changedWords(&e), readable(e.Before), readable(e.After),
				e.Reason, e.Computer, s.unworded(e.Operation, phrase),
			} {
				keys[i] = spellings(text)
			}
		}
		if !slices.ContainsFunc(keys[:], word.in) {
			return false
		}
	}
	return true
}

// name returns a user name as it is displayed.
func (s Search) name(id int64, name string) string {
	if name == "" && id != 0 && s.deleted != nil {
		return s.deleted(id)
	}
	return name
}

// changedWords returns the words of an entry besides actor and target.
func changedWords(e *identity.Event) string {
	var all []string
	for _, w := range e.Words {
		if w.Place != identity.PlaceActor && w.Place != identity.PlaceTarget {
			all = append(all, w.Text)
		}
	}
	return strings.Join(all, "\n")
}

// unworded returns the name of an operation that has no phrase, such as one of a newer program, or "".
func (s Search) unworded(operation string, p Phrase) string {
	if _, ok := s.worded[p]; ok {
		return ""
	}
	return operation
}

func (w searchWord) in(key string) bool {
	return slices.ContainsFunc(w.texts, func(text string) bool { return strings.Contains(key, text) })
}

// readable returns a JSON object of strings as plain text without escapes. It returns any other text unchanged.
func readable(text string) string {
	fields := map[string]string{}
	if !strings.HasPrefix(text, "{") || !strings.Contains(text, `\`) || json.Unmarshal([]byte(text), &fields) != nil {
		return text
	}
	var all []string
	for field, value := range fields {
		all = append(all, field, value)
	}
	return strings.Join(all, "\n")
}
