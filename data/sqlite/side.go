package sqlite

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"modernc.org/sqlite/vfs"

	"roster/data/sqlite/image"
	"roster/identity"
)

// sides are the suffixes of the side files.
var sides = [...]string{image.WAL, image.Index, image.Journal}

// checkPrivate refuses a file that another user can change, also by means of a side file or of its folder. info
// describes the file. SQLite trusts side files: whoever can put one beside the file decides what the file holds.
func checkPrivate(path string, info os.FileInfo) error {
	if foreign, err := ownedByAnother(path, info); err != nil || foreign {
		return cmp.Or(err, error(identity.FileForeign))
	}
	if open, err := exposed(path, info); err != nil || open {
		return cmp.Or(err, fmt.Errorf("%w: mode %v", identity.FileExposed, info.Mode()))
	}
	if n := linkCount(info); n > 1 {
		// Each name has its own WAL, whose content is lost when the file is opened under another name.
		return fmt.Errorf("%w: %d hard links", identity.FileLinked, n)
	}
	for _, suffix := range sides {
		if err := checkSide(path, info, path+suffix); err != nil {
			return fmt.Errorf("%w: %s (%w)", identity.FileSide, filepath.Base(path+suffix), err)
		}
	}
	owner, _ := identityOf(info)
	return checkFolder(filepath.Dir(path), owner)
}

// errUnsafe says what is wrong with a side file.
var errUnsafe = errors.New("not a private file of the same owner")

// checkSide refuses a side file, if there is one, that is not as private as the file.
func checkSide(path string, info os.FileInfo, side string) error {
	is, err := os.Lstat(side)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !is.Mode().IsRegular(), linkCount(is) > 1:
		return errUnsafe
	}
	same, err := sameOwner(path, side, info, is)
	if err != nil || !same {
		return errors.Join(err, errUnsafe)
	}
	if open, err := exposed(side, is); err != nil || open {
		return errors.Join(err, errUnsafe)
	}
	return nil
}

// checkFolder refuses a folder into which others than owner can put files.
func checkFolder(folder string, owner uint32) error {
	switch where, err := othersCanPlant(folder, owner); {
	case err != nil:
		return err
	case where != "":
		return fmt.Errorf("%w: %s", identity.FileFolder, where)
	}
	return nil
}

// hasSides reports whether a file has a side file that can hold a part of its content.
func hasSides(path string) (bool, error) {
	for _, suffix := range []string{image.WAL, image.Journal} {
		switch info, err := os.Lstat(path + suffix); {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return false, err
		case !info.Mode().IsRegular():
			return false, fmt.Errorf("%w: %s (%w)", identity.FileSide, filepath.Base(path+suffix), errUnsafe)
		case info.Size() > 0:
			return true, nil
		}
	}
	return false, nil
}

// recovered returns the image of a file with its side files, which no program must have open, or nil if they change
// nothing. It fails with FileDamaged if it cannot be used. It fails with [identity.FileStates] if the side files do not
// belong to the file, or if the file was put there after they had been written: only the user can tell which state is
// wanted, and SQLite would merge the two.
func recovered(ctx context.Context, path string) (im *image.Image, err error) {
	alone, err := readAlone(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, alone.close()) }()
	im, changed, err := image.Recovered(path)
	switch {
	case errors.Is(err, image.ErrForeign):
		return nil, onlyAlone(ctx, alone, err)
	case err != nil:
		return nil, err
	case !changed:
		return nil, nil
	}
	with, err := readImage(im)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, with.close()) }()
	if err := with.check(ctx); err != nil {
		return nil, onlyAlone(ctx, alone, err)
	}
	// The file alone is not checked yet, because an interrupted checkpoint leaves a file that is intact only with its WAL.
	related, same, unread := alone.relation(ctx, with)
	fits, uncounted := alone.fits(ctx, with, im.Commits())
	later, muchLater, err := replacedAfter(path)
	if err != nil {
		return nil, err
	}
	belongs := errors.Join(unread, uncounted) == nil && related && fits
	// A rollback journal takes the file back to where it was before, so even the same last entry does not show that it is
	// this file's.
	if belongs && (same && im.Commits() > 0 || !later) {
		return im, nil
	}
	var states identity.FileStates
	if err := alone.check(ctx); err != nil {
		// What was read of a damaged file proves nothing: a power cut during a checkpoint mixes old and new sectors.
		// SQLite writes to a file after its rollback journal, so times say nothing about that.
		if ours, e := belong(ctx, path, with); e != nil || !ours || muchLater && im.Commits() > 0 {
			return nil, errors.Join(identity.FileDamaged, err, e)
		}
		return im, ctx.Err()
	}
	if states.Alone, err = alone.state(ctx); err != nil {
		return nil, err
	}
	if !belongs { // pages of two states are no third one, even if it looks intact
		return nil, &states
	}
	state, err := with.state(ctx)
	if err != nil {
		return nil, err
	}
	states.Recovered = &state
	return nil, &states
}

