package table

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views/theme"
)

// onLink reports whether a position is on the link of a row: its first text with the badge before it, as OnPoint says.
func (t *Table) onLink(p *fyne.Position) bool {
	if t.OnPoint == nil || p == nil {
		return false
	}
	i, onGear := t.hit(*p)
	r, _ := t.cache.live(i)
	if i < 0 || onGear || len(t.layout.geo.slots) == 0 {
		return false
	}
	s := t.layout.geo.slots[0]
	if p.X < s.x || s.column >= len(r.Cells) {
		return false
	}
	left, style := s.x, fyne.TextStyle{Bold: r.Cells[s.column].Bold}
	if r.Cells[s.column].Badge != "" {
		left += badgeStep
	}
	room := max(s.x+s.w-columnGap-left, 0)
	text := t.body.fitter.fit(r.Cells[s.column].Text, theme.TextBody, style, room)
	return p.X < left+fyne.MeasureText(text, theme.TextBody, style).Width
}

// Cursor implements desktop.Cursorable.
func (t *Table) Cursor() desktop.Cursor {
	if t.onLink(t.pointer) {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// link makes the first text of a row look like a link.
func (r *row) link() {
	if len(r.geo.slots) > 0 {
		text := r.cells[r.geo.slots[0].column].text
		style := text.TextStyle
		style.Underline = true
		write(text, text.Text, text.TextSize, style, fynetheme.ColorNamePrimary)
	}
}
