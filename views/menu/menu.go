// Package menu is Roster's pop-up menu: the options of a row, the account menu, a filter, a dropdown.
//
// Unlike Fyne's own menu it says why an item is disabled, colours dangerous items, marks the current choice, and flips
// to stay inside the window. A menu has the focus while it is open. Closing it gives the focus back before the chosen
// item runs, so that a dialog opened by the item keeps the focus in its first field.
//
// Open menus from Tapped or from a key, never from MouseDown: Fyne takes the focus away after MouseDown.
package menu

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views/control"
	"roster/views/theme"
)

// Anchor is the area that a menu belongs to, in canvas coordinates. It is a point if the size is zero.
type Anchor struct {
	Position fyne.Position
	Size     fyne.Size
	// Left aligns the left edges of anchor and menu. Otherwise their right edges are aligned.
	Left bool
	// Wide makes the menu at least as wide as the anchor, which suits a dropdown.
	Wide bool
}

// Under returns the anchor of a menu that opens under o.
func Under(o fyne.CanvasObject) Anchor {
	return Anchor{Position: fyne.CurrentApp().Driver().AbsolutePositionForObject(o), Size: o.Size()}
}

// Open opens a menu under its anchor, or above it if there is no room below. It does nothing without items.
func Open(c fyne.Canvas, from Anchor, items []Item) {
	if len(items) == 0 {
		return
	}
	least := float32(0)
	if from.Wide {
		least = from.Size.Width
	}
	l := newList(items, least)
	o := control.NewOverlay(c, panel(from, l))
	l.close = o.Remove
	o.Add()
	c.Focus(l)
	l.reveal()
}

// panel returns the menu as the content of an overlay. A click beside it closes it.
func panel(from Anchor, l *list) control.Content {
	back := canvas.NewRectangle(color.Transparent)
	back.CornerRadius = theme.Radius
	back.StrokeWidth = theme.Line
	back.Shadow.BlurRadius = 12
	back.Shadow.Offset = fyne.NewPos(0, 3)
	l.scroll = container.NewVScroll(l)
	return control.Content{
		Objects: []fyne.CanvasObject{back, l.scroll},
		Arrange: func(size fyne.Size) {
			pos, room := place(size, from, l.MinSize().AddWidthHeight(0, 2*pad))
			back.Move(pos)
			back.Resize(room)
			l.scroll.Move(pos.AddXY(0, pad))
			l.scroll.Resize(room.SubtractWidthHeight(0, 2*pad))
		},
		Paint: func() {
			back.FillColor = fynetheme.Color(fynetheme.ColorNameMenuBackground)
			back.StrokeColor = fynetheme.Color(fynetheme.ColorNameSeparator)
			back.Shadow.Color = fynetheme.Color(fynetheme.ColorNameShadow)
			back.Refresh()
			l.Refresh()
		},
		Beside: func() { l.close() },
	}
}

const (
	edge    float32 = 8                       // between a menu and the window's edge
	gap     float32 = 4                       // between an anchor with a size and its menu
	leastIn float32 = 3*theme.Control + 2*pad // height in which a menu that scrolls can be used
)

// place returns the position and the size of a menu on a canvas. It is under the anchor with right edges aligned, and
// flips if it would leave the canvas. If there is no room for it above or below, it is cut, and then scrolls, so that
// its anchor stays visible. It covers the anchor only in a window in which hardly anything would be left of it.
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
	below := from.Position.Y + from.Size.Height + between
	y, roomBelow, roomAbove := below, canvas.Height-edge-below, from.Position.Y-between-edge
	if size.Height > roomBelow && max(roomBelow, roomAbove) >= min(leastIn, size.Height) {
		size.Height = min(size.Height, max(roomBelow, roomAbove))
		if size.Height > roomBelow {
			y = from.Position.Y - between - size.Height
		}
	}
	return fyne.NewPos(
		max(edge, min(x, canvas.Width-edge-size.Width)),
		max(edge, min(y, canvas.Height-edge-size.Height)),
	), size
}
