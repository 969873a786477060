package viewtest

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

// frame is how long a frame of Fyne's desktop driver lasts (glfw/loop.go).
const frame = time.Second / 60

// Frames is a Fyne app that counts the frames that the desktop driver would paint. It runs animations, which the driver
// for tests only begins. Use it in testing/synctest, so that time passes at once.
type Frames struct {
	fyne.App
	driver *framesDriver
}

// NewFrames returns an app that counts frames, on top of another one.
func NewFrames(t *testing.T, on fyne.App) *Frames {
	t.Helper()
	f := &Frames{App: on, driver: &framesDriver{Driver: on.Driver()}}
	fyne.SetCurrentApp(f)
	return f
}

// Driver implements fyne.App.
func (f *Frames) Driver() fyne.Driver { return f.driver }

// Idle lets time pass while p does nothing, and returns how many frames were painted.
func (f *Frames) Idle(p *Person, d time.Duration) (painted int) {
	p.T.Helper()
	tick := time.NewTicker(frame)
	defer tick.Stop()
	p.Settle()
	f.driver.dirty = false // by what was done before
	for range d / frame {
		<-tick.C
		p.Settle()
		f.driver.animate(time.Now())
		if f.driver.dirty {
			painted++
		}
		f.driver.dirty = false
	}
	return painted
}

// framesDriver is a driver that runs animations, and notices what makes the desktop driver paint.
type framesDriver struct {
	fyne.Driver
	dirty      bool
	animations []*animation
}

// animation is a running animation.
type animation struct {
	*fyne.Animation
	begin   time.Time // of the current run
	left    int       // how often it is repeated
	reverse bool
}

// StartAnimation implements fyne.Driver.
func (d *framesDriver) StartAnimation(a *fyne.Animation) {
	d.animations = append(d.animations, &animation{Animation: a, begin: time.Now(), left: a.RepeatCount})
}

// StopAnimation implements fyne.Driver.
func (d *framesDriver) StopAnimation(a *fyne.Animation) {
	d.animations = slices.DeleteFunc(d.animations, func(running *animation) bool { return running.Animation == a })
}

// CanvasForObject implements fyne.Driver.
func (d *framesDriver) CanvasForObject(o fyne.CanvasObject) fyne.Canvas {
	return framesCanvas{d.Driver.CanvasForObject(o), d}
}

// animate does the next step of all animations.
func (d *framesDriver) animate(now time.Time) {
	for _, a := range slices.Clone(d.animations) { // a step can start and stop animations
		if slices.Contains(d.animations, a) && !a.step(now) {
			d.StopAnimation(a.Animation)
		}
	}
}

// step does the next step as Fyne's runner does, and returns false if it was the last one.
func (a *animation) step(now time.Time) bool {
	done := min(float32(now.Sub(a.begin))/float32(a.Duration), 1)
	value := done
	if a.reverse {
		value = 1 - done
	}
	if a.Curve != nil {
		value = a.Curve(value)
	} else {
		value = fyne.AnimationEaseInOut(value)
	}
	a.Tick(value)
	if done < 1 {
		return true
	}
	a.begin, a.reverse = now, a.AutoReverse && !a.reverse
	if !a.reverse {
		a.left--
	}
	return a.reverse || a.left >= 0 || a.RepeatCount == fyne.AnimationRepeatForever
}

// framesCanvas is a canvas whose window is painted again when an object on it has changed.
type framesCanvas struct {
	fyne.Canvas
	driver *framesDriver
}

// Refresh implements fyne.Canvas.
func (c framesCanvas) Refresh(o fyne.CanvasObject) {
	c.SetDirty()
	c.Canvas.Refresh(o)
}

// SetDirty is what objects call that were moved, resized, shown or hidden.
func (c framesCanvas) SetDirty() { c.driver.dirty = true }
