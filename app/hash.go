package app

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"golang.org/x/text/unicode/norm"

	"roster/app/password"
	"roster/data"
	"roster/identity"
)

// muchMemory is the memory of a hash, in KiB, from which it is returned to the system immediately.
const muchMemory = 16 << 10

// hashPatience is how long a password waits for those that other programs with the file open are hashing.
const hashPatience = 10 * time.Second

// acquireHashSlot waits until no other password is being hashed, here or by another program with the file open. The
// caller must call release afterwards. After hashPatience, a brief service fails with ErrTurn. Another one
// goes on, so that no program can keep a window from signing in.
func (s *Service) acquireHashSlot(ctx context.Context) (release func(), err error) {
	select {
	case s.hashing <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	free := func() {
		if s.hash.Memory >= muchMemory && !s.brief {
			debug.FreeOSMemory() // otherwise the memory is held for minutes
		}
		<-s.hashing
	}
	patient, stop := context.WithTimeout(ctx, hashPatience)
	defer stop()
	pass, err := s.store.Turn(patient)
	switch {
	case err == nil:
		// The others get their turn before the memory is freed, which gives them the time to notice: otherwise a program
		// that hashes many passwords would keep it.
		return func() { pass(); free() }, nil
	case ctx.Err() == nil && !s.brief:
		return free, nil
	case ctx.Err() == nil:
		err = &identity.FileError{Path: s.Path(), Err: fmt.Errorf("%w: %w (%w)", ErrTurn, identity.FileBusy, err)}
	}
	free()
	return nil, err
}

// hashPassword hashes a password that [password.Check] has returned. It must not be called in a transaction.
func (s *Service) hashPassword(ctx context.Context, plain string) (string, error) {
	release, err := s.acquireHashSlot(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	return s.hash.Hash(plain)
}

// MostImportedKinds is the number of kinds of imported hashes, other than the policy's, that a file may have: each
// attempt to sign in computes a hash of each.
const MostImportedKinds = 3

// isForeign reports whether Roster itself does not compute hashes of a kind.
func (s *Service) isForeign(kind password.Kind) bool {
	return kind != s.hash.Kind() && kind != password.StartCost().Kind()
}

// importedKinds returns the foreign kinds of the hashes in the file.
func (s *Service) importedKinds(tx *data.Tx) (kinds []password.Kind, err error) {
	found, err := tx.HashKinds()
	for _, text := range found {
		if kind := password.Kind(text); s.isForeign(kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds, err
}

// verify reports whether a password matches a hash. If it does, and the hash is not of the policy, verify returns one
// of the policy in upgraded. It returns the given hash there if that ignores the end of the password: the end may be
// wrong, so the password must be changed instead.
//
// So that the time does not tell whose password it is, verify always computes a hash of each kind that is in the file
// and one of the policy, also for a start password, which costs nearly nothing, and for a hash that cannot be read. No
// password matches that one, which only another program can have stored. It must not be called in a transaction.
func (s *Service) verify(ctx context.Context, hash, plain string) (correct bool, upgraded string, err error) {
	var kinds []password.Kind
	err = s.store.View(ctx, func(tx *data.Tx) error {
		kinds, err = s.importedKinds(tx)
		return err
	})
	if err != nil {
		return false, "", err
	}
	release, err := s.acquireHashSlot(ctx)
	if err != nil {
		return false, "", err
	}
	defer release()
	for _, compared := range s.compared(hash, kinds) {
		if compared == s.decoy && correct && !password.Truncates(hash, plain) {
			if upgraded, err = s.hash.Hash(norm.NFC.String(plain)); err != nil {
				return false, "", err
			}
			continue
		}
		matches, err := password.Verify(compared, plain)
		if err != nil {
			return false, "", err
		}
		correct = correct || matches && compared == hash
	}
	if correct && password.Truncates(hash, plain) {
		upgraded = hash
	}
	return correct, upgraded, nil
}

// compared returns what an attempt is compared with: the given hash, unless it cannot be read, a decoy of each other
// kind, and at the end one of the policy, unless the given hash is of that.
func (s *Service) compared(hash string, kinds []password.Kind) (hashes []string) {
	own := password.KindOf(hash)
	if own != "" {
		hashes = append(hashes, hash)
	}
	for _, kind := range kinds {
		if decoy, err := kind.Decoy(); err == nil && kind != own { // no error, unless by another program's hash
			hashes = append(hashes, decoy)
		}
	}
	if own != s.hash.Kind() {
		hashes = append(hashes, s.decoy)
	}
	return hashes
}
