package app

import (
	"context"
	"slices"

	"golang.org/x/text/unicode/norm"

	"roster/app/access"
	"roster/app/password"
)

// given is a password that an import gives, and its hash.
type given struct{ plain, hash string }

// importedPasswords returns the passwords of the rows that get one, by their indices.
func (s *Session) importedPasswords(
	ctx context.Context, p *ImportPlan, progress func(done, all int64),
) (map[int]given, error) {
	passwords := map[int]given{}
	for i := range p.Rows {
		row := &p.Rows[i]
		if i%planEvery == 0 || p.of.Passwords == OwnPasswords && row.password {
			if progress(int64(i), 2*int64(len(p.Rows))); ctx.Err() != nil {
				return nil, ctx.Err()
			}
		}
		if !row.password || row.Result == RowRefused {
			continue
		}
		if p.of.Passwords == ImportedHashes {
			passwords[i] = given{hash: row.hash}
			continue
		}
		if p.of.Passwords == OwnPasswords {
			hash, err := s.service.hashPassword(ctx, norm.NFC.String(row.Person.Password))
			if err != nil {
				return nil, err
			}
			passwords[i] = given{hash: hash}
			continue
		}
		start, err := password.NewStart()
		if err != nil {
			return nil, err
		}
		hash, err := start.Hash()
		if err != nil {
			return nil, err
		}
		passwords[i] = given{start.Plain(), hash}
	}
	return passwords, nil
}

// needsConfirmation reports whether rows that it has planned need a confirmation, for themselves or for the hashes that
// they import. It fails with ErrManyKinds.
func (f *planner) needsConfirmation(rows []ImportRow) (needed bool, err error) {
	var kinds []password.Kind
	needed = f.confirm
	for i := range rows {
		row := &rows[i]
		if row.hash == "" || row.Result == RowRefused {
			continue
		}
		if kind := password.KindOf(row.hash); f.session.service.isForeign(kind) && !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
		needed = needed || f.authorized.decide(access.ImportHashes, 0).Verdict == access.ConfirmFirst
	}
	if len(kinds) == 0 {
		return needed, nil
	}
	stored, err := f.session.service.importedKinds(f.Tx)
	for _, kind := range stored {
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	if err == nil && len(kinds) > MostImportedKinds {
		err = ErrManyKinds
	}
	return needed, err
}
