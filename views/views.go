// Package views is Roster's window. It shows what package app offers and decides nothing.
//
// It puts together what its subpackages hold: package shell owns the window, and each page is a package of its own
// that knows no other page. This package fills in the routes between them. Texts are in package message; what forms
// have in common is in package fields; theme, table, form and menu are widgets that know nothing of users.
package views

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"roster/identity"
	"roster/views/account"
	"roster/views/entrance"
	"roster/views/form"
	"roster/views/journal"
	"roster/views/message"
	"roster/views/settings"
	"roster/views/shell"
	"roster/views/theme"
	"roster/views/users"
)

type (
	// Options are what a window needs.
	Options = shell.Options
	// Crash is the report of how Roster ended last time.
	Crash = shell.Crash
)

// Show fills the window with the first page, which depends on whether the file has been set up. The function it
// returns ends everything that goes on behind the window and returns when it has ended.
func Show(ctx context.Context, o Options) (end func()) { return Open(ctx, o).End }

// Open does what Show does, and returns the shell.
func Open(ctx context.Context, o Options) *shell.Shell {
	s := shell.New(ctx, o)
	s.Routes = shell.Routes{
		Setup: func() { entrance.ShowSetup(s.Open()) },
		SignIn: func(why func() string) {
			s.EndSession()
			entrance.ShowSignIn(s.Open(), why)
		},
		Recover:     func() { entrance.ShowRecover(s.Open()) },
		RecoveryKey: func(key string, done func()) { entrance.ShowRecoveryKey(s.Open(), key, done) },
		MustChange:  func() { entrance.ShowMustChange(s.Open()) },
		Lock:        func() { entrance.ShowLock(s.Locked()) },

		Users:    func() { users.Show(s.Open()) },
		Account:  func() { account.Show(s.Open()) },
		Journal:  func() { journal.Show(s.Open(), identity.User{}) },
		History:  func(of identity.User) { journal.Show(s.Open(), of) },
		Settings: func() { settings.Show(s.Open()) },
	}
	s.Start()
	return s
}

// ShowProblem fills a window with what is wrong with the file at path, in place of everything else. retry is what its
// button does.
func ShowProblem(w fyne.Window, path string, err error, retry func()) {
	shell.Speak(shell.AsSystem)
	w.SetTitle("Roster")
	w.SetContent(shell.Problem(message.NotOpened(err), path, retry))
}

// Sentence says why a file could not be opened, for a command without a window.
func Sentence(err error) string { return message.NotOpened(err) }

// ShowCrash fills a window, of another process, with the news that Roster has ended. The report is in the file at path.
func ShowCrash(w fyne.Window, path string, done func()) {
	shell.Speak(shell.AsSystem)
	f := form.New(form.Spec{
		Title: lang.L("Roster ended unexpectedly"),
		Rows: [][]form.Field{
			{&form.Note{Icon: "alert", Tone: theme.ToneAmber, Text: lang.L(
				"Everything you saved is in the file. What you were typing is lost. " +
					"Start Roster again to continue and to see what happened.")}},
			{&form.Static{Label: lang.L("Report, without names and passwords"), Value: path}},
		},
		Verb: lang.L("Close"), Wide: true, Width: 560, OnSubmit: done,
	})
	w.SetContent(f.Card())
	f.Focus(w.Canvas())
}
