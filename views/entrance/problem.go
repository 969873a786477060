package entrance

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/identity"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/theme"
)

// Problem is why no file is open, and what can be done about it.
type Problem struct {
	Path string
	Err  error
	Open bool // the file was open when the problem was found

	Retry func() // opens the file again
	// Create opens the file even if it has to be created.
	Create func()
	// SaveOpen saves what the file held when it was moved or deleted in a new file.
	SaveOpen func(ctx context.Context, to string) error
	// ShownElsewhere reports whether another window shows a file. It is not called on the UI thread.
	ShownElsewhere func(ctx context.Context, path string) bool
	// OpenOther opens another file in this window.
	OpenOther func(path string)
	// Rescue saves what can be read of the file in a new file.
	Rescue func(ctx context.Context, to string, progress func(done, all int64)) (app.Rescued, error)
	// Choose makes the file hold one of its states, and returns the path of the file in which the other is set aside.
	Choose func(ctx context.Context, withSides bool) (aside string, err error)
}

// gone reports whether the file was moved or deleted while it was open, and what it held can be saved.
func (p Problem) gone() bool { return errors.Is(p.Err, identity.FileGone) && p.SaveOpen != nil }

// missing reports whether the file is no longer where it was opened earlier.
func (p Problem) missing() bool { return errors.Is(p.Err, identity.FileMissing) }

// states returns the two states of the file, or nil if it has one.
func (p Problem) states() *identity.FileStates {
	states, _ := errors.AsType[*identity.FileStates](p.Err)
	return states
}

// rescuable reports whether something may be read of the file although it cannot be opened.
func (p Problem) rescuable() bool { return errors.Is(p.Err, identity.FileDamaged) }

// ShowProblem says why a file is not open. It offers to open another one, and to save what can be read of a damaged
// one. If the file has two states, it asks which one is wanted.
func ShowProblem(v *shell.View, p Problem) {
	if states := p.states(); states != nil {
		showStates(v, p, states)
		return
	}
	title := lang.L("Roster couldn't open this file")
	if p.Open {
		title = lang.L("Roster has closed this file")
	}
	buttons := []*form.Button{
		form.NewButton(lang.L("Open another file …"), "", form.Secondary, func() { showOpen(v, p) }),
	}
	switch {
	case p.gone():
		save := form.NewButton(lang.L("Save what was open as …"), "download", form.Secondary, func() { showSaveOpen(v, p) })
		buttons = append([]*form.Button{save}, buttons...)
	case p.missing():
		buttons = append(buttons, form.NewButton(lang.L("Create a new file"), "", form.Secondary, p.Create))
	case p.rescuable():
		save := form.NewButton(lang.L("Save what can be read …"), "download", form.Secondary, func() { showRescue(v, p) })
		buttons = append([]*form.Button{save}, buttons...)
	}
	f := form.New(form.Spec{
		Title: title,
		Rows: [][]form.Field{
			{&form.Static{Label: lang.L("File"), Value: p.Path}},
			{&form.Note{Text: message.NotOpened(p.Err), Icon: "alert", Tone: theme.ToneAmber}},
			{&form.Actions{Buttons: buttons}},
		},
		Verb: lang.L("Try again"), Wide: true, Width: 560, OnSubmit: p.Retry,
	})
	show(v, f)
}

// showOpen asks for another file.
func showOpen(v *shell.View, p Problem) {
	path := &form.Text{
		Label: lang.L("File"), Required: true, Check: checkPath,
		Hint: lang.L("If there is no file with this name, a new one is created."),
	}
	if filepath.IsAbs(p.Path) {
		path.SetValue(strings.TrimSuffix(filepath.Dir(p.Path), string(filepath.Separator)) + string(filepath.Separator))
	}
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Open another file"), Rows: [][]form.Field{{path}},
		Verb: lang.L("Open"), Cancel: lang.L("Cancel"), Width: 560,
		OnSubmit: func() {
			chosen := filepath.Clean(path.Value())
			fields.Submit(v, fields.Submission[bool]{
				Form: f, Busy: lang.L("Opening …"),
				Work: func(ctx context.Context) (bool, error) { return p.ShownElsewhere(ctx, chosen), nil },
				Done: func(shown bool) {
					if shown {
						f.FailAt(path, lang.L("This file is already open. Look for its window."))
						return
					}
					f.Hide()
					p.OpenOther(chosen)
				},
			})
		},
	})
	f.Show(v.Canvas())
}

