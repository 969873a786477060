package shell

// quit closes the window, unless it has to stay open or the person wants to keep what they typed.
func (s *Shell) quit() {
	if s.KeepOpen != nil {
		s.KeepOpen()
		return
	}
	s.AskFirst(func() {
		s.forgetCopied() // later the clipboard is out of reach
		s.window.Close()
	})
}
