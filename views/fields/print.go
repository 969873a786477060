package fields

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"fyne.io/fyne/v2/lang"

	"roster/views/form"
	"roster/views/shell"
)

// NewPrintButton returns a button that prints a secret under a title. The secret goes to the system's print program
// through its standard input, so Roster writes it to no file.
func NewPrintButton(v *shell.View, secret *form.Secret, title, advice string) *form.Button {
	return form.NewButton(lang.L("Print slip"), "printer", form.Secondary, func() {
		secret.SetHint(lang.L("Printing …"))
		Print(v, Slip(v, title, secret.Value, advice), func(printed bool) {
			if printed {
				secret.SetHint(Printed(printed))
			} else {
				secret.Fail(Printed(printed))
			}
		})
	})
}

// Print prints a text, like [NewPrintButton].
func Print(v *shell.View, text string, done func(printed bool)) {
	shell.Do(v, func(ctx context.Context) error { return toPrinter(ctx, text) }, func(err error) {
		if err != nil {
			v.Log.Error("print", "error", err)
		}
		done(err == nil)
	})
}

// Printed says whether something was printed.
func Printed(printed bool) string {
	if printed {
		return lang.L("Sent to the printer.")
	}
	return lang.L("Nothing was printed: no printer found. Write it down instead.")
}

// Slip returns the text of a page with a secret.
func Slip(v *shell.View, title, secret, advice string) string {
	return slip(title, filepath.Base(v.Service.Path()), secret, advice)
}

// slip returns the text of the printed page.
func slip(title, file, secret, advice string) string {
	return fmt.Sprintf("%s\nRoster – %s\n\n\n        %s\n\n\n%s\n", title, file, secret, advice)
}

// toPrinter prints a text on the system's default printer.
func toPrinter(ctx context.Context, text string) error {
	c := exec.CommandContext(ctx, "lp", "-s")
	if runtime.GOOS == "windows" {
		c = exec.CommandContext(ctx, "powershell", "-NoProfile", "-NonInteractive", "-Command",
			"[Console]::InputEncoding = [Text.Encoding]::UTF8; $input | Out-Printer")
	}
	c.Stdin = strings.NewReader(text)
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", c.Args[0], err, strings.TrimSpace(string(out)))
	}
	return nil
}
