package query

import (
	"math/rand"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var names = []string{
	"Ana Sorley", "Sorley", "Ana Sorley Foundation", "Tomas Brekke", "Brekke", "Eng Chay Orlan", "Khaled Haddawi",
	"Harbour Rescue Movement", "HRM", "HRP", "Harbour Rescue Party", "Aldmoor People’s Party", "Vel Marrow", "Łucja Wędrowska",
	"Marta Lind", "Marta Linde", "Supreme Court", "Кира Волкова", "កញ្ញា សុខ", "Will",
}

func TestNearest(t *testing.T) {
	for in, want := range map[string][]string{
		"Ana Sorley":                {"Ana Sorley", "Ana Sorley Foundation"},
		"Ana Sorly":                 {"Ana Sorley", "Ana Sorley Foundation"},
		"Anna Sorlei":               {"Ana Sorley", "Ana Sorley Foundation"},
		"Sorely":                    {"Sorley", "Ana Sorley"},
		"Sorley Ana":                {"Ana Sorley", "Ana Sorley Foundation"},
		"Thomas Breke":              {"Tomas Brekke"},
		"Breqqe":                    {"Brekke", "Tomas Brekke"},
		"Eng Chhai Orlan":           {"Eng Chay Orlan"},
		"Chay Orlan":                {"Eng Chay Orlan"},
		"Khalid Hadawy":             {"Khaled Haddawi"},
		"HRN":                       {"HRM", "HRP"},
		"Harbor Rescue Movement":    {"Harbour Rescue Movement"},
		"Rescue Movement":           {"Harbour Rescue Movement"},
		"Aldmoor Peoples Party":     {"Aldmoor People’s Party"},
		"Lucja Wedrowska":           {"Łucja Wędrowska"},
		"Marta Lindt":               {"Marta Lind", "Marta Linde"},
		"Suprem Cort":               {"Supreme Court"},
		"Кира Волкава":              {"Кира Волкова"},
		"កញ្ញា សុខា":                {"កញ្ញា សុខ"},
		"Liberal Democrats":         nil,
		"fishing quota":             nil,
		"":                          nil,
		"??":                        nil,
		"習近平":                       nil,
		"Wil":                       {"Will"},
		"Bo":                        nil,
		strings.Repeat("long ", 99): nil,
	} {
		got := Nearest(in, names, 2)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Nearest(%q): -want +got\n%s", in, diff)
		}
	}
}

func TestMatches(t *testing.T) {
	want := []Match{{"Brekke", 0.5}, {"Tomas Brekke", 1.25}}
	if diff := cmp.Diff(want, Matches("Breqqe", names, 5)); diff != "" {
		t.Error(diff)
	}
	if got := Matches("Brekke", names, 0); got != nil {
		t.Errorf("asked for none: %v", got)
	}
	if got := Matches("Brekke", []string{"Brekke", "Brekke", "BREKKE"}, 5); len(got) != 2 {
		t.Errorf("doubles: %v", got)
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"abc", "", 3}, {"abc", "abd", 1}, {"abcd", "acbd", 1}, {"ca", "abc", 3}, {"kitten", "sitting", 3}, {"សុខ", "សុខា", 1},
	} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
		if got := distance(c.b, c.a); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.b, c.a, got, c.want)
		}
	}
	// near the diagonal only, but never too much or too little
	r := rand.New(rand.NewSource(1))
	word := func() string {
		b := make([]byte, r.Intn(8))
		for i := range b {
			b[i] = "abc"[r.Intn(3)]
		}
		return string(b)
	}
	for range 5000 {
		a, b := word(), word()
		full := distance(a, b)
		for limit := range 4 {
			if got := within(a, b, limit); got != min(full, limit+1) {
				t.Fatalf("within(%q, %q, %d) = %d, the distance is %d", a, b, limit, got, full)
			}
		}
	}
}

func BenchmarkNearest(b *testing.B) {
	r := rand.New(rand.NewSource(1))
	syllables := strings.Fields("ka so rin mar ven tho lek bun chea dara pol wan ric hart son ber gue nis ola tre fjo zu yan qua xi hu bel dom gra jo")
	known := make([]string, 200_000)
	for i := range known {
		var name []string
		for range 2 + r.Intn(2) {
			word := ""
			for range 2 + r.Intn(2) {
				word += syllables[r.Intn(len(syllables))]
			}
			name = append(name, strings.ToUpper(word[:1])+word[1:])
		}
		known[i] = strings.Join(name, " ")
	}
	for _, name := range []string{"Sam Rainsi", "Karin Marson", "Harbour Rescue Movement", "កញ្ញា សុខ"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Nearest(name, known, 5)
			}
		})
	}
}
