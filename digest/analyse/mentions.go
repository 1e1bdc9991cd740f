package analyse

import (
	"slices"
	"strings"

	"whosaid/digest"
)

// resolve gives every candidate its actor and makes the mentions.
func (n *naming) resolve() {
	for c := range n.found {
		a, how := n.actorOf(c)
		if a < 0 {
			continue
		}
		f := &n.found[c]
		if s := n.toks[f.lo].sent; n.paras[n.sents[s].para].line == headline || n.titleCase(n.sents[s]) {
			continue // knownOnly finds it
		}
		if x := &n.actors[a]; x.kind == digest.Person && f.title&(titleMale|titleFemale) != 0 && f.title&title != titleMale|titleFemale {
			x.gender = male
			if f.title&titleFemale != 0 {
				x.gender = female
			}
			x.titled[x.gender-male]++
		}
		lo := f.lo
		if how == part && n.actors[a].kind == digest.Person {
			lo = n.withParticles(lo, a)
		}
		n.mention(lo, f.hi, min(f.begin, lo), a, how)
	}
}

// withParticles extends the part of a name at lo over the small words before it
// that belong to the name of actor a: "de la Fuente".
func (n *naming) withParticles(lo, a int) int {
	name := " " + fold(n.actors[a].name)
	at := strings.Index(name, " "+n.toks[lo].low)
	for at > 0 && lo > 0 && n.toks[lo-1].shape == lower && particles[n.toks[lo-1].low] && strings.HasSuffix(name[:at], " "+n.toks[lo-1].low) {
		at -= 1 + len(n.toks[lo-1].low)
		lo--
	}
	return lo
}

// actorOf returns the actor that candidate c names, or -1.
func (n *naming) actorOf(c int) (int, extent) {
	f := &n.found[c]
	g := &n.groups[f.group]
	if p := n.human[f.group]; p >= 0 {
		n.people[p].touched = c
		return n.personActor(p, f.loose), whole
	}
	if len(g.words) == 1 || g.kind == person {
		if list := n.lastOf(n.byWord[g.words[len(g.words)-1]]); len(list) > 0 && (len(g.words) > 1 || n.callsPerson(c)) {
			if p := n.whoIs(c, list); p >= 0 {
				return n.personActor(p, f.loose), part
			}
			return -1, part
		}
	}
	if len(g.words) == 1 && n.class(f.lo)&(orgHead|stateBody) != 0 && g.known&knownOrg == 0 && f.lo > 0 && n.toks[f.lo-1].low == "the" {
		if a, ok := n.byLast[g.words[0]]; ok {
			return a, part // "The Front"
		}
	}
	if b := n.body[f.group]; b >= 0 {
		if f.lo > 0 && g.known&platform != 0 && (n.toks[f.lo-1].low == "on" || n.toks[f.lo-1].low == "via") {
			return -1, whole // "on Twitter"
		}
		if f.hi < len(n.toks) && n.toks[f.hi].shape == number && f.lo > 0 && articles[n.toks[f.lo-1].low] {
			return -1, whole // "a Boeing 747"
		}
		if a, w := n.bodyActor(b), n.bodies[b].words; a >= 0 && len(w) > 1 {
			n.byLast[w[len(w)-1]] = a
		}
		how := whole
		if len(g.words) == 1 && n.toks[f.lo].shape == upper {
			how = initls
		} else if f.group != n.bodies[b].groups[0] {
			how = part
		}
		return n.bodyActor(b), how
	}
	return -1, whole
}

// personActor returns the actor of individual p, or -1 where it stands in
// captions and headings only.
func (n *naming) personActor(p int, loose bool) int {
	x := &n.people[p]
	if x.actor < 0 {
		solid := !loose
		for _, g := range x.groups {
			solid = solid || n.groups[g].solid
		}
		if !solid {
			return -1
		}
		return n.newPerson(p)
	}
	return x.actor
}

// bodyActor returns the actor of organisation b, or -1 where it is only where
// something was published.
func (n *naming) bodyActor(b int) int {
	x := &n.bodies[b]
	if x.actor < 0 {
		solid, outlet, acts := false, true, 0
		for _, g := range x.groups {
			solid = solid || n.groups[g].solid
			outlet = outlet && n.publishes(g)
			acts += n.groups[g].acts
		}
		if !solid || outlet && acts == 0 {
			return -1
		}
		return n.newBody(b)
	}
	return x.actor
}

// publishes reports whether wording g is a newspaper, a station or a platform.
func (n *naming) publishes(g int) bool {
	x := &n.groups[g]
	return x.known&platform != 0 || listing[x.words[len(x.words)-1]]&newsHead != 0 && x.known&knownOrg == 0 || broadcasters[x.words[0]]
}

