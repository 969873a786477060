package mapping

import "testing"

// A hash is taken as it is, or made of the parts that Keycloak stores.
func TestHashOfRow(t *testing.T) {
	const credential = "credentials[0]."
	keycloak := []string{
		"username", credential + keycloakValue, credential + keycloakSalt, credential + keycloakIterations,
		credential + keycloakAlgorithm, credential + keycloakMemory, credential + keycloakParallelism, credential + keycloakType,
	}
	for name, c := range map[string]struct {
		headings, cells []string
		want            string
	}{
		"as it is": {[]string{"username", "hash"}, []string{"a", " $2b$10$x "}, "$2b$10$x"},
		"PBKDF2":   {keycloak, []string{"a", "KEY=", "SALT==", "27500", "pbkdf2-sha256", "", "", ""}, "$pbkdf2-sha256$i=27500$SALT$KEY"},
		"Argon2id": {keycloak, []string{"a", "KEY=", "SALT==", "5", "argon2", "7168", "1", "id"}, "$argon2id$v=19$m=7168,t=5,p=1$SALT$KEY"},
		"Argon2i":  {keycloak, []string{"a", "KEY", "SALT", "5", "argon2", "7168", "1", "i"}, "$argon2i$v=19$m=7168,t=5,p=1$SALT$KEY"},
		"none":     {keycloak, []string{"a", "", "", "", "", "", "", ""}, ""},
		"password": {append(keycloak[:3:3], credential+"type"), []string{"a", "KEY", "SALT", "password"}, "$$i=$SALT$KEY"},
		"otp":      {append(keycloak[:3:3], credential+"type"), []string{"a", "KEY", "SALT", "otp"}, ""},
		"a part":   {keycloak[:2], []string{"a", "KEY"}, "$$i=$$KEY"},
	} {
		t.Run(name, func(t *testing.T) {
			table := tableOf(c.headings, c.cells)
			m := Mapping{Columns: map[Field]int{UserName: 0, PasswordHash: 1}}
			if got := m.People(table)[0].Hash; got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			delete(m.Columns, PasswordHash)
			if got := m.People(table)[0].Hash; got != "" {
				t.Errorf("not chosen: got %q, want none", got)
			}
		})
	}
}
