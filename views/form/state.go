package form

// Update asks Ready and every Check again, enables or disables the verb accordingly and lays the form out. The
// form does it itself whenever a field changes.
func (f *Form) Update() {
	for _, field := range f.fields {
		field.update()
	}
	f.change()
}

// change enables what may be used now.
func (f *Form) change() {
	if f.verb != nil {
		f.verb.SetEnabled(!f.sent && !f.busy && f.ready())
	}
	if f.extra != nil {
		f.extra.SetEnabled(!f.busy)
	}
	if f.frame != nil {
		f.frame.relayout()
	}
}

// ready reports whether the form can succeed.
func (f *Form) ready() bool {
	if f.held {
		return false
	}
	for _, field := range f.fields {
		if !field.complete() {
			return false
		}
	}
	return f.spec.Ready == nil || f.spec.Ready()
}

// submit sends the form if it can succeed and has not been sent already; else it shows what is in the way.
func (f *Form) submit() {
	if f.sent || f.busy || f.held || f.verb == nil {
		return
	}
	if !f.ready() {
		f.complain()
		return
	}
	f.sent, f.before = true, f.last
	f.say("")
	f.change()
	call(f.spec.OnSubmit)
}

// complain shows every mistake and moves the focus to the first.
func (f *Form) complain() {
	if f.sent || f.busy || f.held {
		return
	}
	var first Field
	for _, field := range f.fields {
		field.common().touched = true
		if first == nil && !field.complete() {
			first = field
		}
	}
	f.Update()
	if first != nil {
		f.focus(first.target())
	}
}

// leave is Cancel and Escape.
func (f *Form) leave() {
	switch {
	case f.spec.OnCancel != nil:
		f.spec.OnCancel()
	case f.cancel != nil:
		f.Hide()
	}
}

// Busy disables the fields and the verb and shows what is being done. Cancel and
// Escape still work.
func (f *Form) Busy(text string) {
	if !f.IsBusy() {
		f.before = f.last
	}
	f.setBusy(true, text)
}

// Idle makes the form editable again, as after a question that was answered with no.
func (f *Form) Idle() {
	f.sent = false
	f.setBusy(false, "")
	f.focus(f.before)
}

// Fail makes the form editable again, with all that was typed, and says what went wrong.
func (f *Form) Fail(message string) {
	f.say(message)
	f.Idle()
}

// Say says something where Fail says what went wrong, and leaves all else as it is.
func (f *Form) Say(message string) {
	f.say(message)
	f.change()
}

func (f *Form) say(message string) {
	f.held = false
	f.failure.say(message)
}

// Hold says something as Say does, and disables the verb until Release, or until the form has something else to say.
func (f *Form) Hold(message string) {
	f.failure.say(message)
	f.held = true
	f.change()
}

// Release ends Hold and takes away what it said.
func (f *Form) Release() {
	if f.held {
		f.Say("")
	}
}

// Said is what Fail or Say has said last; nothing once the form was sent again.
func (f *Form) Said() string { return f.failure.text.text.Text }

// FailAt makes the form editable again and says what is wrong with one field. It can be called for several; the
// first gets the focus. The message goes away when the field changes; empty a password field before, not after.
func (f *Form) FailAt(field Field, message string) {
	field.common().failed = message
	if !f.IsBusy() && f.before != nil {
		f.Update()
		return
	}
	f.before = field.target()
	f.Idle()
}

// IsBusy reports whether the form was sent and has not come back.
func (f *Form) IsBusy() bool { return f.busy || f.sent }

func (f *Form) setBusy(busy bool, text string) {
	f.busy, f.progress = busy, text
	for _, field := range f.fields {
		field.lock(busy)
	}
	f.frame.setProgress(text)
	f.Update()
}
