package desktop

import (
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"gopkg.in/natefinch/lumberjack.v2"

	"roster/desktop/paths"
)

// newLog opens the log that all windows share: at most 1 MB, plus three older files. Only its owner can read it.
func newLog() *lumberjack.Logger {
	path := filepath.Join(paths.Log(), "roster.log")
	if os.MkdirAll(paths.Log(), 0o700) == nil {
		// Two windows keep each other's lines only if both append. lumberjack appends only to a file that exists.
		if f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600); err == nil {
			f.Close() //nolint:errcheck // nothing was written
		}
	}
	return &lumberjack.Logger{Filename: path, MaxSize: 1, MaxBackups: 3}
}

// newLogger returns a logger that writes FILE in place of path in errors, because the path may contain a person's name.
func newLogger(w io.Writer, path string) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if err, ok := a.Value.Any().(error); ok {
			return slog.String(a.Key, strings.ReplaceAll(err.Error(), path, "FILE"))
		}
		return a
	}}))
}
