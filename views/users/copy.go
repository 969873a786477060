package users

import (
	"context"
	"slices"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/identity"
	"roster/views/message"
	"roster/views/shell"
)

// Bounds of what is copied: an X server refuses a text of over 16 MB.
const (
	mostCopied     = 10_000 // rows
	mostCopiedText = 8 << 20
)

// copyRows copies the selected rows with the columns that are shown.
func (p *page) copyRows() {
	switch n := p.table.SelectedCount(); {
	case n > mostCopied:
		p.Notify(message.TooManyToCopy(mostCopied))
	case n > 1:
		p.many.with(p.copyUsers)
	case n == 1 && p.table.SelectedID() != 0:
		p.copyUsers(app.SelectionOf(p.table.SelectedID()))
	}
}

// copyUsers copies users, as a table for a spreadsheet.
func (p *page) copyUsers(selected app.Selection) {
	var columns []column
	for _, c := range p.loader.columns {
		if slices.Contains(p.table.Shown(), c.ID) {
			columns = append(columns, c)
		}
	}
	type copied struct {
		text string
		rows int
	}
	session := p.Session
	shell.Run(p.View, func(ctx context.Context) (copied, error) {
		accounts, err := session.Accounts(ctx, selected)
		if err != nil {
			return copied{}, err
		}
		text, err := asTable(accounts, columns)
		return copied{text, len(accounts)}, err
	}, func(c copied, err error) {
		switch {
		case err != nil:
			p.Notify(p.Sentence(err))
		case len(c.text) > mostCopiedText:
			p.Notify(message.TooManyToCopy(mostCopied))
		default:
			p.Copy(c.text)
			p.Notify(lang.L("Copied {{.Users}}.", message.Args{"Users": message.Users(c.rows)}))
		}
	})
}

// asTable returns users as text that a spreadsheet pastes.
func asTable(accounts []identity.Account, columns []column) (string, error) {
	rows := make([][]string, 1, len(accounts)+1)
	var times []int
	for i, c := range columns {
		rows[0] = append(rows[0], c.Title)
		if c.times {
			times = append(times, i)
		}
	}
	for _, a := range accounts {
		cells := make([]string, len(columns))
		for i, c := range columns {
			cell := c.cell(a)
			cells[i] = cell.Text
			if c.times && cell.Tip != "" { // when, instead of how long ago
				cells[i] = cell.Tip
			}
		}
		rows = append(rows, cells)
	}
	return app.ListToPaste(rows, times)
}