// onlyAlone returns the error that the file can be used only without its side files, because of reason, or not at all.
func onlyAlone(ctx context.Context, alone *imageDB, reason error) error {
	if err := alone.check(ctx); err != nil {
		return errors.Join(err, reason)
	}
	state, err := alone.state(ctx)
	if err != nil {
		return errors.Join(err, reason)
	}
	return errors.Join(&identity.FileStates{Alone: state}, reason)
}

// imageDB reads an image.
type imageDB struct {
	*sql.DB
	files *vfs.FS
}

func readImage(im *image.Image) (*imageDB, error) {
	name, files, err := vfs.New(im)
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", imageDSN(name))
	if err != nil {
		return nil, errors.Join(err, files.Close())
	}
	return &imageDB{db, files}, nil
}

// readAlone reads the file at path without its side files.
func readAlone(path string) (*imageDB, error) {
	im, err := image.Alone(path)
	if err != nil {
		return nil, err
	}
	return readImage(im)
}

// CheckAlone is [DB.Check] for a file that nobody has open, without side files. giveWay is as in [Tx].
func CheckAlone(ctx context.Context, path string, giveWay func()) (err error) {
	im, err := image.Alone(path)
	if err != nil {
		return err
	}
	im.Reading = giveWay
	i, err := readImage(im)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, i.close()) }()
	return checkPages(ctx, i.DB)
}

func (i *imageDB) close() error { return errors.Join(i.Close(), i.files.Close()) }

// check fails with FileDamaged, or because the schema is another program's.
func (i *imageDB) check(ctx context.Context) error {
	if err := checkStructure(ctx, i.DB, ""); err != nil {
		return err
	}
	if err := checkFingerprint(ctx, i.DB, migrations()); err != nil {
		return err
	}
	return checkIDs(ctx, i.DB)
}

// head identifies a state of a file: its last entry, and the key that differs between files.
const head = `
	SELECT attempt_key, coalesce((SELECT max(seq) FROM journal), 0),
		coalesce((SELECT hash FROM journal ORDER BY seq DESC LIMIT 1), x'') FROM roster`

// relation reports whether two states are of the same file and the journal of one continues that of the other, and
// whether both end with the same entry.
func (i *imageDB) relation(ctx context.Context, with *imageDB) (related, same bool, err error) {
	var key, otherKey, hash, otherHash []byte
	var seq, otherSeq int64
	if err := i.QueryRowContext(ctx, head).Scan(&key, &seq, &hash); err != nil {
		return false, false, err
	}
	if err := with.QueryRowContext(ctx, head).Scan(&otherKey, &otherSeq, &otherHash); err != nil {
		return false, false, err
	}
	switch {
	case !bytes.Equal(key, otherKey):
		return false, false, nil
	case seq == otherSeq:
		same = bytes.Equal(hash, otherHash)
		return same, same, nil
	case seq > otherSeq:
		related, err = i.has(ctx, otherSeq, otherHash)
	default:
		related, err = with.has(ctx, seq, hash)
	}
	return related, false, err
}

// fits reports whether the WAL can have been written on top of the file alone, given the number of commits in it. A WAL
// holds only the pages that have changed since it was begun; the others are in the file as it was then. In a file from
// any other time, they have another state.
func (i *imageDB) fits(ctx context.Context, with *imageDB, commits int64) (bool, error) {
	before, err := i.commits(ctx)
	if err != nil {
		return false, err
	}
	last, err := with.commits(ctx)
	if err != nil {
		return false, err
	}
	return last-commits <= before && before <= last || commits == 0, nil
}