// broadcasters are outlets by their acronyms and single names.
var broadcasters = set(`bbc cnn nbc abc cbs msnbc npr pbs cbc itv rte rai zdf ard nhk kbs cctv cgtn rfa rferl voa afp ap reuters xinhua tass interfax
	dpa efe ansa bloomberg kyodo yonhap antara bernama anadolu wsj politico axios buzzfeed slate breitbart huffpost fox al`)

// mention adds a mention of actor a.
func (n *naming) mention(lo, hi, from int, a int, how extent) {
	m := mention{lo: lo, hi: hi, from: from, to: hi, actor: a, extent: how}
	if hi < len(n.toks) {
		next := n.toks[hi]
		m.owns = next.low == "'s" || (next.low == "’" || next.low == "'") && next.Start == n.toks[hi-1].End && strings.HasSuffix(n.toks[hi-1].low, "s") && next.quote < 0
		m.modifies = !m.owns && n.toks[hi].sent == n.toks[hi-1].sent && (next.shape == lower && n.isNoun(hi) || next.shape == capital && n.class(hi)&roleNoun != 0)
	}
	n.names = append(n.names, m)
}

// isNoun reports whether the word at i, behind a name, is rather a noun than a verb.
func (n *naming) isNoun(i int) bool {
	low := n.toks[i].low
	w := n.word(i)
	if sure[low] || helpers[low] || prepositions[low] || joiners[low] || determiners[low] || pronouns[low] || isAdverb(low) {
		return false
	}
	if w.class&(roleNoun|orgHead|placePart|thing) != 0 {
		return !finite[low]
	}
	if singular, ok := strings.CutSuffix(low, "s"); ok && listing[singular]&(roleNoun|orgHead|thing) != 0 && !verbal[low] {
		return true
	}
	return modified[low]
}

// verbal are words that look like nouns in the plural and are mostly verbs.
var verbal = set(`heads leads votes plans moves bases hosts guards coaches fights models reports reviews schemes attacks surveys attempts`)

// modified are nouns that names stand before, besides heads and roles.
var modified = set(`supporters officials members lawmakers ally allies leadership loyalists faithful surrogates backers bid speech rally rallies ticket family household
	regime era years brand name way side camp style rhetoric tax email emails tweets tweet statement account page post posts website building property properties
	nations countries states presidency candidacy nomination victory win loss vote voters delegates convention headquarters offices policy position proposal pick nominee appointee insiders
	activists troops soldiers fighters rebels militants security sources source staff staffers employees executives lawyers board branch wing chapter cell ban rule rules
	dossier case trial data poll survey`)

// knownOnly finds names already known in headings and in sentences that print
// most words with a capital, where capitals tell nothing.
func (n *naming) knownOnly() {
	index := n.wordings()
	if len(index) == 0 {
		return
	}
	var ws []string
	for _, p := range n.paras {
		if p.line == furniture {
			continue
		}
		for s := p.first; s < p.last; s++ {
			if p.line != headline && !n.titleCase(n.sents[s]) {
				continue
			}
			for i := n.sents[s].lo; i < n.sents[s].hi; {
				hi, a := n.match(i, n.sents[s].hi, index, &ws)
				if a < 0 {
					i++
					continue
				}
				n.mention(i, hi, i, a, part)
				i = hi
			}
		}
	}
	slices.SortStableFunc(n.names, func(a, b mention) int { return a.lo - b.lo })
}

// wordings maps each wording of the actors to its actor.
func (n *naming) wordings() map[string]int {
	index := map[string]int{}
	for _, m := range n.names {
		key := strings.Join(n.nameWords(nil, m.lo, m.hi), " ")
		if old, ok := index[key]; ok && old != m.actor {
			index[key] = -1
			continue
		}
		index[key] = m.actor
	}
	return index
}

// match returns the longest known wording at token i and its actor, or -1.
func (n *naming) match(i, hi int, index map[string]int, ws *[]string) (int, int) {
	if n.toks[i].shape != capital && n.toks[i].shape != upper {
		return i, -1
	}
	n.key = n.key[:0]
	end, actor := i, -1
	for k := i; k < hi && k < i+7; k++ {
		if n.toks[k].shape == punct {
			break
		}
		if k > i {
			n.key = append(n.key, ' ')
		}
		n.key = append(n.key, n.word(k).plain...)
		if a, ok := index[string(n.key)]; ok && a >= 0 {
			end, actor = k+1, a
		}
	}
	return end, actor
}
