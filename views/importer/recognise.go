package importer

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"roster/app/sheet"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/table"
	"roster/views/theme"
)

// recognise is the second step: it shows how the table is understood, for the person to correct.
func (w *wizard) recognise(next, back func()) {
	summary := &form.Note{Icon: "info", Tone: theme.ToneBlue}
	preview := newPreview()
	show := func() {
		summary.Set(message.Reading(w.source.Kind, w.reading, w.table), "info", theme.ToneBlue)
		preview.show(w.table)
	}
	var rows [][]form.Field
	choices := w.choices(show)
	for len(choices) > 0 {
		n := min(len(choices), 3)
		rows = append(rows, choices[:n])
		choices = choices[n:]
	}
	rows = append([][]form.Field{{summary}}, append(rows, []form.Field{&form.Content{
		Object: preview.content, Height: 260,
	}})...)
	w.step(form.Spec{
		Title: lang.L("Does this read right?"), Text: stepText(2), Rows: rows, Verb: lang.L("Continue"),
		OnSubmit: next,
	}, back)
	show()
}

// choices returns the fields with which the reading is corrected. show is called when it was.
func (w *wizard) choices(show func()) []form.Field {
	again := func(change func(*sheet.Reading)) {
		how, source := w.reading, w.source
		change(&how)
		w.reading = how // so that the next choice adds to it
		fields.Submit(w.View, fields.Submission[*sheet.Table]{
			Form: w.form, Busy: lang.L("Reading …"),
			Work: func(context.Context) (*sheet.Table, error) { return source.Table(how) },
			Failed: func(err error) bool {
				w.form.Fail(w.unreadable(err))
				return true
			},
			Done: func(t *sheet.Table) {
				w.table = t
				w.form.Idle()
				w.form.SetMessage("")
				show()
			},
		})
	}
	if w.source.Kind == sheet.JSON {
		return w.lists(again)
	}
	var choices []form.Field
	if len(w.reading.Guessed) > 1 {
		choices = append(choices, w.encodings(again))
	}
	if w.source.Kind == sheet.CSV {
		choices = append(choices, w.separators(again))
	}
	if w.source.Kind != sheet.LDIF {
		choices = append(choices, w.headings(again))
	}
	return choices
}

// lists asks which list of a JSON file has the people, if there are several.
func (w *wizard) lists(again func(func(*sheet.Reading))) []form.Field {
	if len(w.reading.Lists) < 2 {
		return nil
	}
	list := &form.Choice{Label: lang.L("List with the people")}
	for i, l := range w.reading.Lists {
		list.Options = append(list.Options, form.Option{
			Value: strconv.Itoa(i), Label: l.Path + " (" + message.Number(l.Objects) + ")",
		})
	}
	list.SetValue(strconv.Itoa(w.reading.List))
	list.OnChanged = func(value string) {
		again(func(r *sheet.Reading) { r.List = index(value) })
	}
	return []form.Field{list}
}

// encodings asks which encoding reads right.
func (w *wizard) encodings(again func(func(*sheet.Reading))) form.Field {
	encoding := &form.Choice{Label: lang.L("Which reads right?")}
	for _, g := range w.reading.Guessed {
		encoding.Options = append(encoding.Options, form.Option{
			Value: string(g.Encoding), Label: sample(g), Text: string(g.Encoding),
		})
	}
	encoding.SetValue(string(w.reading.Encoding))
	encoding.OnChanged = func(value string) {
		again(func(r *sheet.Reading) { r.Encoding = sheet.Encoding(value) })
	}
	return encoding
}

// sample returns the words of a guess that another encoding reads differently.
func sample(g sheet.Guess) string {
	const most = 3
	var words []string
	for _, line := range g.Sample {
		for _, word := range strings.FieldsFunc(line, betweenWords) {
			if strings.ContainsFunc(word, func(r rune) bool { return r >= 0x80 }) && len(words) < most {
				words = append(words, word)
			}
		}
	}
	return strings.Join(words, ", ")
}

func (w *wizard) separators(again func(func(*sheet.Reading))) form.Field {
	separator := &form.Choice{Label: lang.L("Separator")}
	for _, s := range sheet.Separators() {
		separator.Options = append(separator.Options, form.Option{Value: string(rune(s)), Label: message.Separator(s)})
	}
	separator.SetValue(string(rune(w.reading.Separator)))
	separator.OnChanged = func(value string) {
		again(func(r *sheet.Reading) { r.Separator = value[0] })
	}
	return separator
}

func (w *wizard) headings(again func(func(*sheet.Reading))) form.Field {
	heading := &form.Choice{Label: lang.L("Headings")}
	for i, row := range w.source.FirstRows(w.reading) {
		text := strings.Join(row, " ")
		if len(text) > 60 {
			text = strings.ToValidUTF8(text[:60], "") + "…"
		}
		heading.Options = append(heading.Options, form.Option{
			Value: strconv.Itoa(i + 1), Label: lang.L("Row {{.N}}", message.Args{"N": i + 1}), Text: text,
		})
	}
	heading.Options = append(heading.Options, form.Option{Value: "0", Label: lang.L("No headings")})
	heading.SetValue(strconv.Itoa(w.reading.Heading))
	heading.OnChanged = func(value string) {
		again(func(r *sheet.Reading) { r.Heading = index(value) })
	}
	return heading
}

// preview shows the first rows of a table.
type preview struct{ content *fyne.Container }

func newPreview() *preview { return &preview{container.NewStack()} }

const previewRows, previewColumns = 20, 12

func (p *preview) show(of *sheet.Table) {
	columns := []table.Column{{ID: "line", Title: lang.L("Line"), Width: 64, Min: 56, Keep: previewColumns + 1}}
	n := min(len(of.Headings), previewColumns)
	for i := range n {
		columns = append(columns, table.Column{
			ID: strconv.Itoa(i), Title: message.ColumnName(of, i), Width: 150, Min: 96, Keep: previewColumns - i,
		})
	}
	rows := make([]table.Row, min(len(of.Rows), previewRows))
	for i := range rows {
		cells := []table.Cell{{Text: message.Number(of.Rows[i].Line), Muted: true}}
		for _, text := range of.Rows[i].Cells[:n] {
			cells = append(cells, table.Cell{Text: oneLine(text)})
		}
		rows[i] = table.Row{ID: int64(i + 1), Cells: cells}
	}
	t := newList(columns, nil)
	t.SetCount(len(rows))
	t.SetRows(0, rows)
	p.content.Objects = []fyne.CanvasObject{t}
	p.content.Refresh()
}

// betweenWords reports whether a character is between the words of a table.
func betweenWords(r rune) bool { return r <= ' ' || strings.ContainsRune(`,;|"`, r) }
