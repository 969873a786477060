package viewtest

import (
	"sync"

	"fyne.io/fyne/v2"
)

// queue replaces fyne.Do. It holds functions for the UI thread until the test runs them.
type queue struct {
	mu     sync.Mutex
	list   []func()
	filled chan struct{}
}

func newQueue() *queue { return &queue{filled: make(chan struct{}, 1)} }

func (q *queue) put(f func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.list = append(q.list, f)
	select {
	case q.filled <- struct{}{}:
	default:
	}
}

func (q *queue) take() func() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.list) == 0 {
		return nil
	}
	f := q.list[0]
	q.list = q.list[1:]
	return f
}

// Window is Fyne's test window with a Screen as its canvas.
type Window struct {
	fyne.Window
	canvas *Screen
	closed func() // called by the close button of the title bar
	Closed int    // how often the program has closed it
}

// Canvas implements fyne.Window.
func (w *Window) Canvas() fyne.Canvas { return w.canvas }

// Close implements fyne.Window. It only counts, because the window is closed when the test ends.
func (w *Window) Close() { w.Closed++ }

// SetCloseIntercept implements fyne.Window.
func (w *Window) SetCloseIntercept(do func()) { w.closed = do }

// CloseByUser clicks the close button of the title bar.
func (w *Window) CloseByUser() { w.closed() }
