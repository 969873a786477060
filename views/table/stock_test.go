package table

import (
	"math/rand/v2"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// Fyne's list keeps its offset in a float32, which has 24 bits: far down it can't scroll by a pixel. If this fails,
// docs/decisions/table.md can be reconsidered.
func TestStockListSkipsPixels(t *testing.T) {
	list := widget.NewList(func() int { return 1_000_000 },
		func() fyne.CanvasObject { return widget.NewLabel("") }, func(int, fyne.CanvasObject) {})
	w := test.NewTempWindow(t, list)
	w.Resize(fyne.NewSize(640, 480))
	list.ScrollToBottom()
	end := list.GetScrollOffset()
	list.ScrollToOffset(end - 1)
	if got := list.GetScrollOffset(); got != end {
		t.Errorf("one pixel up from %f: got %f, want no movement", end, got)
	}
}

// BenchmarkStockFrame measures Fyne's own table as BenchmarkFrame measures ours: a million rows, and a thumb that is
// dragged to random places.
func BenchmarkStockFrame(b *testing.B) {
	stock := widget.NewTable(
		func() (int, int) { return 1_000_000, len(person(0).Cells) },
		func() fyne.CanvasObject { return widget.NewLabel("") },
		func(id widget.TableCellID, cell fyne.CanvasObject) {
			cell.(*widget.Label).SetText(person(id.Row).Cells[id.Col].Text)
		},
	)
	for i := range person(0).Cells {
		stock.SetColumnWidth(i, 160)
	}
	w := test.NewTempWindow(b, stock)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1280, 900))
	r := rand.New(rand.NewPCG(1, 2))
	m := meter{B: b}
	for b.Loop() {
		m.frame(func() { stock.ScrollToOffset(fyne.NewPos(0, r.Float32()*30_000_000)) })
	}
	m.report()
}
