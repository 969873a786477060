package command

import (
	"context"
	"io"
	"slices"

	"roster/app"
	"roster/views/message"
)

// The options of export, besides those that select users.
const (
	optionFormat    = "format"
	optionTo        = "to"
	optionHashes    = "hashes"
	optionSeparator = "separator"
	optionBase      = "base"
)

// separators are the names of the characters that can be between cells.
var separators = []string{"comma", "semicolon", "tab", "bar"}

func exportSpec() *spec {
	formats := []string{
		string(app.ExportCSV), string(app.ExportSpreadsheet), string(app.ExportJSON), string(app.ExportLDIF),
	}
	return &spec{
		name: "export", args: []string{"FILE"}, about: "Exports users.", reads: passwordLine, signsIn: true, codes: signedIn,
		run: export, options: append([]option{
			{name: optionFormat, value: "FORMAT", values: formats, about: "the format, csv unless given"},
			{name: optionTo, value: "PATH", file: true, about: "write a new private file instead of the standard output"},
			{name: optionHashes, about: "with password hashes"},
			{name: optionSeparator, value: "NAME", values: separators, about: "between cells of spreadsheet, else comma"},
			{name: optionBase, value: "DN", about: "the entry above the users in LDIF"},
		}, whichOptions...),
	}
}

// export exports users.
func export(ctx context.Context, c *call) Code {
	e := app.Export{Format: app.ExportCSV, Hashes: c.has(optionHashes), Separator: ',', Base: c.text(optionBase)}
	switch {
	case c.has(optionJSON) && !c.has(optionTo) && c.has(optionFormat) && c.text(optionFormat) != string(app.ExportJSON):
		return c.misused("--" + optionJSON + " prints " + string(app.ExportJSON) + ": leave out --" + optionFormat +
			", or say with --" + optionTo + " into which file")
	case c.has(optionJSON) && !c.has(optionTo):
		e.Format = app.ExportJSON
	case c.has(optionFormat):
		e.Format = app.ExportFormat(c.text(optionFormat))
	}
	if c.has(optionSeparator) {
		e.Separator = []rune(",;\t|")[slices.Index(separators, c.text(optionSeparator))]
	}
	if c.has(optionSearch) || c.has(optionRole) || c.has(optionStatus) {
		which := c.query()
		e.Shown = &which
	}
	n, to := 0, newFile{path: c.text(optionTo)}
	err := to.taken()
	if err == nil {
		err = c.withSession(ctx, func(s *session) error {
			return s.confirming(ctx, func() error {
				if to.path == "" {
					_, err := s.ExportUsers(ctx, e, c.out, nil)
					return err
				}
				err := to.write(func(out io.Writer) (err error) {
					n, err = s.ExportUsers(ctx, e, out, nil)
					return err
				})
				c.changed = err == nil
				return err
			})
		})
	}
	if err == nil && to.path != "" {
		c.print(map[string]int{"exported": n}, "%s: %s", to.path, message.Users(n))
	}
	return c.end(err)
}
