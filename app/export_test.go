package app

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"roster/app/journal"
	"roster/identity"
)

func TestExportJournal(t *testing.T) {
	w := newTrusted(t)
	u := w.stored(t, 2)
	// Written directly, because Roster refuses such a name.
	w.exec(t, `UPDATE users SET first_name = '=cmd|"/c calc"!A1' WHERE id = 2`)
	_, err := w.root.EditUser(t.Context(), u, Details{Name: "anna", FirstName: "An, \"na\""})
	wantErr(t, "edit", err, nil)
	last := w.lastEntry(t)
	want := Head{last.seq, fmt.Sprintf("%x", last.hash)}
	all := JournalExported{want.Seq, want}

	var lines bytes.Buffer
	done, err := w.root.ExportJournal(t.Context(), JournalExport{Format: journal.JSONLines}, &lines, nil)
	if err != nil || done != all {
		t.Errorf("JSON Lines: got %v, error %v, want %v", done, err, all)
	}
	n := 0
	for scan := bufio.NewScanner(&lines); scan.Scan(); n++ {
		var e struct {
			Seq        int64
			Prev, Hash string
		}
		if err := json.Unmarshal(scan.Bytes(), &e); err != nil || e.Seq != int64(n+1) || len(e.Hash) != 64 || len(e.Prev) != 64 {
			t.Errorf("line %d: got %+v, error %v, want entry %d", n+1, e, err, n+1)
		}
	}
	if n != int(want.Seq) {
		t.Errorf("lines: got %d, want %d", n, want.Seq)
	}
	if e := w.lastEntry(t); e.operation != "export journal" || e.after != fmt.Sprintf(`{"entries":"%d","format":"jsonl","head":"%s"}`, want.Seq, want.Hash) {
		t.Errorf("got entry %+v, want the export", e)
	}

	var table bytes.Buffer
	if _, err := w.root.ExportJournal(t.Context(), JournalExport{Format: journal.CSV}, &table, nil); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&table).ReadAll()
	if err != nil || rows[0][5] != "actor" || rows[1][5] != "root" {
		t.Fatalf("CSV: got %v, error %v, want a header and rows", rows, err)
	}
	written := map[string]bool{}
	for _, row := range rows[1:] {
		written[row[0]] = true
	}
	if len(written) != int(want.Seq)+1 {
		t.Errorf("CSV: got %d entries, want %d", len(written), want.Seq+1)
	}
}

// locking is a writer that locks the session on the first write.
type locking struct {
	s      *Session
	locked bool
}

func (l *locking) Write(b []byte) (int, error) {
	if l.locked {
		return len(b), nil
	}
	l.locked = true
	return len(b), l.s.Lock(context.Background())
}

// An export is recorded even if the session is locked while it runs.
func TestLockDuringExport(t *testing.T) {
	w := newTrusted(t)
	if _, err := w.root.ExportJournal(t.Context(), JournalExport{Format: journal.CSV}, &locking{s: w.root}, nil); err != nil {
		t.Fatal(err)
	}
	if e := w.lastEntry(t); e.operation != "export journal" || e.outcome != "done" || e.actor != "root" {
		t.Errorf("got entry %+v, want the export", e)
	}
	_, err := w.root.ExportJournal(t.Context(), JournalExport{Format: journal.CSV}, io.Discard, nil)
	wantErr(t, "next export", err, ErrLocked)
}

// broken is a writer that always fails.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestExportFails(t *testing.T) {
	w := newTrusted(t)
	for _, format := range []journal.Format{journal.CSV, journal.JSONLines} {
		t.Run(string(format), func(t *testing.T) {
			_, err := w.root.ExportJournal(t.Context(), JournalExport{Format: format}, broken{}, nil)
			wantErr(t, "export", err, io.ErrShortWrite)
			if e := w.lastEntry(t); e.operation != "export journal" || e.outcome != "failed" {
				t.Errorf("got entry %+v, want a failed export", e)
			}
		})
	}
	var out strings.Builder
	_, err := w.session(t, "boris", identity.Admin).ExportJournal(t.Context(), JournalExport{Format: journal.CSV}, &out, nil)
	if _, ok := errors.AsType[*RefusedError](err); !ok || out.Len() > 0 {
		t.Errorf("by an Admin: got %d bytes, error %v, want a refusal", out.Len(), err)
	}
}

// An export of what a query selects has these entries alone, newest first, and its own entry says how many.
func TestExportShown(t *testing.T) {
	w := newTrusted(t)
	only := JournalQuery{EventQuery: identity.EventQuery{Operations: []string{"create user"}, Folded: true}}
	found, err := w.root.Journal(t.Context(), only, 0, 100)
	if err != nil || len(found.Events) < 2 {
		t.Fatalf("got %d entries, error %v, want some", len(found.Events), err)
	}
	var lines strings.Builder
	done, err := w.root.ExportJournal(t.Context(), JournalExport{Format: journal.JSONLines, Only: &only}, &lines, nil)
	if want := (JournalExported{Entries: int64(len(found.Events))}); err != nil || done != want {
		t.Errorf("got %v, error %v, want %v", done, err, want)
	}
	n := 0
	for line := range strings.Lines(lines.String()) {
		var e struct {
			Seq           int64
			Before, After json.RawMessage
		}
		err := json.Unmarshal([]byte(line), &e)
		want := found.Events[n]
		if err != nil || e.Seq != want.Seq || string(e.Before) != cmp.Or(want.Before, "null") || string(e.After) != cmp.Or(want.After, "null") {
			t.Errorf("line %d: got %+v, error %v, want entry %d with what it changed", n+1, e, err, want.Seq)
		}
		n++
	}
	if e := w.lastEntry(t); n != len(found.Events) || e.after != fmt.Sprintf(`{"entries":"%d","format":"jsonl"}`, n) {
		t.Errorf("got %d lines and entry %+v, want %d", n, e, len(found.Events))
	}
	w.wantIntact(t)
}
