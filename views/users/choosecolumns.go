package users

import (
	"maps"

	"roster/views/menu"
)

// showColumns opens the menu of the columns. The user name is always shown.
func (p *page) showColumns(from menu.Anchor) {
	var items []menu.Item
	for i, c := range p.loader.columns[1:] {
		if c.extra && !p.loader.columns[i].extra { // the one before
			items = append(items, menu.Item{Separator: true})
		}
		items = append(items, menu.Item{
			Label: c.Title, Checked: !p.hides(c), Stays: true, Do: func() { p.chooseColumn(c) },
		})
	}
	menu.Open(p.Canvas(), from, items)
}

// hides reports whether a column is hidden, by choice or because nobody has chosen it.
func (p *page) hides(c column) bool {
	shown, chosen := p.chosen[c.ID]
	return chosen && !shown || !chosen && c.extra
}

// chooseColumn shows a column that is hidden, or hides it.
func (p *page) chooseColumn(c column) {
	chosen := map[string]bool{}
	maps.Copy(chosen, p.chosen)
	chosen[c.ID] = p.hides(c)
	p.chosen = chosen
	if err := rememberColumns(p.Preferences(), keyColumns, chosen); err != nil {
		p.Log.Error("columns", "error", err)
	}
	asked := p.loader.asks
	p.hideColumns()
	if p.loader.asks && !asked {
		p.loader.invalidate()
		p.loader.fetchAgain()
	}
}

// hideColumns hides the columns in the table that are to be hidden.
func (p *page) hideColumns() {
	hidden := map[string]bool{}
	p.loader.asks = false
	for _, c := range p.loader.columns {
		hidden[c.ID] = p.hides(c)
		p.loader.asks = p.loader.asks || c.credential && !hidden[c.ID]
	}
	p.table.SetHidden(hidden)
}

// columnsShown is called when other columns are shown.
func (p *page) columnsShown() {
	p.label()
	p.arrange()
}
