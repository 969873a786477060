package app

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"roster/data"
)

// Format is that of an exported journal.
type Format string

// The formats.
const (
	CSV       Format = "csv"   // RFC 4180, for a spreadsheet
	JSONLines Format = "jsonl" // an object a line, with everything that the hashes cover
)

// Head is the last entry of a journal.
type Head struct {
	Seq  int64
	Hash string // in hexadecimal
}

// exportedEvent is an entry as JSON Lines have it: all that its hash covers, and the hash.
type exportedEvent struct {
	Seq        int64  `json:"seq"`
	At         string `json:"at"` // RFC 3339, UTC
	Operation  string `json:"operation"`
	Outcome    string `json:"outcome"`
	ActorID    int64  `json:"actor_id"`
	Actor      string `json:"actor"`
	TargetID   int64  `json:"target_id"`
	Target     string `json:"target"`
	Before     string `json:"before"`
	After      string `json:"after"`
	Reason     string `json:"reason"`
	AppVersion string `json:"app_version"`
	Computer   string `json:"computer"`
	Process    int    `json:"process"`
	Digest     string `json:"digest"`
	Prev       string `json:"prev"`
	Hash       string `json:"hash"`
}

func exported(e Event) exportedEvent {
	return exportedEvent{
		Seq: e.Seq, At: e.At.UTC().Format(time.RFC3339Nano), Operation: e.Operation, Outcome: string(e.Outcome),
		ActorID: e.ActorID, Actor: e.Actor, TargetID: e.TargetID, Target: e.Target, Before: e.Before, After: e.After,
		Reason: e.Reason, AppVersion: e.AppVersion, Computer: e.Computer, Process: e.Process,
		Digest: fmt.Sprintf("%x", e.Digest), Prev: fmt.Sprintf("%x", e.Prev), Hash: fmt.Sprintf("%x", e.Hash),
	}
}

// ExportJournal writes the whole journal to w, oldest first, and returns its last entry, which the journal keeps of it. It
// calls progress now and then with how many of the entries it has written.
func (s *Session) ExportJournal(
	ctx context.Context, format Format, w io.Writer, progress func(done, all int64),
) (head Head, err error) {
	out := bufio.NewWriter(w)
	write, flush := exporter(format, out)
	var told draft
	err = s.see(ctx, order{op: ExportJournal}, func(sc *scene) error {
		told = sc.entry
		all, err := sc.CountEvents()
		if err != nil {
			return err
		}
		return sc.EachEvent(func(e Event) error {
			if err := write(e); err != nil {
				return err
			}
			if head = (Head{e.Seq, fmt.Sprintf("%x", e.Hash)}); e.Seq%progressEvery == 0 && progress != nil {
				progress(e.Seq, all)
			}
			return ctx.Err()
		})
	})
	if err == nil {
		err = flush()
	}
	if told.operation == 0 {
		return Head{}, err // nothing was begun
	}
	told.after = map[string]string{
		"entries": strconv.FormatInt(head.Seq, 10), "head": head.Hash, "format": string(format),
	}
	if err != nil { // what was written may be somewhere all the same
		told.outcome, told.reason = data.Failed, "not all could be written"
	}
	if err = s.service.note(ctx, told, err); err != nil { // whatever has become of the session meanwhile
		return Head{}, err
	}
	return head, nil
}

// exporter writes entries in a format. flush ends it.
func exporter(format Format, out *bufio.Writer) (write func(Event) error, flush func() error) {
	if format == JSONLines {
		encoder := json.NewEncoder(out)
		encoder.SetEscapeHTML(false)
		return func(e Event) error { return encoder.Encode(exported(e)) }, out.Flush
	}
	rows := csv.NewWriter(out)
	rows.UseCRLF = true
	head := []string{
		"seq", "at", "operation", "outcome", "actor_id", "actor", "target_id", "target", "before", "after", "reason",
		"app_version", "computer", "process", "hash",
	}
	began := false
	write = func(e Event) error {
		if !began {
			began = true
			if err := rows.Write(head); err != nil {
				return err
			}
		}
		x := exported(e)
		return rows.Write([]string{
			strconv.FormatInt(x.Seq, 10), x.At, inert(x.Operation), inert(x.Outcome),
			strconv.FormatInt(x.ActorID, 10), inert(x.Actor), strconv.FormatInt(x.TargetID, 10), inert(x.Target),
			inert(x.Before), inert(x.After), inert(x.Reason),
			inert(x.AppVersion), inert(x.Computer), strconv.Itoa(x.Process), x.Hash,
		})
	}
	return write, func() error {
		rows.Flush()
		if err := rows.Error(); err != nil {
			return err
		}
		return out.Flush()
	}
}

// inert is a text that no spreadsheet takes for a formula (OWASP, CSV Injection).
func inert(text string) string {
	if first, _ := utf8.DecodeRuneInString(text); text != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		return "'" + text
	}
	return text
}
