package compose

import (
	"strings"
	"unicode/utf8"

	"whosaid/digest"
)

const (
	longRole   = 100 // characters; a longer description is shown only where there is no shorter one
	rolesShown = 6
	namesShown = 12
)

// roleIn returns how the articles word what the actor is: in the given article
// if it says so, otherwise the newest wording of readable length.
func roleIn(a digest.Actor, article int64) string {
	best, score := "", -1
	for _, role := range a.Roles {
		text := strings.TrimSpace(role.Text)
		if text == "" || strings.EqualFold(text, a.Name) {
			continue
		}
		s := 0
		if article != 0 && role.ArticleID == article {
			s += 2
		}
		if utf8.RuneCountInString(text) <= longRole {
			s += 4
		}
		if s > score {
			best, score = text, s
		}
	}
	return brief(best)
}

// profile shows what the store knows of one actor, and its latest quotes.
func (p page) profile(pr digest.Profile, latest []digest.Result) []digest.Block {
	fields := digest.Fields{Items: []digest.Field{{Name: "Kind", Value: []digest.Run{plain(string(pr.Actor.Type))}}}}
	add := func(name string, value ...digest.Run) {
		if len(value) > 0 {
			fields.Items = append(fields.Items, digest.Field{Name: name, Value: value})
		}
	}
	if names := otherNames(pr.Actor); names != "" {
		add("Also called", plain(names))
	}
	add("Described as", p.roles(pr.Actor.Roles, outlets(latest))...)
	add("Quoted", plain(times(pr.Quotes)))
	add("Spoken about", plain("in "+count(pr.About, "quote")+" of others"))
	named := "in " + count(pr.Articles, "article")
	if days := period(pr.From, pr.To, p.zone); days != "" {
		named += ", " + days
	}
	add("Named", plain(named))
	blocks := []digest.Block{heading(1, plain(pr.Actor.Name)), fields}
	if len(latest) > 0 {
		blocks = append(blocks, heading(2, plain("Latest quotes")))
		blocks = append(blocks, p.latest(pr.Actor, latest)...)
	}
	return blocks
}

func times(n int) string {
	switch n {
	case 0:
		return "never"
	case 1:
		return "once"
	}
	return number(n) + " times"
}

// latest shows results without naming the actor of the profile again.
func (p page) latest(a digest.Actor, results []digest.Result) []digest.Block {
	for _, r := range results {
		if r.Speaker == nil || r.Speaker.ID != a.ID || r.Speaker.Name != a.Name {
			return p.groups(results)
		}
	}
	return p.quotes(results)
}

func otherNames(a digest.Actor) string {
	var names []string
	for _, alias := range a.Aliases {
		if alias != "" && alias != a.Name && len(names) < namesShown {
			names = append(names, alias)
		}
	}
	return strings.Join(names, ", ")
}

// outlets returns the outlets of the articles that are at hand, by number.
func outlets(results []digest.Result) map[int64]string {
	names := make(map[int64]string)
	for _, r := range results {
		names[r.Article.ID] = r.Article.NamedOutlet()
	}
	return names
}

// roles lists each wording once, with the day of its article and, where it is
// known, the outlet.
func (p page) roles(roles []digest.Role, outlets map[int64]string) []digest.Run {
	var runs []digest.Run
	seen := make(map[string]bool)
	for _, role := range roles {
		key := strings.ToLower(strings.TrimSpace(role.Text))
		if key == "" || seen[key] || len(seen) == rolesShown {
			continue
		}
		seen[key] = true
		if len(runs) > 0 {
			runs = append(runs, digest.Break)
		}
		runs = append(runs, plain(brief(strings.TrimSpace(role.Text))))
		var where []string
		for _, w := range []string{outlets[role.ArticleID], day(role.Date, p.zone)} {
			if w != "" {
				where = append(where, w)
			}
		}
		if len(where) > 0 {
			runs = append(runs, faint(" ("+strings.Join(where, ", ")+")"))
		}
	}
	return runs
}
