package shell

import (
	"testing"

	"roster/identity"
)

func TestInitials(t *testing.T) {
	for _, c := range []struct {
		u    identity.User
		want string
	}{
		{identity.User{Name: "anna"}, "A"},
		{identity.User{Name: "anna", FirstName: "émile"}, "É"},
		{identity.User{Name: "anna", FirstName: "Дмитрий", LastName: "Орлов"}, "ДО"},
		{identity.User{Name: "anna", FirstName: "A\u030asa", LastName: "李"}, "A\u030a李"},
	} {
		t.Run(c.want, func(t *testing.T) {
			if got := Initials(c.u); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
