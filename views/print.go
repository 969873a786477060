package views

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"fyne.io/fyne/v2/lang"

	"roster/views/form"
)

// printButton prints what a field shows, under a title that says what it is. The secret goes to the system's own program
// for printing, and into no file of ours.
func (v *view) printButton(secret *form.Secret, title, advice string) *form.Button {
	return form.NewButton(lang.L("Print slip"), "printer", form.Secondary, func() {
		text := slip(title, filepath.Base(v.service.Path()), secret.Value, advice)
		secret.SetHint(lang.L("Printing …"))
		run(v, func(ctx context.Context) (struct{}, error) { return struct{}{}, toPrinter(ctx, text) },
			func(_ struct{}, err error) {
				if err != nil {
					v.log.Error("print", "error", err)
					secret.Fail(lang.L("Nothing was printed: no printer answers. Write it down instead."))
					return
				}
				secret.SetHint(lang.L("Sent to the printer."))
			})
	})
}

// slip is what is printed.
func slip(title, file, secret, advice string) string {
	return fmt.Sprintf("%s\nRoster – %s\n\n\n        %s\n\n\n%s\n", title, file, secret, advice)
}

// toPrinter prints a text on the printer that the system uses unless it is told otherwise.
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
