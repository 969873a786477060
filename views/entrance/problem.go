package entrance

import (
	"slices"

	"fyne.io/fyne/v2/lang"

	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/theme"
)

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
		form.NewButton(lang.L("Open another file …"), "", form.Secondary, func() { showOther(v, p) }),
	}
	save := form.NewButton(lang.L("Save what can be read …"), "download", form.Secondary, func() { showRescue(v, p) })
	switch {
	case p.gone():
		open := form.NewButton(lang.L("Save what was open as …"), "download", form.Secondary, func() { showSaveOpen(v, p) })
		buttons = slices.Insert(buttons, 0, open)
	case p.missing():
		buttons = append(buttons, form.NewButton(lang.L("Create a new file"), "", form.Secondary, p.Create))
	case p.damaged():
		buttons = slices.Insert(buttons, 0, save)
	case p.unrecognizable():
		buttons = append(buttons, save)
	}
	if p.replaceable() {
		buttons = append(buttons,
			form.NewButton(lang.L("Restore a backup …"), "history", form.Secondary, func() { showRestore(v, p) }))
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
