package query

import (
	"testing"
	"unicode"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Ana Sorley":                "ana sorley",
		"  ANA\tSORLEY ":            "ana sorley",
		"Sorley’s":                  "sorley",
		"Sorley's":                  "sorley",
		"the wardens’":              "wardens",
		"Aldmoor People’s Party":    "aldmoor people party",
		"The Aldmoor Post":          "aldmoor post",
		"The The":                   "the",
		"The":                       "the",
		"H.R.M.":                    "hrm",
		"J. K. Marrow":              "jk marrow",
		"J.K. Marrow":               "jk marrow",
		"Ana B. Sorley":             "ana b sorley",
		"al-Marrow":                 "al marrow",
		"O'Marrow":                  "omarrow",
		"O’Marrow":                  "omarrow",
		"Marrow & Sons, Ltd.":       "marrow and sons ltd",
		"M&S":                       "ms",
		"Øyvind Łęcki":              "oyvind lecki",
		"Đặng Thị Ánh":              "dang thi anh",
		"Straße":                    "strasse",
		"İpek Ağaoğlu":              "ipek agaoglu",
		"ıpek":                      "ipek",
		"Þóra Æsir":                 "thora aesir",
		"Ёлкин Й.":                  "елкин и",
		"Άννα":                      "αννα",
		"ΣΟΦΟΣ":                     "σοφοσ",
		"مُحَمَّد":                  "محمد",
		"ហ៊ុន សែន":                  "ហ៊ុន សែន",
		"習近平":                       "習近平",
		"ガラス":                       "ガラス",
		"ｆｕｌｌ":                      "full",
		"ne\u0301e":                 "nee",
		"née":                       "nee",
		"Ana\u00a0Sorley":           "ana sorley",
		"Ana\u200bSorley":           "anasorley",
		"CO2 Group_A":               "co2 group a",
		"?!":                        "",
		"":                          "",
		"🙂":                         "",
		"Muʿammar":                  "muammar",
		"@brekke":                   "brekke",
		"Commission (on Fisheries)": "commission on fisheries",
		"bad\xffbytes":              "bad bytes",
	} {
		got := Fold(in)
		if got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
		if again := Fold(got); again != got {
			t.Errorf("Fold(%q) = %q, folded again %q", in, got, again)
		}
	}
}

// TestFoldTwice covers what no list of examples would: a few scripts fold case in
// ways of their own.
func TestFoldTwice(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		in := "x" + string(r)
		if once := Fold(in); Fold(once) != once {
			t.Errorf("Fold(%q) = %q, folded again %q", in, once, Fold(once))
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, q := range questions {
		f.Add(q.in)
	}
	for _, s := range []string{"The The J. K.", "a's's", "ŉ's ß İ", "e\u0301\u0301", "ﬁ ﷺ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if once := Fold(s); Fold(once) != once {
			t.Errorf("Fold(%q) = %q, folded again %q", s, once, Fold(once))
		}
	})
}

func BenchmarkFold(b *testing.B) {
	for _, name := range []string{"Ana Sorley", "Aldmoor People’s Party", "Đặng Thị Ánh"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Fold(name)
			}
		})
	}
}
