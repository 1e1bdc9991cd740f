package analyse

import "whosaid/digest"

// attribution is one act of saying, thinking or deciding found in the text: its
// words, whose it is, and what was said. Spans are byte offsets, each role's in
// the order of the text.
type attribution struct {
	cue     []digest.Span // empty where nothing but quotation marks shows that something is said
	source  []digest.Span // the mention at the cue; empty where there is none
	content []digest.Span // quotation marks at the ends may be inside
	class   digest.Class
	score   float64 // how sure it is that the source belongs to the content, 0 to 1
	sure    float64 // probability that cue, source and content are right; only of what models found
	words   []int   // indices of the content's words, in order; filled where attributions are compared
	why     string  // which stage decided, for `analyse --why`

	variants []digest.Variant // other contents; only where the document explains itself
}
