package app

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strconv"

	"roster/app/access"
	"roster/app/journal"
	"roster/data"
	"roster/identity"
)

// VerifyJournal checks the whole journal, and whether users, settings and the recovery key match it. It periodically
// calls progress, unless nil, with the number of entries checked so far. The journal records the result.
func (s *Session) VerifyJournal(
	ctx context.Context, progress func(done, all int64),
) (v journal.Verification, err error) {
	ctx = s.background(ctx)
	var result entryDraft
	err = s.read(ctx, request{op: access.VerifyJournal}, func(a *authorized) error {
		result = a.entry
		v, err = verify(ctx, a.Tx, s.service.witness, progress)
		return err
	})
	if err == nil && v.Fault == nil {
		err = s.service.store.Check(ctx) // what no entry can show, such as an index that does not match its table
	}
	if err != nil {
		return journal.Verification{}, err
	}
	result.changes.Add(journal.FieldEntries, strconv.FormatInt(v.Entries, 10))
	result.changes.Add(journal.FieldHead, fmt.Sprintf("%x", v.Head))
	if v.Fault != nil {
		result = result.withOutcome(identity.Failed, v.Fault.Nameless().String())
	}
	return v, s.service.recordAfter(ctx, result, nil) // even if the session has ended since
}

// Verify verifies a file that is open for reading only, like [Session.VerifyJournal]. folder is the path in
// Options.Witness.
func Verify(
	ctx context.Context, store *data.Store, folder string, progress func(done, all int64),
) (v journal.Verification, err error) {
	err = store.View(ctx, func(tx *data.Tx) error {
		v, err = verify(ctx, tx, witness(folder), progress)
		return err
	})
	return v, err
}

func verify(ctx context.Context, tx *data.Tx, w witness, progress func(done, all int64)) (journal.Verification, error) {
	schemaFault, err := tx.SchemaFault()
	if err != nil {
		return journal.Verification{}, err
	}
	count, err := tx.CountEvents()
	if err != nil && schemaFault == "" {
		return journal.Verification{}, err
	}
	var seen checkpoint // stays zero if it cannot be read
	if ends, err := tx.JournalEnds(); err == nil {
		seen, _ = w.seen(ends)
	}
	v, err := journal.Verify(ctx, journal.Contents{
		Count:    count,
		Entries:  tx.EachEvent,
		Accounts: tx.EachAccount, StrayWord: tx.StrayWord,
		Settings: tx.Settings,
		RecoveryKey: func() ([]byte, error) {
			hash, _, err := tx.RecoveryKey()
			return hash, orNotFound(err, nil)
		},
		Internals: func() (journal.Internals, error) {
			i, err := tx.Internals()
			return journal.Internals(i), err
		},
		SchemaFault: schemaFault,
		Seen:        journal.Checkpoint{Seq: seen.Seq, Hash: seen.Hash},
	}, progress)
	if v.Fault != nil {
		v.Fault.Name = readable(*v.Fault)
	}
	return v, err
}

// readable returns the name in a fault such that it can be shown: another program can have stored anything.
func readable(f journal.Fault) string {
	if f.Name == "" && (f.Kind == journal.FaultUser || f.Kind == journal.FaultUnknownUser) {
		return fmt.Sprintf("damaged-%d", f.ID)
	}
	if letters := []rune(f.Name); len(letters) > MaxName {
		return string(letters[:MaxName]) + "…"
	}
	return f.Name
}

// Head is the last entry of a journal.
type Head struct {
	Seq  int64
	Hash string // in hexadecimal
}

func newHead(seq int64, hash []byte) Head { return Head{seq, fmt.Sprintf("%x", hash)} }

func headOf(ends data.JournalEnds) Head { return newHead(ends.Seq, ends.Last) }

// JournalExport says what of the journal is exported, and how.
type JournalExport struct {
	Format    journal.Format
	Separator rune          // between the cells of CSV; 0 for a comma
	Only      *JournalQuery // the entries to export, newest first; nil for all, oldest first
}

// JournalExported is what was exported.
type JournalExported struct {
	Entries int64
	Head    Head // the last entry of the journal; zero if not all entries were exported
}

// ExportJournal writes entries of the journal to w, which the journal records. It periodically calls progress, unless
// nil, with the number of entries written so far, and of all of them if it is known, otherwise 0.
func (s *Session) ExportJournal(
	ctx context.Context, e JournalExport, w io.Writer, progress func(done, all int64),
) (done JournalExported, err error) {
	out, err := journal.NewExporter(e.Format, cmp.Or(e.Separator, ','), w)
	if err != nil {
		return done, err
	}
	if progress == nil {
		progress = func(int64, int64) {}
	}
	var result *entryDraft
	err = s.read(ctx, request{op: access.ExportJournal}, func(a *authorized) error {
		result = &a.entry
		if e.Only != nil {
			done.Entries, err = a.exportOnly(ctx, *e.Only, out, progress)
			return err
		}
		all, err := a.CountEvents()
		if err != nil {
			return err
		}
		return a.EachEvent(func(e *identity.Event) error {
			hideOwnNote(e, a.actor.User.ID)
			if err := out.Write(e); err != nil {
				return err
			}
			done = JournalExported{e.Seq, newHead(e.Seq, e.Hash)}
			if e.Seq%journal.ProgressEvery == 0 {
				progress(e.Seq, all)
			}
			return ctx.Err()
		})
	})
	if err == nil {
		err = out.Close()
	}
	if result == nil {
		return JournalExported{}, err // refused
	}
	result.changes.Add(journal.FieldEntries, strconv.FormatInt(done.Entries, 10))
	if e.Only == nil {
		result.changes.Add(journal.FieldHead, done.Head.Hash)
	}
	result.changes.Add(journal.FieldFormat, string(e.Format))
	if err != nil { // a part of the export may exist
		*result = result.withOutcome(identity.Failed, "not all could be written")
	}
	if err = s.service.recordAfter(ctx, *result, err); err != nil { // even if the session has ended since
		return JournalExported{}, err
	}
	return done, nil
}

// exportOnly writes the entries that a query selects, and returns their number.
func (a *authorized) exportOnly(
	ctx context.Context, q JournalQuery, out *journal.Exporter, progress func(done, all int64),
) (written int64, err error) {
	q.Folded = false
	for before := int64(0); ; {
		page, err := a.journal(ctx, q, before, journal.ProgressEvery)
		if err != nil {
			return written, err
		}
		for i := range page.Events {
			if err := out.Write(&page.Events[i]); err != nil {
				return written, err
			}
			written++
		}
		if progress(written, 0); page.Next == 0 || ctx.Err() != nil {
			return written, ctx.Err()
		}
		before = page.Next
	}
}
