package app

import (
	"context"
	"runtime/debug"
	"slices"
	"time"

	"golang.org/x/text/unicode/norm"

	"roster/app/password"
	"roster/data"
	"roster/identity"
)

// muchMemory is the memory of a hash, in KiB, from which it is returned to the system immediately.
const muchMemory = 16 << 10

// acquireHashSlot waits until no other password is being hashed. The caller must call release afterwards.
func (s *Service) acquireHashSlot(ctx context.Context) (release func(), err error) {
	select {
	case s.hashing <- struct{}{}:
		return func() {
			if s.hash.Memory >= muchMemory {
				debug.FreeOSMemory() // otherwise the memory is held for minutes
			}
			<-s.hashing
		}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
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

// rehash returns what replaces the credential of a correct password: one with a hash of the policy instead of a start
// password's, an imported one or that of an earlier policy. It returns c itself if there is nothing to replace. An
// imported hash that ignores the end of the password stays, because the end may be wrong: the password must be changed.
func (s *Service) rehash(
	ctx context.Context, c identity.Credential, plain string,
) (upgraded identity.Credential, err error) {
	switch {
	case password.KindOf(c.Hash) == s.hash.Kind():
		return c, nil
	case password.Truncates(c.Hash, plain):
		c.MustChange = true
		return c, nil
	}
	c.Hash, err = s.hashPassword(ctx, norm.NFC.String(plain))
	if !c.MustChange {
		c.Expires = time.Time{} // of an imported hash
	}
	return c, err
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

// verify reports whether a password matches a hash. So that the time does not tell whose password it is, it always
// computes a hash of each kind that is in the file: the given one, and decoys of the others. So it takes as long for a
// start password, which costs nearly nothing, and for a hash that cannot be read. No password matches that one, which
// only another program can have stored. verify must not be called in a transaction.
func (s *Service) verify(ctx context.Context, hash, plain string) (correct bool, err error) {
	var kinds []password.Kind
	err = s.store.View(ctx, func(tx *data.Tx) error {
		kinds, err = s.importedKinds(tx)
		return err
	})
	if err != nil {
		return false, err
	}
	release, err := s.acquireHashSlot(ctx)
	if err != nil {
		return false, err
	}
	defer release()
	for _, compared := range s.compared(hash, kinds) {
		matches, err := password.Verify(compared, plain)
		if err != nil {
			return false, err
		}
		correct = correct || matches && compared == hash
	}
	return correct, nil
}

// compared returns what an attempt is compared with: a hash of each kind and one of the policy. The given hash is among
// them, unless it cannot be read, and the others are decoys.
func (s *Service) compared(hash string, kinds []password.Kind) (hashes []string) {
	own := password.KindOf(hash)
	kinds = append(kinds, s.hash.Kind())
	if own != "" && !slices.Contains(kinds, own) { // a start password, or one that was imported just now
		kinds = append(kinds, own)
	}
	for _, kind := range kinds {
		switch kind {
		case own:
			hashes = append(hashes, hash)
		case s.hash.Kind():
			hashes = append(hashes, s.decoy)
		default:
			if decoy, err := kind.Decoy(); err == nil { // otherwise another program has stored such a hash
				hashes = append(hashes, decoy)
			}
		}
	}
	return hashes
}
