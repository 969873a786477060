package journal

import (
	"context"
	"slices"
	"strconv"

	"fyne.io/fyne/v2/lang"

	"roster/app/journal"
	"roster/identity"
	"roster/views/message"
	"roster/views/shell"
)

// mostUnfolded is the number of entries of a batch from which they are shown as a list of their own.
const mostUnfolded = 1000

// showBatch shows the entries of a batch below it, or hides them. If they are many, they are shown alone.
func (p *page) showBatch(e identity.Event) {
	l := &p.loader
	switch {
	case !l.folding.on || e.Seq-e.Batch > mostUnfolded:
		p.setBatch(e)
	case l.folding.open[e.Batch]:
		delete(l.folding.open, e.Batch)
		l.replace(slices.DeleteFunc(slices.Clone(l.entries), func(one identity.Event) bool {
			return one.Batch == e.Batch && one.Seq != e.Seq
		}))
	default:
		l.unfold(e)
	}
}

// unfold loads the entries of a batch, and shows them below it.
func (l *loader) unfold(e identity.Event) {
	q := l.query
	q.Folded, q.Batch = false, e.Batch
	shell.Run(l.view, func(ctx context.Context) (all []identity.Event, err error) {
		for before := e.Seq; before != 0; {
			p, err := l.page.Session.Journal(ctx, q, before, atOnce)
			if err != nil {
				return nil, err
			}
			all, before = append(all, p.Events...), p.Next
			if before <= e.Batch {
				break
			}
		}
		return all, nil
	}, func(all []identity.Event, err error) {
		if err != nil {
			l.failed(err)
			return
		}
		at := slices.IndexFunc(l.entries, func(one identity.Event) bool { return one.Seq == e.Seq })
		if at < 0 || l.folding.open[e.Batch] {
			return
		}
		l.folding.open[e.Batch] = true
		l.replace(slices.Insert(slices.Clone(l.entries), at+1, all...))
	})
}

// replace shows other entries in place of those that are loaded.
func (l *loader) replace(entries []identity.Event) {
	l.entries = entries
	l.changed()
	l.table.Stale()
}

// setBatch shows only the entries of a batch, or everything for the zero Event.
func (p *page) setBatch(e identity.Event) {
	p.query.Batch = e.Batch
	p.batch.SetText(lang.L("Entry {{.N}}", message.Args{"N": message.Number(e.Seq)}))
	p.content.Refresh()
	p.requery()
	p.Canvas().Focus(p.table)
}

// sizeOf returns how many users a batch was about.
func sizeOf(e identity.Event) int {
	done, _ := strconv.Atoi(journal.ValueOf(e, journal.FieldDone)) // another program may have written it
	refused, _ := strconv.Atoi(journal.ValueOf(e, journal.FieldRefused))
	return done + refused
}
