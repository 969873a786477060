package table

import "fyne.io/fyne/v2"

// body draws the rows in view. It has only as many of them as fit, and draws other rows of the list with them as the
// view moves.
type body struct {
	ring   []*row // ring[i%len(ring)] draws row i of the list
	fitter fitter
}

// grow makes room for that many rows and reports whether there was not enough. The ring never shrinks, because most
// rows of the list would change places in it.
func (b *body) grow(rows, columns int) bool {
	if rows <= len(b.ring) {
		return false
	}
	for len(b.ring) < rows {
		b.ring = append(b.ring, newRow(columns))
	}
	return true
}

// draw shows the rows in view, and redraws the contents of at most writes of them. It reports whether rows were left,
// which it draws as skeletons. Rows that are as they were before cost next to nothing.
func (b *body) draw(view *viewport, geo *geometry, stateOf func(i int) state, writes int) (left bool) {
	visible := view.visible()
	for n, r := range b.ring {
		if !visible.has(r.index) || r.index%len(b.ring) != n { // the ring may have grown
			r.box.Hide()
		}
	}
	for i := visible.from; i < visible.to; i++ {
		r, e := b.ring[i%len(b.ring)], view.cache.at(i)
		if e != nil && !r.shows(i, e) {
			if writes--; writes < 0 {
				e = nil
			}
		}
		r.show(geo, &b.fitter, i, e, stateOf(i))
		r.box.Move(fyne.NewPos(0, view.top(i)))
		r.box.Show()
	}
	return writes < 0
}

// turn moves each drawn row to where the ring has it once the list has moved, so that none has to be drawn again.
func (b *body) turn(by int) {
	n := len(b.ring)
	if n == 0 {
		return
	}
	turned := make([]*row, n)
	for i, r := range b.ring {
		turned[((i+by)%n+n)%n] = r
		if r.index >= 0 {
			r.index += by
		}
	}
	b.ring = turned
}
