package viewtest

import (
	"sync"

	"fyne.io/fyne/v2"
)

// queue takes the place of fyne.Do: what is to run on the UI thread waits until the test runs it.
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

// Window is Fyne's test window, whose canvas passes shortcuts on as a real one does.
type Window struct {
	fyne.Window
	canvas *Screen
	closed func() // what the button in the title bar does
}

// Canvas implements fyne.Window.
func (w *Window) Canvas() fyne.Canvas { return w.canvas }

// Close implements fyne.Window. The test closes the window itself, when it ends.
func (w *Window) Close() {}

// SetCloseIntercept implements fyne.Window.
func (w *Window) SetCloseIntercept(do func()) { w.closed = do }

// CloseByUser does what the button in the title bar does.
func (w *Window) CloseByUser() { w.closed() }