// commits returns the number of transactions that have changed the file. A value of another program counts as 0, as it
// does when the next transaction is counted.
func (i *imageDB) commits(ctx context.Context) (n int64, err error) {
	err = i.QueryRowContext(ctx, `
		SELECT coalesce((SELECT n FROM commits WHERE id = 1 AND n BETWEEN 0 AND 9007199254740991), 0)
			+ coalesce((SELECT iif(txid BETWEEN 0 AND 9007199254740990, txid, 0) FROM journal ORDER BY seq DESC LIMIT 1), 0)`,
	).Scan(&n)
	return n, err
}

// has reports whether the journal has an entry with that number and hash. Every journal has the entry 0.
func (i *imageDB) has(ctx context.Context, seq int64, hash []byte) (bool, error) {
	var found []byte
	err := i.QueryRowContext(ctx, `SELECT hash FROM journal WHERE seq = $1`, seq).Scan(&found)
	if errors.Is(err, sql.ErrNoRows) {
		return seq == 0, nil
	}
	return bytes.Equal(hash, found), err
}

// belong reports whether the side files belong to the file at path, however damaged that is. with is the file with
// them. Its journal must be one chain, and the bytes of the file must hold one of the random values that never change
// in a file: its key, or the hash of the first entry in its journal. One that the side files do not hold proves
// nothing.
func belong(ctx context.Context, path string, with *imageDB) (bool, error) {
	var key, first []byte
	var broken bool
	err := with.QueryRowContext(ctx, `
		SELECT attempt_key, coalesce((SELECT hash FROM journal WHERE seq = 1), attempt_key), EXISTS (
			SELECT 1 FROM journal AS e LEFT JOIN journal AS before ON before.seq = e.seq - 1
			WHERE e.seq > 1 AND e.prev IS NOT before.hash)
		FROM roster`).Scan(&key, &first, &broken)
	if err != nil || broken {
		return false, err
	}
	values := [][]byte{key, first}
	inFile, err := holds(path, values)
	if err != nil {
		return false, err
	}
	inSides := make([]bool, len(values))
	for _, suffix := range []string{image.WAL, image.Journal} {
		found, err := holds(path+suffix, values)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return false, err
		}
		for i := range found {
			inSides[i] = inSides[i] || found[i]
		}
	}
	ours := false
	for i := range values {
		ours = ours || inFile[i] && (inSides[i] || !slices.Contains(inSides, true))
	}
	return ours, nil
}

// holds reports which of the values the bytes of a file hold.
func holds(path string, values [][]byte) ([]bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	found := make([]bool, len(values))
	const size = 1 << 20
	part := make([]byte, 0, size+sha256.Size)
	for {
		part = append(part[:0], part[max(0, len(part)-sha256.Size):]...) // a value can go on in the next part
		n, err := io.ReadFull(f, part[len(part):len(part)+size])
		part = part[:len(part)+n]
		for i, v := range values {
			found[i] = found[i] || bytes.Contains(part, v)
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return found, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// state describes the content for the user.
func (i *imageDB) state(ctx context.Context) (s identity.FileState, err error) {
	var last int64
	err = i.QueryRowContext(ctx, `
		SELECT (SELECT count(*) FROM users), coalesce((SELECT max(seq) FROM journal), 0),
			coalesce((SELECT at FROM journal ORDER BY seq DESC LIMIT 1), 0)`).Scan(&s.Users, &s.Entries, &last)
	s.Last = identity.FromMicros(last)
	return s, err
}

// replacedAfter reports whether the file was put in its place after its side files had been written: someone restored a
// copy. A checkpoint also writes to the file after the WAL, but not much later.
func replacedAfter(path string) (later, muchLater bool, err error) {
	file, err := timesOf(path)
	if err != nil {
		return false, false, err
	}
	later, muchLater = true, true
	for _, suffix := range []string{image.WAL, image.Journal} {
		side, err := timesOf(path + suffix)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return false, false, err
		}
		long := file.after(side, longestCheckpoint)
		muchLater = muchLater && long
		later = later && (long || !side.marked() && file.after(side, 0))
	}
	return later, muchLater, nil
}

// longestCheckpoint is how long a checkpoint takes at most. If one takes longer and is then interrupted, there may be a
// question too many, but only if what it has written happens to be an intact file.
const longestCheckpoint = 2 * time.Second
