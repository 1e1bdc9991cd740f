package crf

import "math"

// chain is what the weights of transitions tell of which label follows which.
type chain struct {
	trans  []float32 // a row a label, then the weights of the first and of the last label
	exp    []float64 // of trans
	after  [][]uint8 // which labels may stand behind each label
	before [][]uint8 // which may stand before it
	gain   []float32 // a row a label: by how much more at most what may stand behind another gains from that one
}

func newChain(trans []float32, labels int) chain {
	c := chain{trans: trans, exp: make([]float64, len(trans)), after: followers(trans, labels)}
	for i, w := range trans {
		c.exp[i] = math.Exp(float64(w))
	}
	c.before = make([][]uint8, labels)
	for k, after := range c.after {
		for _, l := range after {
			c.before[l] = append(c.before[l], uint8(k))
		}
	}
	for first := range labels {
		for k := range labels {
			most := float32(Forbidden)
			for _, l := range c.after[k] {
				most = max(most, trans[k*labels+int(l)]-trans[first*labels+int(l)])
			}
			c.gain = append(c.gain, most)
		}
	}
	return c
}

// followers returns which labels may stand behind each label.
func followers(trans []float32, labels int) [][]uint8 {
	after := make([][]uint8, labels)
	for k := range labels {
		for l := range labels {
			if trans[k*labels+l] > Forbidden/2 {
				after[k] = append(after[k], uint8(l))
			}
		}
	}
	return after
}
