package printing

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"strings"
)

// takesPDF reports whether the system's print program takes a PDF. That of Windows prints text alone; it is the only
// one there that needs no file and no other program.
const takesPDF = runtime.GOOS != "windows"

// CanPrintLists reports whether lists can be printed. If not, they can be saved as a PDF, and printed from there.
const CanPrintLists = takesPDF

// toPrinter prints a document on the system's default printer. It goes to the print program through its standard input,
// so Roster writes it to no file.
func toPrinter(ctx context.Context, document io.Reader) error {
	c := exec.CommandContext(ctx, "lp", "-s")
	if !takesPDF {
		c = exec.CommandContext(ctx, "powershell", "-NoProfile", "-NonInteractive", "-Command",
			"[Console]::InputEncoding = [Text.Encoding]::UTF8; $input | Out-Printer")
	}
	c.Stdin = document
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", c.Args[0], err, strings.TrimSpace(string(out)))
	}
	return nil
}
