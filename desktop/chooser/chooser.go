// Package chooser asks the system for its own file choosers: the desktop portal on Linux and the BSDs, and the dialogs
// of Windows and macOS. It waits for the person as long as they like, but not for a system that does not respond.
//
// The choosers of Windows and macOS come from github.com/sqweek/dialog. The portal is asked through D-Bus itself, as
// docs/decisions/portal.md explains.
package chooser

import "context"

// Choose shows a chooser and returns the absolute path that the person has chosen, or "" if they have cancelled. It
// returns when ctx ends, even if the system goes on showing the chooser. It must not be called on the UI thread. The
// errors are ErrNone, with the reason, and that of ctx.
func Choose(ctx context.Context, r Request) (path string, err error) { return choose(ctx, r) }
