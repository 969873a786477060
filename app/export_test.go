package app

import (
	"bufio"
	"bytes"
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

	var lines bytes.Buffer
	head, err := w.root.ExportJournal(t.Context(), journal.JSONLines, &lines, nil)
	if err != nil || head != want {
		t.Errorf("JSON Lines: got head %v, error %v, want %v", head, err, want)
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
	if _, err := w.root.ExportJournal(t.Context(), journal.CSV, &table, nil); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&table).ReadAll()
	if err != nil || len(rows) != int(want.Seq)+2 || rows[0][5] != "actor" || rows[1][5] != "root" {
		t.Errorf("CSV: got %d rows, error %v, want a header and %d entries", len(rows), err, want.Seq+1)
	}
}

// locking is a writer that locks the session on the first write.
type locking struct{ s *Session }

func (l locking) Write(b []byte) (int, error) { return len(b), l.s.Lock(context.Background()) }

// An export is recorded even if the session is locked while it runs.
func TestLockDuringExport(t *testing.T) {
	w := newTrusted(t)
	if _, err := w.root.ExportJournal(t.Context(), journal.CSV, locking{w.root}, nil); err != nil {
		t.Fatal(err)
	}
	if e := w.lastEntry(t); e.operation != "export journal" || e.outcome != "done" || e.actor != "root" {
		t.Errorf("got entry %+v, want the export", e)
	}
	_, err := w.root.ExportJournal(t.Context(), journal.CSV, io.Discard, nil)
	wantErr(t, "next export", err, ErrLocked)
}

// broken is a writer that always fails.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestExportFails(t *testing.T) {
	w := newTrusted(t)
	for _, format := range []journal.Format{journal.CSV, journal.JSONLines} {
		t.Run(string(format), func(t *testing.T) {
			_, err := w.root.ExportJournal(t.Context(), format, broken{}, nil)
			wantErr(t, "export", err, io.ErrShortWrite)
			if e := w.lastEntry(t); e.operation != "export journal" || e.outcome != "failed" {
				t.Errorf("got entry %+v, want a failed export", e)
			}
		})
	}
	var out strings.Builder
	_, err := w.session(t, "boris", identity.Admin).ExportJournal(t.Context(), journal.CSV, &out, nil)
	if _, ok := errors.AsType[*RefusedError](err); !ok || out.Len() > 0 {
		t.Errorf("by an Admin: got %d bytes, error %v, want a refusal", out.Len(), err)
	}
}
