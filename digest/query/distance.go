package query

// longestName is how many letters of a name are compared.
const longestName = 64

// distance returns how many letters must be changed, left out, put in or swapped
// with their neighbour to make b of a (Damerau's distance, optimal string
// alignment). Only the first 64 letters of each count.
func distance(a, b string) int { return within(a, b, longestName) }

// within is distance, but gives up with limit+1 where it is more than limit.
func within(a, b string, limit int) int {
	if a == b {
		return 0
	}
	if ascii(a) && ascii(b) {
		if len(a)-len(b) > limit || len(b)-len(a) > limit {
			return limit + 1
		}
		return edits([]byte(a), []byte(b), limit)
	}
	return edits([]rune(a), []rune(b), limit)
}

// edits fills the table of distances row by row, near its diagonal only.
func edits[E comparable](x, y []E, limit int) int {
	x, y = x[:min(len(x), longestName)], y[:min(len(y), longestName)]
	if len(x)-len(y) > limit || len(y)-len(x) > limit {
		return limit + 1
	}
	var rows [3][longestName + 2]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := 0; j <= len(y); j++ {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		from, to := max(1, i-limit), min(len(y), i+limit)
		row[from-1] = limit + 1
		if from == 1 {
			row[0] = i
		}
		least := row[from-1]
		for j := from; j <= to; j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		row[to+1] = limit + 1
		if least > limit+1 { // a swap reaches one row further back
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(y)], limit+1)
}
