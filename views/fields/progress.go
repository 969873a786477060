package fields

import (
	"strings"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2/lang"

	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
)

// Progress is how much of a long task is done. The task reports it from any goroutine, and the form shows it.
type Progress struct{ done, all atomic.Int64 }

// Report records how much is done.
func (p *Progress) Report(done, all int64) {
	p.done.Store(done)
	p.all.Store(all)
}

// percent returns the progress as text, or "" before anything was reported.
func (p *Progress) percent() string {
	if all := p.all.Load(); all > 0 {
		return lang.L("{{.Percent}}%", message.Args{"Percent": p.done.Load() * 100 / all})
	}
	return ""
}

// progressEvery is how often the form updates the progress.
const progressEvery = 200 * time.Millisecond

// show keeps the progress up to date while the form is busy.
func (p *Progress) show(v *shell.View, f *form.Form, text string) {
	f.Busy(strings.TrimSpace(text + " " + p.percent()))
	v.After(progressEvery, func() {
		if f.IsBusy() && f.Shown() {
			p.show(v, f, text)
		}
	})
}
