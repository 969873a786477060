package entrance

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"roster/identity"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/theme"
)

// The options of the states of a file.
const (
	alone     = "alone"
	withSides = "with side files"
)

// showStates asks which of two states of a file is wanted, or whether the only one may be opened.
func showStates(v *shell.View, p Problem, states *identity.FileStates) {
	pick := &form.Radio{Label: lang.L("State"), Required: true, Options: []form.Option{{
		Value: alone, Label: lang.L("The file without the changes beside it"), Text: message.State(states.Alone),
	}}}
	if states.Recovered == nil {
		pick.SetValue(alone)
	} else {
		pick.Options = append(pick.Options, form.Option{
			Value: withSides, Label: lang.L("The file with the changes beside it"), Text: message.State(*states.Recovered),
		})
	}
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Which state of this file do you want?"),
		Rows: [][]form.Field{
			{&form.Static{Label: lang.L("File"), Value: p.Path}},
			{&form.Note{Text: message.WhyStates(states), Icon: "alert", Tone: theme.ToneAmber}},
			{pick},
			{&form.Actions{Buttons: []*form.Button{
				form.NewButton(lang.L("Open another file …"), "", form.Secondary, func() { showOther(v, p) }),
			}}},
		},
		Verb: lang.L("Use this state"), Wide: true, Width: 560,
		OnSubmit: func() {
			recovered := pick.Value() == withSides
			fields.Submit(v, fields.Submission[string]{
				Form: f, Busy: lang.L("Setting the other state aside …"),
				Work: func(ctx context.Context) (string, error) { return p.Choose(ctx, recovered) },
				Failed: func(err error) bool {
					f.Fail(message.NotOpened(err))
					return true
				},
				Done: func(aside string) { showAside(v, p, aside) },
			})
		},
	})
	show(v, f)
}

// showAside says where the other state is.
func showAside(v *shell.View, p Problem, aside string) {
	if aside == "" { // there was nothing to choose any more
		p.Retry()
		return
	}
	show(v, form.New(form.Spec{
		Title: lang.L("The other state was set aside"),
		Rows: [][]form.Field{
			{&form.Static{Label: lang.L("Set aside as"), Value: aside}},
			{&form.Note{Text: lang.L("Keep it until you know that you don't need it. It holds user names and passwords, " +
				"like any copy of the file.")}},
		},
		Verb: lang.L("Open the file"), Wide: true, Width: 560, OnSubmit: p.Retry,
	}))
}
