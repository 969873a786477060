package desktop

import (
	"fmt"
	"io"
)

// say prints to the terminal. An error is ignored, because there may be no terminal and there is nowhere else to report
// it.
func say(to io.Writer, format string, args ...any) {
	fmt.Fprintf(to, format, args...) //nolint:errcheck // see above
}
