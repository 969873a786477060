package table

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

// BenchmarkFrame measures the time on the UI thread for the input and the layout of one frame, without drawing it, in a
// table of a million rows. At least 99 of 100 frames should take 2 ms at most. A frame in which late rows arrive counts
// separately, as does a frame that writes the rows left by a moving thumb. Creating the rows is not measured. Three
// quarters of the cost of a jump are Fyne's measuring of texts.
func BenchmarkFrame(b *testing.B) {
	marked := withMarks([]Mark{{0, 3}}, []Mark{{0, 3}, {6, 9}})
	for _, c := range []struct {
		name   string
		thumb  bool // drag the thumb to random places, or turn the wheel
		late   bool // rows arrive a frame later, or at once
		marked bool
	}{
		{"wheel", false, false, false},
		{"wheel, late", false, true, false},
		{"wheel, marks", false, true, true},
		{"thumb", true, false, false},
		{"thumb, late", true, true, false},
		{"thumb, marks", true, true, true},
	} {
		b.Run(c.name, func(b *testing.B) {
			f := newFixture(b, 1_000_000, 1280, 900)
			if c.marked {
				f.list = marked
			}
			r := rand.New(rand.NewPCG(1, 2))
			m := meter{B: b}
			due := need{}
			f.OnNeed = func(from, n int) {
				if due = (need{from, n}); !c.late {
					f.SetRows(from, m.rows(f, due))
				}
			}
			rest, resting := f.rest.Tick, false
			f.rest.Tick = func(float32) { resting = true }
			f.Stale()
			b.ReportAllocs()
			for b.Loop() {
				m.frame(func() {
					if c.thumb {
						f.bar.held = true
						y := thumbLeast/2 + r.Float32()*(f.bar.Size().Height-thumbLeast)
						f.bar.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(6, y)}})
						return
					}
					f.scroll(-25)
				})
				if c.late && due.n > 0 {
					from, list := due.from, m.rows(f, due)
					due = need{}
					m.frame(func() { f.SetRows(from, list) })
				}
				for resting {
					resting = false
					m.frame(func() { rest(1) })
				}
			}
			m.report()
		})
	}
}

// meter measures frames one by one.
type meter struct {
	*testing.B
	frames []time.Duration
	made   time.Duration // time spent on creating rows in this frame
}

func (m *meter) frame(do func()) {
	m.made = 0
	began := time.Now()
	do()
	m.frames = append(m.frames, time.Since(began)-m.made)
}

// rows creates rows while the clock is stopped.
func (m *meter) rows(f *fixture, of need) []Row {
	m.StopTimer()
	began := time.Now()
	list := make([]Row, 0, of.n)
	for i := of.from; i < min(of.from+of.n, f.cache.count); i++ {
		list = append(list, f.list(i))
	}
	m.StartTimer()
	m.made += time.Since(began)
	return list
}

func (m *meter) report() {
	slices.Sort(m.frames)
	at := func(part float64) float64 {
		return m.frames[int(float64(len(m.frames)-1)*part)].Seconds() * 1000
	}
	m.ReportMetric(at(0.5), "p50-ms")
	m.ReportMetric(at(0.99), "p99-ms")
}
