// Package printing prints slips and lists, or saves them as a PDF. It also shows a password once, so that it can be
// printed.
package printing

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"

	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/app"
	"roster/app/paper"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/theme"
)

// Paper is what is printed: slips, or a list.
type Paper struct {
	Name   string       // of the file that is proposed
	Whose  []string     // the name of the user whom each slip, or each row of the list, is about
	Slips  []paper.Slip // they hold secrets; nil for a list
	List   paper.List
	report func(text string, failed bool)
}

// Reporting returns p with a function that is told what becomes of it. The text is "" if a form asks for something.
func (p Paper) Reporting(report func(text string, failed bool)) Paper {
	p.report = report
	return p
}

// Print sends p to the system's printer. No file is written.
func (p Paper) Print(v *shell.View) {
	p.report(lang.L("Printing …"), false)
	send := p.print
	shell.Do(v, send, func(err error) {
		switch {
		case err == nil:
			p.report(lang.L("Sent to the printer."), false)
		case p.omit(v, err, Paper.Print):
		default:
			v.Log.Error("print", "error", err)
			p.report(message.NotPrinted(p.Slips != nil), true)
		}
	})
}

// Save asks for a new file, and saves p in it as a PDF.
func (p Paper) Save(v *shell.View) {
	fields.ShowSave(v, fields.Saving{
		Title: lang.L("Save as PDF"), Name: p.Name, Ext: "pdf",
		Write: func(ctx context.Context, path string) error {
			return app.WriteFile(path, func(out io.Writer) error { return p.write(ctx, out) })
		},
		Failed: func(err error) bool { return p.omit(v, err, Paper.Save) },
		Done:   func() { p.report(message.Saved(p.Slips != nil), false) },
	})
}

// write writes p as a PDF.
func (p Paper) write(ctx context.Context, out io.Writer) error {
	fonts, err := paper.NewFonts(fynetheme.DefaultTextFont().Content(), fynetheme.DefaultTextBoldFont().Content(),
		fynetheme.DefaultTextMonospaceFont().Content())
	switch {
	case err != nil:
		return err
	case p.Slips != nil:
		return paper.WriteSlips(ctx, out, fonts, p.Slips)
	}
	return paper.WriteList(ctx, out, fonts, p.List)
}

func (p Paper) print(ctx context.Context) error {
	if !takesPDF {
		return toPrinter(ctx, strings.NewReader(paper.PlainSlips(p.Slips)))
	}
	var pdf bytes.Buffer
	if err := p.write(ctx, &pdf); err != nil {
		return err
	}
	return toPrinter(ctx, &pdf)
}

// omit reports whether p was not printed because of characters that cannot be drawn. It then lists them, and offers to
// do it without those whom they are about.
func (p Paper) omit(v *shell.View, err error, do func(Paper, *shell.View)) bool {
	missing, ok := errors.AsType[*paper.MissingError](err)
	if !ok {
		return false
	}
	p.report("", false)
	rest := p.without(missing.Characters)
	var f *form.Form
	spec := form.Spec{
		Title: lang.L("Some characters can't be printed"), Width: 560,
		Rows: [][]form.Field{
			{&form.Note{Icon: "alert", Tone: theme.ToneAmber, Text: message.NotDrawn()}},
			{&form.Static{Label: lang.L("Characters"), Value: missingCharacters(missing.Characters, p.Whose)}},
		},
		Verb: lang.L("Close"), OnSubmit: func() { f.Hide() }, OnCancel: func() { f.Hide() },
	}
	if n := len(rest.Whose); n > 0 {
		spec.Verb, spec.Cancel = message.WithoutMissing(n), lang.L("Cancel")
		spec.OnSubmit = func() {
			f.Hide()
			do(rest, v)
		}
	}
	f = form.New(spec)
	f.Show(v.Canvas())
	return true
}

// without returns p without the slips or rows that have one of these characters.
func (p Paper) without(characters []paper.Missing) Paper {
	omitted := map[int]bool{}
	for _, c := range characters {
		omitted[c.Row] = true
	}
	rest := p
	rest.Whose, rest.Slips, rest.List.Rows = nil, nil, nil
	for i, name := range p.Whose {
		switch {
		case omitted[i]:
			continue
		case p.Slips != nil:
			rest.Slips = append(rest.Slips, p.Slips[i])
		default:
			rest.List.Rows = append(rest.List.Rows, p.List.Rows[i])
		}
		rest.Whose = append(rest.Whose, name)
	}
	return rest
}
