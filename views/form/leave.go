package form

// Edited reports whether text was typed that would be missed if the form were left. What is being submitted is not.
func (f *Form) Edited() bool {
	if f.IsBusy() {
		return false
	}
	for _, field := range f.fields {
		if field.edited() {
			return true
		}
	}
	return f.spec.Asks
}

// escape is what Escape does: it leaves the form, after asking if that would lose text that was typed.
func (f *Form) escape() {
	mayLeave := f.spec.OnCancel != nil || f.cancel != nil
	if f.ask != nil && mayLeave && f.Edited() && !f.spec.Asks {
		f.ask()
		return
	}
	f.leave()
}

// leave is what Cancel does.
func (f *Form) leave() {
	switch {
	case f.spec.OnCancel != nil:
		f.spec.OnCancel()
	case f.cancel != nil:
		call(f.hide)
	}
}
