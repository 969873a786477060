package message

import (
	"fyne.io/fyne/v2/lang"

	"roster/app"
)

// Reading is how people read what the journal says in fixed words, so that they find entries by it.
func Reading() app.Reading {
	r := app.Reading{Deeds: map[app.Deed]string{}, Terms: map[string]string{}, Nobody: lang.L("somebody")}
	for op := range phrases {
		for _, outcome := range []app.Outcome{app.OutcomeDone, app.OutcomeRefused, app.OutcomeFailed} {
			d, ended := app.Deed{Operation: op.String(), Outcome: outcome}, " "+Outcome(outcome)
			r.Deeds[d] = operationText(op, outcome, "") + ended
			d.ToNobody = true
			r.Deeds[d] = EntryText(app.Event{Operation: d.Operation, Outcome: outcome}) + ended
		}
	}
	for word := range labels {
		if read := lang.L(word); read != word {
			r.Terms[word] = read
		}
	}
	return r
}
