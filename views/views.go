// Package views is Roster's window. It shows what package app offers and makes no decisions itself.
//
// It connects its subpackages. Package shell owns the window. Each page is a package that imports no other page; this
// package fills in the routes between them. Package message holds the texts and package fields what forms share. The
// packages theme, table, form and menu are widgets that know nothing about users.
package views

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"roster/identity"
	"roster/views/account"
	"roster/views/backups"
	"roster/views/batch"
	"roster/views/entrance"
	"roster/views/exporter"
	"roster/views/form"
	"roster/views/importer"
	"roster/views/journal"
	"roster/views/settings"
	"roster/views/shell"
	"roster/views/theme"
	"roster/views/users"
)

// Open fills the window with the first page, which depends on whether the file has been set up. End of the returned
// shell stops all background work.
func Open(ctx context.Context, o shell.Options) *shell.Shell {
	s := shell.New(ctx, o)
	s.Routes = shell.Routes{
		Setup: func() { entrance.ShowSetup(s.Open()) },
		SignIn: func(why func() string) {
			s.EndSession()
			entrance.ShowSignIn(s.Open(), why)
		},
		Recover: func() { entrance.ShowRecover(s.Open()) },
		RecoveryKey: func(key string, again bool, done func()) {
			entrance.ShowRecoveryKey(s.Open(), key, again, done)
		},
		MustChange: func() { entrance.ShowMustChange(s.Open()) },
		Lock:       func() { entrance.ShowLock(s.Locked()) },

		Users:    func() { users.Show(s.Open()) },
		Account:  func() { account.Show(s.Open()) },
		Journal:  func() { journal.Show(s.Open(), identity.User{}) },
		History:  func(of identity.User) { journal.Show(s.Open(), of) },
		Settings: func() { settings.Show(s.Open()) },
		Backups:  func() { backups.Show(s.Open()) },

		SaveCopy: func() { settings.ShowSaveCopy(s.Current()) },
		BackUp:   func() { settings.ShowBackUp(s.Current()) },
		Restore:  func() { backups.ShowRestore(s.Open()) },
		Export:   func() { exporter.Show(s.Current(), exporter.Offer{}) },
		Import:   func(path string) { importer.Show(s.Current(), path, s.Refresh) },

		Undo: func(entry int64) { batch.ShowUndo(s.Current(), entry, s.Refresh) },
	}
	if o.OpenFile != nil {
		s.Routes.NewFile = func() { entrance.ShowNewFile(s.Current()) }
		s.Routes.OpenFile = func() { entrance.ShowOpenFile(s.Current()) }
		s.Routes.Reopen = func(path string) { entrance.Reopen(s.Current(), path) }
	}
	s.Start()
	return s
}

// ShowProblem fills the window with the reason why a file is not open. The shell has no file. Its End stops all
// background work.
func ShowProblem(ctx context.Context, o shell.Options, p entrance.Problem) *shell.Shell {
	s := shell.New(ctx, o)
	if p.OpenOther != nil {
		s.Routes.NewFile = func() { entrance.ShowNewFileInPlace(s.Current(), p) }
		s.Routes.OpenFile = func() { entrance.ShowOpenFileInPlace(s.Current(), p) }
		s.Routes.Reopen = func(path string) { entrance.ReopenInPlace(s.Current(), p, path) }
	}
	entrance.ShowProblem(s.Open(), p)
	return s
}

// ShowCrash fills the window of another process with the message that Roster has crashed. The report is in the file at
// path.
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
