package app

import (
	"context"
	"runtime/debug"

	"golang.org/x/text/unicode/norm"

	"roster/app/password"
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

// verify reports whether a password matches a hash. If it does and the hash costs less than the policy, verify returns
// another hash of the password, at the cost of the policy. Whatever the answer, this takes as long as one hash at that
// cost, also if the hash costs less or cannot be read. No password matches one that cannot be read, which only another
// program can have stored. It must not be called in a transaction.
func (s *Service) verify(ctx context.Context, hash, plain string) (correct bool, upgraded string, err error) {
	release, err := s.acquireHashSlot(ctx)
	if err != nil {
		return false, "", err
	}
	defer release()
	correct, err = password.Verify(hash, plain)
	switch {
	case err != nil:
		correct, err = password.Verify(s.decoy, plain)
	case !s.hash.Cheaper(hash):
	case correct:
		upgraded, err = s.hash.Hash(norm.NFC.String(plain))
	default:
		_, err = password.Verify(s.decoy, plain)
	}
	return correct, upgraded, err
}
