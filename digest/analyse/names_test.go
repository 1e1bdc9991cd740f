package analyse

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// TestNames finds the names in each "name.in" of testdata/names and compares
// them with what follows: "name.want" lists the actors, "name.phrases" the noun
// phrase of each mention. A "name.known" lists the actors as they should be, and
// behind "because" why they are not found so yet; once they are, the test fails,
// so that the list of known failures only shrinks.
func TestNames(t *testing.T) {
	files, err := filepath.Glob("testdata/names/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures in testdata/names: %v", err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i+1 < len(a.Files); i += 2 {
			in, want := a.Files[i], &a.Files[i+1]
			name := strings.TrimSuffix(in.Name, ".in")
			t.Run(name, func(t *testing.T) { namesFixture(t, string(in.Data), name, want) })
		}
		if *update {
			if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func namesFixture(t *testing.T, text, name string, want *txtar.File) {
	d := cut(text)
	d.findNames()
	got := d.listActors()
	switch want.Name {
	case name + ".phrases":
		got = d.listPhrases()
		fallthrough
	case name + ".want":
		if *update {
			want.Data = []byte(got)
		}
		if diff := cmp.Diff(string(want.Data), got); diff != "" {
			t.Errorf("names (-want +got):\n%s", diff)
		}
	case name + ".known":
		wanted, _, _ := strings.Cut(string(want.Data), "because ")
		if got == wanted {
			t.Errorf("%s is read right now: rename it to %s.want", want.Name, name)
		}
	default:
		t.Fatalf("%s.in is followed by %s", name, want.Name)
	}
}

// listActors prints an actor a line in the order of their first mention: kind,
// name, aliases, gender and roles.
func (d *document) listActors() string {
	var b strings.Builder
	for _, x := range d.actors {
		fmt.Fprintf(&b, "%s | %s | %s | %s | ", x.kind, x.name, strings.Join(x.aliases, "; "), [...]string{"?", "male", "female", ""}[x.gender])
		for i, r := range x.roles {
			if i > 0 {
				b.WriteString("; ")
			}
			b.WriteString(strings.Join(strings.Fields(r.Cut(d.text)), " "))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// listPhrases prints a mention a line: the actor and the noun phrase.
func (d *document) listPhrases() string {
	var b strings.Builder
	for _, m := range d.names {
		fmt.Fprintf(&b, "%s | %s\n", d.actors[m.actor].name, strings.Join(strings.Fields(d.span(m.from, m.to).Cut(d.text)), " "))
	}
	return b.String()
}

// TestNamesHold checks on awkward text what every later stage relies on.
func TestNamesHold(t *testing.T) {
	for _, text := range []string{
		"", " ", "A", "The", "Mr.", "Mr. Mr. Mr.", "Of the", "President of", "Ana (", "Ana “", "Ana “B” C", "Ana, Jr.", "’s", "Ana’s", "CNT (", "(CNT)", "CNT [Ana Paz Party]",
		"Ministry of", "Ministry of,", "Ministry of Water, Air and", "de la Paz", "al-Paz", "d'Paz", "AN Paz", "Doctors’", "Doctors’ Union", "Sir", "Sir Sir Ana", "ANA PAZ: No.",
		strings.Repeat("Ana Paz and the CNT, ", 500), strings.Repeat("Ana\n", 50), "\xff\xfe Ana \xff Paz", "Ａｎａ Ｐａｚ said", "Ǆ ǅ said", "İstanbul İlker said", "ßana ẞana Paz",
	} {
		d := cut(text)
		d.findNames()
		end := 0
		for i, m := range d.names {
			if m.lo < end || m.lo >= m.hi || m.from > m.lo || m.to < m.hi || m.to > len(d.toks) || m.from < 0 || m.actor < 0 || m.actor >= len(d.actors) {
				t.Fatalf("mention %d of %.30q is %+v, the one before ends at %d", i, text, m, end)
			}
			if d.toks[m.from].sent != d.toks[m.to-1].sent {
				t.Errorf("the phrase of mention %d of %.30q runs over a sentence's end", i, text)
			}
			end = m.hi
		}
		for a, x := range d.actors {
			if x.name == "" || len(x.mentions) == 0 {
				t.Errorf("actor %d of %.30q is %+v", a, text, x)
			}
			for _, r := range x.roles {
				if r.Start >= r.End {
					t.Errorf("a role of %s in %.30q is empty", x.name, text)
				}
			}
		}
	}
}

func TestNamed(t *testing.T) {
	d := cut("Ana Paz met the man of the CNT party, spokesman Jorge Lum said.")
	d.findNames()
	var got []string
	for i := range d.toks {
		if m := d.named(i, i+1); m >= 0 {
			got = append(got, d.toks[i].Cut(d.text)+" = "+d.actors[d.names[m].actor].name)
		}
	}
	want := []string{"Ana = Ana Paz", "Paz = Ana Paz", "CNT = CNT", "Jorge = Jorge Lum", "Lum = Jorge Lum"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("named tokens (-want +got):\n%s", diff)
	}
}

func TestSameName(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"lao mong hay", "mong hay", true},
		{"barack hussein obama", "barack obama", true},
		{"george w bush", "george bush", true},
		{"viktor orban", "orban viktor", true},
		{"bill clinton", "william clinton", true},
		{"bill clinton", "hillary clinton", false},
		{"kem sokha", "kem monovithya", false},
		{"alexander strelnikov", "alexander strelnikow", true},
		{"mario lopez", "maria lopez", false},
		{"ana paz", "ana sol", false},
		{"j smith", "john smith", false},
	} {
		if got := sameName(strings.Fields(c.a), strings.Fields(c.b)); got != c.want {
			t.Errorf("sameName(%q, %q) = %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

func TestMatchesInitials(t *testing.T) {
	for _, c := range []struct {
		acronym, words string
		want           bool
	}{
		{"cnt", "confederation of national trades", true},
		{"cont", "confederation of national trades", true},
		{"ggc", "green growth", false},
		{"dhhs", "department of health and human services", true},
		{"hatu", "harbour and allied trades union", true},
		{"cpp", "cambodian people 's party", true},
		{"nato", "north atlantic treaty organization", true},
		{"un", "united nations", true},
		{"u.n.", "united nations", true},
		{"bbc", "supreme court", false},
	} {
		if got := matchesInitials(c.acronym, strings.Fields(c.words)); got != c.want {
			t.Errorf("matchesInitials(%q, %q) = %v, want %v", c.acronym, c.words, got, c.want)
		}
	}
}

func TestOrdinary(t *testing.T) {
	for low, want := range map[string]bool{
		"harbour": true, "organisation": true, "theatres": true, "weighing": true, "stopped": true, "stories": true, "however": true, "centre": true,
		"sokha": false, "orbán": false, "xi": true, "zhuravlyov": false, "": false,
	} {
		if got := isOrdinary(low); got != want {
			t.Errorf("isOrdinary(%q) = %v, want %v", low, got, want)
		}
	}
}

func TestLists(t *testing.T) {
	for phrase, want := range map[string]class{
		"mr.": titleMale, "spokesman": roleNoun, "party": orgHead, "white house": knownOrg, "new york": place, "cambodian": nation, "lászló": givenMale, "laszlo": givenMale,
		"however": never, "former": strip, "twitter": platform, "un": acronym, "ministry": orgOf, "lawyer": relation, "times": newsHead, "festival": thing, "tv": noise,
	} {
		if listing[phrase]&want == 0 {
			t.Errorf("the lists do not have %q as %b", phrase, want)
		}
	}
	for _, section := range sections {
		found := false
		for _, c := range listing {
			if c&section == section {
				found = true
				break
			}
		}
		if !found {
			t.Errorf("no entry of the lists is of class %b", section)
		}
	}
}

func FuzzNames(f *testing.F) {
	f.Add("Former CNT leader Ana “Pia” Paz, 34, a teacher, told the Sol Post that Mr. Lum’s People’s Front (PF) was done.")
	f.Add("KUALA TERAJU: Datuk Seri Hamzah said.\n\nANA PAZ: No.\n\nBY ANA PAZ")
	f.Add("the Ministry of Water, Air and Fire & Co. of de la Paz y Sol, Jr.")
	f.Fuzz(func(t *testing.T, text string) {
		d := cut(text)
		d.findNames()
		end := 0
		for _, m := range d.names {
			if m.lo < end || m.lo >= m.hi || m.from > m.lo || m.to < m.hi || m.to > len(d.toks) || m.from < 0 {
				t.Fatalf("mention %+v, the one before ends at %d", m, end)
			}
			end = m.hi
		}
	})
}

func BenchmarkNames(b *testing.B) {
	var text strings.Builder
	files, err := filepath.Glob("testdata/names/*.txtar")
	if err != nil || len(files) == 0 {
		b.Fatalf("no fixtures: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		text.Write(data)
	}
	d := cut(text.String())
	b.ReportAllocs()
	for b.Loop() {
		d.names, d.actors = nil, nil
		d.findNames()
	}
	b.ReportMetric(float64(len(d.toks))*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

// TestListed looks up every word of the list, and beside each one that is none.
func TestListed(t *testing.T) {
	for w := range strings.FieldsSeq(words) {
		if !listed(w) {
			t.Errorf("%q is not found", w)
		}
		if none := w + "\x01"; listed(none) {
			t.Errorf("%q is found", none)
		}
	}
	for _, none := range []string{"", "a", "é", "zz", "aa", "-the", "the-"} {
		if listed(none) {
			t.Errorf("%q is found", none)
		}
	}
}
