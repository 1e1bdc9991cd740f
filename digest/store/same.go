package store

import (
	"net/url"
	"strings"

	"whosaid/digest/query"
)

// outletKey is what names of outlets are compared by.
func outletKey(name string) string {
	if folded := query.Fold(name); folded != "" {
		return folded
	}
	return strings.TrimSpace(name)
}

// urlKey is what addresses are compared by: without scheme, "www.", fragment,
// slash at the end and the parameters that only say where a reader came from.
func urlKey(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return strings.TrimSpace(address)
	}
	parameters := u.Query()
	for name := range parameters {
		if tracks(strings.ToLower(name)) {
			delete(parameters, name)
		}
	}
	k := strings.TrimPrefix(strings.ToLower(u.Host), "www.") + strings.TrimRight(u.EscapedPath(), "/")
	if len(parameters) > 0 {
		k += "?" + parameters.Encode() // sorted
	}
	return k
}

func tracks(parameter string) bool {
	for _, prefix := range []string{"utm_", "mc_", "at_", "pk_", "hsa_", "cmp"} {
		if strings.HasPrefix(parameter, prefix) {
			return true
		}
	}
	switch parameter {
	case "fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "twclid", "ito", "ref", "ref_src", "smid", "smtyp", "feature", "campaign_id", "source", "ocid", "partner", "s_cid", "cid", "icid":
		return true
	}
	return false
}
