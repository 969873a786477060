package shell

// quit closes the window, unless it has to stay open.
func (s *Shell) quit() {
	if s.KeepOpen != nil {
		s.KeepOpen()
		return
	}
	s.forgetCopied() // later the clipboard is out of reach
	s.window.Close()
}
