// Package importer is the forms that import users from a file or from cells of a spreadsheet: choose, recognise, map,
// check, import. Nothing is written before the last step, and Back leads to each step before.
package importer

import (
	"roster/app"
	"roster/app/access"
	"roster/identity"
	"roster/views/shell"
)

// Show asks for a file, or takes path unless that is "". done is called when users were imported.
func Show(v *shell.View, path string, done func()) {
	if why := v.Refusal(access.ImportUser, identity.User{}, identity.LedgerManager); why != "" {
		v.Notify(why)
		return
	}
	w := &wizard{View: v, done: done}
	w.of = app.Import{Role: identity.LedgerManager, Valid: app.StartValidity()[1]}
	w.toChoose(path)
}

// The steps, in the order in which they follow each other.

func (w *wizard) toChoose(path string) { w.choose(path, w.toRecognise) }

func (w *wizard) toRecognise() { w.recognise(w.toGuess, func() { w.toChoose("") }) }

func (w *wizard) toGuess() { w.guess(w.toColumns) }

func (w *wizard) toColumns() { w.columns(w.toMeanings, w.toRecognise) }

func (w *wizard) toMeanings() { w.meanings(w.toCheck, w.toColumns) }

func (w *wizard) toCheck() { w.check(func() { w.toPlan("") }) }

func (w *wizard) toPlan(why string) { w.showPlan(why, w.toRun, w.toMeanings) }

func (w *wizard) toRun() { w.run(w.toPlan) }
