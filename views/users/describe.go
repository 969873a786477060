package users

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/identity"
	"roster/views/form"
	"roster/views/message"
)

// addDetails adds the panel to the page, closed or as it was last time.
func (p *page) addDetails() {
	d := &details{
		view: p.View, loader: &p.loader, describe: p.describe, relayout: func() { p.content.Refresh() },
		open: p.Preferences().Bool(keyDetails),
	}
	d.panel = newPanel(p.offers(identity.User{}, ""), d.do, func() {
		p.Copy(d.drawn.user.Email)
		p.Notify(lang.L("Copied."))
	}, d.hide)
	p.details = d
}

// describe says in words what there is to see about a user.
func (p *page) describe(d app.UserDetails) contents {
	u, now := d.User, p.Service.Now()
	c := contents{user: u}
	fact := func(label, value string) {
		if value != "" {
			c.facts = append(c.facts, form.Fact{Label: label, Value: value})
		}
	}
	fact("", u.Email)
	fact(lang.L("First name"), u.FirstName)
	fact(lang.L("Last name"), u.LastName)
	fact(lang.L("Status"), message.AccountStatus(u, now))
	fact(lang.L("Password"), message.PasswordState(d, now))
	fact(lang.L("Failed attempts"), message.FailedAttempts(d.Attempts))
	fact(lang.L("Last sign-in"), message.Time(u.LastSignIn))
	fact(lang.L("Account expires"), message.AccountEnds(u, now))
	fact(lang.L("Created"), message.Time(u.Created))
	fact(lang.L("Changed"), message.Time(u.Changed))
	fact(lang.L("Note"), u.Note)
	for _, e := range d.Events {
		c.latest = append(c.latest, form.Fact{Label: message.EntryHead(e), Value: message.EntryText(e)})
	}
	useless := ""
	if !d.Attempts.Locked() {
		useless = message.NothingToUnlock()
	}
	c.offers = p.offers(u, useless)
	c.refused = refusals(c.offers)
	return c
}

// offers returns the options for a user, as the menu has them.
func (p *page) offers(u identity.User, useless string) (offers []offer) {
	for _, o := range p.options(u) {
		if o.op != 0 {
			offers = append(offers, offer{o.label, o.icon, o.danger, func() { o.show(u) }, p.refusal(o, u, useless)})
		}
	}
	return offers
}

// refusals returns the reasons why options are refused, each with the options that it is for.
func refusals(offers []offer) (refused []form.Fact) {
	for _, o := range offers {
		if o.refusal == "" || slices.ContainsFunc(refused, func(f form.Fact) bool { return f.Value == o.refusal }) {
			continue
		}
		var labels []string
		for _, other := range offers {
			if other.refusal == o.refusal {
				labels = append(labels, other.label)
			}
		}
		refused = append(refused, form.Fact{Label: strings.Join(labels, ", "), Value: o.refusal})
	}
	return refused
}
