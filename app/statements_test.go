package app

import (
	"context"
	"errors"
	"testing"
	"time"

	"roster/identity"
)

// Each statement costs as much as a round trip, so none may be added unnoticed. BEGIN and COMMIT are not counted.
func TestNumberOfStatements(t *testing.T) {
	w := newWorkspace(t)
	for _, c := range []struct {
		name string
		most int
		call func() error
	}{
		{"a page of users, from the file", 5, func() error { // with the actor's credential
			_, err := w.root.Find(t.Context(), identity.Query{Text: "root"}, 0, 50)
			return err
		}},
		{"settings", 1, func() error {
			_, err := w.service.Settings(t.Context())
			return err
		}},
	} {
		t.Run(c.name, func(t *testing.T) { wantStatements(t, w, c.most, c.call) })
	}
	indexing, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- w.service.Index(indexing) }()
	for w.service.Indexed() < 1 {
		<-time.After(time.Millisecond)
	}
	t.Run("a page of users, from memory", func(t *testing.T) {
		wantStatements(t, w, 4, func() error {
			_, err := w.root.Find(t.Context(), identity.Query{Text: "root"}, 0, 50)
			return err
		})
	})
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("index: got error %v, want it to be stopped", err)
	}
}

func wantStatements(t *testing.T, w *workspace, most int, call func() error) {
	t.Helper()
	var ran []string
	w.store.Trace = func(text string) { ran = append(ran, text) }
	defer func() { w.store.Trace = nil }()
	wantErr(t, t.Name(), call(), nil)
	if len(ran) > most {
		t.Errorf("got %d statements, want at most %d: %q", len(ran), most, ran)
	}
}