// checkPath checks that a path is the full path of a file.
func checkPath(path string) string {
	if !filepath.IsAbs(path) || strings.HasSuffix(path, string(filepath.Separator)) {
		return lang.L("Enter the full path of the file.")
	}
	return ""
}

// checkNewPath checks that a path is the full path of a file that does not exist.
func checkNewPath(path string) string {
	if mistake := checkPath(path); mistake != "" {
		return mistake
	}
	if _, err := os.Lstat(path); err == nil {
		return lang.L("A file with this name already exists. Choose another name.")
	}
	return ""
}

// showRescue asks for the new file, and saves in it what can be read of the damaged one.
func showRescue(v *shell.View, p Problem) {
	path := &form.Text{Label: lang.L("New file"), Required: true, Check: checkNewPath}
	path.SetValue(suggested(p.Path))
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Save what can be read"),
		Text: lang.L("Users, passwords, settings and the journal are copied to a new file, as far as they can be read. " +
			"The damaged file isn't changed. Keep it until you know that nothing is missing."),
		Rows: [][]form.Field{{path}},
		Verb: lang.L("Save"), VerbIcon: "download", Cancel: lang.L("Cancel"), Width: 560,
		OnSubmit: func() {
			progress, to := &fields.Progress{}, filepath.Clean(path.Value())
			fields.Submit(v, fields.Submission[app.Rescued]{
				Form: f, Busy: lang.L("Saving …"), Progress: progress,
				Work: func(ctx context.Context) (app.Rescued, error) { return p.Rescue(ctx, to, progress.Report) },
				Failed: func(err error) bool {
					f.FailAt(path, message.NotRescued(err))
					return true
				},
				Done: func(r app.Rescued) {
					f.Hide()
					showRescued(v, p, r, to)
				},
			})
		},
	})
	f.Show(v.Canvas())
}

// suggested returns the path of a new file beside a damaged one.
func suggested(damaged string) string {
	end := filepath.Ext(damaged)
	base := strings.TrimSuffix(damaged, end)
	path := base + "-" + lang.L("saved") + end
	for n := 2; n < 100; n++ {
		if checkNewPath(path) == "" {
			break
		}
		path = base + "-" + lang.L("saved") + "-" + strconv.Itoa(n) + end
	}
	return path
}

// showRescued reports what was saved and what was not.
func showRescued(v *shell.View, p Problem, r app.Rescued, path string) {
	number := func(label string, n int64) form.Field { return &form.Static{Label: label, Value: message.Number(n)} }
	lost, tone := message.Lost(r), theme.ToneAmber
	icon := "alert"
	if lost == "" {
		lost, tone, icon = message.NothingLost(), theme.ToneGreen, "check-circle"
	}
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("What was saved"),
		Rows: [][]form.Field{
			{&form.Static{Label: lang.L("New file"), Value: path}},
			{number(lang.L("Users"), r.Users), number(lang.L("Passwords"), r.Passwords)},
			{number(lang.L("Journal entries"), r.Entries), number(lang.L("Settings"), r.Settings)},
			{&form.Note{Text: lost, Icon: icon, Tone: tone}},
		},
		Verb: lang.L("Open the new file"), Cancel: lang.L("Close"), Width: 560,
		OnSubmit: func() {
			f.Hide()
			p.OpenOther(path)
		},
	})
	f.Show(v.Canvas())
}
