package message

import (
	"roster/app/journal"
	"roster/identity"
	"roster/views/lang"
)

// Search turns a typed text into a search of the journal by the wording of the current language.
func Search(text string) journal.Search { return journal.NewSearch(text, wording()) }

// wording returns the wording of all entries in the current language.
func wording() journal.Wording {
	w := journal.Wording{Phrases: map[journal.Phrase]string{}, Labels: map[string]string{}, Deleted: DeletedUser}
	for op := range phrases {
		for _, outcome := range identity.Outcomes() {
			p, ended := journal.Phrase{Operation: op.String(), Outcome: outcome}, " "+Outcome(outcome)
			w.Phrases[p] = operationText(op, outcome, "") + ended
			p.NoTarget = true
			w.Phrases[p] = EntryText(identity.Event{Operation: p.Operation, Outcome: outcome}) + ended
		}
	}
	for label := range labels {
		if read := lang.L(label); read != label {
			w.Labels[label] = read
		}
	}
	return w
}
