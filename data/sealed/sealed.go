// Package sealed encrypts files with a passphrase, in the format age-encryption.org/v1, so the tool age can decrypt
// them without Roster.
package sealed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"filippo.io/age"
)

// ErrPassphrase means that a file was encrypted with another passphrase, or that none was given.
var ErrPassphrase = errors.New("wrong passphrase")

// ErrDamaged means that an encrypted file is not what was written.
var ErrDamaged = errors.New("the encrypted file is damaged")

// intro is how an encrypted file begins.
const intro = "age-encryption.org/v1\n"

// Work is how much work it is to compute a key from a passphrase, as a power of two: 18 takes a second and 256 MiB.
// Only tests set it.
var Work = 18

// most is the most work of a file that is not refused.
const most = 19

// Is reports whether the file at path is encrypted.
func Is(path string) (bool, error) {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() { // a pipe would block
		return false, err
	}
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close() //nolint:errcheck // it is only read
	begin := make([]byte, len(intro))
	if _, err := io.ReadFull(f, begin); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, err
	}
	return bytes.Equal(begin, []byte(intro)), nil
}

// Encrypt encrypts what r has, and writes it to w.
func Encrypt(ctx context.Context, w io.Writer, r io.Reader, passphrase string) error {
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return err
	}
	recipient.SetWorkFactor(Work)
	out, err := age.Encrypt(w, recipient)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, reader{ctx, r}); err != nil {
		return err
	}
	return out.Close()
}

// Decrypt is the inverse of [Encrypt]. It fails with ErrPassphrase, and with ErrDamaged when a part of the result may
// have been written.
func Decrypt(ctx context.Context, w io.Writer, r io.Reader, passphrase string) error {
	identity, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return ErrPassphrase // it is empty
	}
	identity.SetMaxWorkFactor(most)
	in, err := age.Decrypt(reader{ctx, r}, identity)
	if _, another := errors.AsType[*age.NoIdentityMatchError](err); another {
		return ErrPassphrase
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	written := writer{w: w}
	if _, err := io.Copy(&written, in); err != nil {
		if written.err != nil || ctx.Err() != nil {
			return err
		}
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return nil
}

// reader stops reading when its context ends.
type reader struct {
	ctx context.Context
	r   io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

// writer notes whether writing has failed.
type writer struct {
	w   io.Writer
	err error
}

func (w *writer) Write(p []byte) (n int, err error) {
	n, w.err = w.w.Write(p)
	return n, w.err
}
