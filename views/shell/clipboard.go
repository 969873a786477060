package shell

import "time"

// ClipboardKeeps is how long a copied secret stays on the clipboard.
const ClipboardKeeps = 30 * time.Second

// CopySecret puts a secret on the clipboard and removes it after ClipboardKeeps.
func (s *Shell) CopySecret(secret string) {
	s.app.Clipboard().SetContent(secret)
	s.copied = secret
	s.copies++
	last := s.copies
	s.work.after(s.work.ctx, ClipboardKeeps, func() {
		if s.copies == last {
			s.forgetCopied()
		}
	})
}

// forgetCopied removes a copied secret from the clipboard if it is still there.
func (s *Shell) forgetCopied() {
	if s.copied != "" && s.app.Clipboard().Content() == s.copied {
		s.app.Clipboard().SetContent("")
	}
	s.copied = ""
}

// Copy puts a text that is no secret on the clipboard.
func (s *Shell) Copy(text string) { s.app.Clipboard().SetContent(text) }

// Pasted returns the text on the clipboard.
func (s *Shell) Pasted() string { return s.app.Clipboard().Content() }
