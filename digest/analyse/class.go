package analyse

import (
	"strings"

	"whosaid/digest"
)

// classes gives words of cues their class, beyond those that the rules go by:
// a learned cue can be any word or phrase. The corpus has no classes; the lists
// are drawn from general knowledge.
var classes = func() map[string]digest.Class {
	m := map[string]digest.Class{}
	for _, l := range []struct {
		class digest.Class
		list  string
	}{
		{digest.Statement, `according statement remarks comments interview speech testimony talk discuss outline recount narrate
			detail present articulate rail rant vent lecture preach sound chime echo thank apologise apologize offer issue release
			publish invoke tout brag gripe grumble bemoan taunt blog sing joke answer address challenge threaten speak lash`},
		{digest.Thought, `like love hate prefer dislike favour favor enjoy admire trust distrust see regret dread
			remember envision imagine contemplate plan mull consider wonder care respect crave desire dream long envy
			recognise recognize perceive deem learn discover conceive foresee anticipate forget
			belief fear hope concern view opinion conviction desire interest sense feeling doubt wish idea impression expectation
			confident hopeful convinced skeptical sceptical aware sure certain eager worried afraid concerned willing ready angry
			happy proud glad optimistic pessimistic frustrated interested unsure uneasy reluctant`},
		{digest.Other, `seem appear support back oppose endorse vote rule order appoint nominate elect choose pick name fire hire ban block
			approve adopt pass sign veto sue file indict charge convict sentence acquit allow permit refuse seek push try attempt
			decide determine resolve embrace champion advocate promote fight resist ignore avoid require restrict limit grant award
			honour honor cast show find prove demonstrate reflect campaign focus work draw raise enact repeal overturn uphold
			support opposition endorsement ruling decision vote order law policy ban nomination backing approval effort lawsuit
			supporter supporters advocate advocates opponent opponents proponent proponents`},
	} {
		for w := range strings.FieldsSeq(l.list) {
			for _, f := range append(strings.Fields(pastOf(w)), w, thirdOf(w), ingOf(w)) {
				if _, ok := m[f]; !ok {
					m[f] = l.class
				}
			}
		}
	}
	return m
}()

// classOf says what kind of act the cue at tokens [lo, hi) reports. The first
// word that is known decides; "has expressed hope" is thus a statement. Of an
// unknown cue it is taken that it reports words where words are quoted or a
// clause follows.
func (d *document) classOf(lo, hi int, quoted bool) digest.Class {
	object := false
	for i := lo; i < hi; i++ {
		low := d.toks[i].low
		if low == "to" && object { // "started a campaign to demand": what was done is no speech
			break
		}
		object = object || determiners[low]
		if c, ok := cues[low]; ok {
			return c.class
		}
		if c, ok := classes[low]; ok {
			return c
		}
	}
	if quoted || d.is(hi, "that") || d.toks[hi-1].shape == punct {
		return digest.Statement
	}
	return digest.Other
}
