package mapping

import (
	"slices"
	"strings"

	"roster/app/sheet"
)

// Parts of a password in Keycloak's JSON, by their names in the same credential.
const (
	keycloakCredential  = "type"
	keycloakValue       = "secretData.value"
	keycloakSalt        = "secretData.salt"
	keycloakAlgorithm   = "credentialData.algorithm"
	keycloakIterations  = "credentialData.hashIterations"
	keycloakMemory      = "credentialData.additionalParameters.memory"
	keycloakParallelism = "credentialData.additionalParameters.parallelism"
	keycloakType        = "credentialData.additionalParameters.type"
)

// hashColumns are the columns that a password hash is made of.
type hashColumns struct {
	column int            // -1 if there is none
	parts  map[string]int // the columns of the parts of Keycloak's; nil if column has all of it
}

func newHashColumns(t *sheet.Table, m Mapping) hashColumns {
	column, ok := m.Columns[PasswordHash]
	if !ok {
		return hashColumns{column: -1}
	}
	credential, isKeycloak := strings.CutSuffix(t.Headings[column], keycloakValue)
	if !isKeycloak {
		return hashColumns{column: column}
	}
	parts := map[string]int{}
	for _, part := range []string{
		keycloakCredential, keycloakSalt, keycloakAlgorithm, keycloakIterations, keycloakMemory, keycloakParallelism,
		keycloakType,
	} {
		if at := slices.Index(t.Headings, credential+part); at >= 0 {
			parts[part] = at
		}
	}
	return hashColumns{column, parts}
}

// of returns the hash of a row, or "" if it has none. Of Keycloak's parts it makes a PHC string.
func (h hashColumns) of(row sheet.Row) string {
	if h.column < 0 {
		return ""
	}
	value := strings.TrimSpace(row.Cells[h.column])
	if h.parts == nil || value == "" {
		return value
	}
	part := func(name string) string {
		if at, ok := h.parts[name]; ok {
			return strings.TrimRight(strings.TrimSpace(row.Cells[at]), "=")
		}
		return ""
	}
	if kind := part(keycloakCredential); kind != "" && kind != "password" { // such as the secret of one-time passwords
		return ""
	}
	parameters := "i=" + part(keycloakIterations)
	algorithm := part(keycloakAlgorithm)
	if algorithm == "argon2" {
		algorithm += part(keycloakType) + "$v=19"
		parameters = "m=" + part(keycloakMemory) + ",t=" + part(keycloakIterations) + ",p=" + part(keycloakParallelism)
	}
	return "$" + algorithm + "$" + parameters + "$" + part(keycloakSalt) + "$" + strings.TrimRight(value, "=")
}
