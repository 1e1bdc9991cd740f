package bot

import (
	"context"
	"testing"
)

// FuzzConversation asks one line after another, whatever they are: each has an
// answer, and none is an error of the store.
func FuzzConversation(f *testing.F) {
	st := aldmoor(f)
	for _, c := range conversations {
		for i := 0; i+2 < len(c.lines); i += 2 {
			f.Add(c.lines[i], c.lines[i+2])
		}
	}
	for _, s := range []string{`by:"*" AND NOT (`, "about:🙂 -—", "in:% kind:mixed", "“”", "a:b -\"c\" NEAR(x)", "\x00 who is \xff", "his on her in it", "-a -b"} {
		f.Add(s, "more")
		f.Add("by:Lind", s)
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		a := asking(st)
		for _, line := range []string{first, second} {
			m, ans, err := a.Answer(context.Background(), line)
			if err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			if len(m.Blocks) == 0 || ans.Back == "" && ans.Understood == "" || ans.Back != "" && len(ans.Results) > 0 {
				t.Errorf("%q: %+v", line, ans)
			}
		}
	})
}
