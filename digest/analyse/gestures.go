package analyse

// gestures reports whether the sentence of mention m tells, right behind it, of a gesture
// such as one makes who then speaks: "Her mother, Jo, wiped away tears."
func (d *document) gestures(m int) bool {
	n := &d.names[m]
	hi := d.sents[d.toks[n.lo].sent].hi
	for k := max(n.to, n.hi); k < hi && d.outside[k] < 0; k++ {
		switch low := d.toks[k].low; {
		case gestured[low]:
			return true
		case isVerb(low):
			return false
		}
	}
	return false
}

// gestured are what people do who then speak.
var gestured = set(`held stepped rose shook pointed laughed shrugged smiled frowned leaned leant sighed grinned raised slammed banged turned paused
	wiped wept cried sobbed clutched winced blinked gestured waved chuckled scoffed snorted hesitated swallowed whispered looked stared glanced`)
