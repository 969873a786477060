// Package menu is Roster's pop-up menu: the options of a row, the account menu, a filter, a drop-down field.
//
// It is a layer over the canvas with one panel on it. Unlike Fyne's own it says why an item cannot be used,
// colours what is dangerous, marks what is chosen, and stays inside the window by flipping. A menu holds the
// focus while it is open; closing gives the focus back, and only then is the chosen item run, so that a dialog
// which it opens keeps the focus of its first field.
//
// Open menus from Tapped or from a key, never from MouseDown: Fyne takes the focus away after MouseDown.
package menu

import (
	"fyne.io/fyne/v2"
)

// Item is one line of a menu.
type Item struct {
	Label string
	Icon  string // name of an icon in assets, or ""
	// Danger draws the item in the colour of errors: it destroys something.
	Danger bool
	// Checked puts a mark at the end of the line: this is the present choice.
	Checked bool
	// Reason, if not "", disables the item and stands under its label. The item can still be reached with the
	// arrow keys, so that the reason can be read.
	Reason string
	// Separator makes the item a thin line; all else is ignored.
	Separator bool
	// Do runs when the item is chosen, after the menu has closed and the focus has gone back.
	Do func()
}

// Anchor is what a menu hangs from, in canvas coordinates: a point if the size is zero.
type Anchor struct {
	Position fyne.Position
	Size     fyne.Size
	// Left aligns the left edges; otherwise the right edges are aligned.
	Left bool
	// Wide makes the menu at least as wide as the anchor, as a drop-down field wants it.
	Wide bool
}

// Under returns the anchor of a menu that hangs from o.
func Under(o fyne.CanvasObject) Anchor {
	return Anchor{Position: fyne.CurrentApp().Driver().AbsolutePositionForObject(o), Size: o.Size()}
}

// Open opens a menu under its anchor, above it if there is no room below. It does nothing without items.
func Open(c fyne.Canvas, from Anchor, items []Item) {
	if len(items) == 0 {
		return
	}
	l := newLayer(c, from, items)
	c.Overlays().Add(l)
	c.Focus(l.list)
	l.list.reveal()
}

const (
	edge float32 = 8 // kept free between a menu and the window's edge
	gap  float32 = 4 // between an anchor with a size and its menu
)

// place returns where a menu of that size goes on a canvas: under the anchor with right edges aligned, flipped
// where it would leave the canvas, cut (and then scrolled) only where the canvas itself is too small.
func place(canvas fyne.Size, from Anchor, size fyne.Size) (fyne.Position, fyne.Size) {
	size.Width = min(size.Width, canvas.Width-2*edge)
	size.Height = min(size.Height, canvas.Height-2*edge)

	left, right := from.Position.X, from.Position.X+from.Size.Width-size.Width
	x := right
	if from.Left && left+size.Width <= canvas.Width-edge || right < edge {
		x = left
	}

	between := gap
	if from.Size.Height == 0 {
		between = 0
	}
	above, below := from.Position.Y-between-size.Height, from.Position.Y+from.Size.Height+between
	y := below
	if below+size.Height > canvas.Height-edge && above >= edge {
		y = above
	}
	return fyne.NewPos(
		max(edge, min(x, canvas.Width-edge-size.Width)),
		max(edge, min(y, canvas.Height-edge-size.Height)),
	), size
}
