package backups

import (
	"errors"

	"roster/app"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
)

// passphrase asks for the passphrase of a backup that may be encrypted.
type passphrase struct{ field *form.Password }

// newPassphrase returns a passphrase without a field unless one is needed.
func newPassphrase(v *shell.View, needed bool) (p passphrase) {
	if needed {
		p.field = fields.NewPassphrase(v)
	}
	return p
}

// rows returns rows with one more for the field, if there is one.
func (p passphrase) rows(rows ...[]form.Field) [][]form.Field {
	if p.field != nil {
		rows = append(rows, []form.Field{p.field})
	}
	return rows
}

func (p passphrase) value() string {
	if p.field == nil {
		return ""
	}
	return p.field.Value()
}

// failed shows an error at the field, if it is about the passphrase.
func (p passphrase) failed(f *form.Form, err error) bool {
	if p.field == nil || !errors.Is(err, app.ErrPassphrase) {
		return false
	}
	f.FailAt(p.field, message.NotRestored(err))
	return true
}

// sealed reports whether the backup at path is known to be encrypted.
func (p *page) sealed(path string) bool {
	for _, b := range p.known {
		if b.Path == path {
			return b.Sealed
		}
	}
	return false
}
