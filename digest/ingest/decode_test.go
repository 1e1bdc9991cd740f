package ingest

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	utf "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

const (
	english    = "The port of Wexmouth reopens. “We won,” said Dora Penhale – who leads the union’s café.\n"
	vietnamese = "Bà Trần Thị Hạnh, giám đốc bến cảng Hòa Lộc, nói: “Chúng tôi sẽ không đóng cửa.”\n\nÔng Lê Văn Tú không trả lời.\n"
	hungarian  = "Kőszegi Ödön, a tűzoltóság szóvivője azt mondta, hogy a gőzös hajó őrzése költséges, és ezért működése szünetel.\n"
	polish     = "Rzeczniczka portu Żaneta Błońska powiedziała, że część dźwigów już się nie porusza. „Nie mamy wyjścia”, dodała.\n"
	czech      = "Mluvčí přístavu Žofie Břízová řekla, že se práce obnoví v pondělí ráno. „Nemáme jinou možnost,“ dodala.\n"
	turkish    = "Liman sözcüsü Şükran Öğüt, çalışmaların pazartesi sabahı yeniden başlayacağını söyledi. İşçiler sevindi.\n"
	portuguese = "A porta-voz do porto, Conceição Simões, disse que o trabalho será retomado. “Não temos opção”, acrescentou.\n"
	icelandic  = "Talsmaður hafnarinnar, Þóra Ægisdóttir, sagði að vinna hæfist að nýju á mánudagsmorgun.\n"
	russian    = "Представитель порта Анна Белова заявила, что работа причалов возобновится в понедельник утром.\n"
	japaneseT  = "港の労働組合は月曜日に声明を発表した。「私たちは合意した」と田中さんは述べた。\n"
	koreanText = "항구 노조는 월요일에 성명을 발표했다. 김하늘 위원장은 우리는 합의했다고 말했다.\n"
)

func TestDecode(t *testing.T) {
	le, be := utf.UTF16(utf.LittleEndian, utf.IgnoreBOM), utf.UTF16(utf.BigEndian, utf.IgnoreBOM)
	le32, be32 := utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)
	const mark = "\uFEFF"
	tests := []struct {
		name string
		enc  encoding.Encoding
		text string
	}{
		{"UTF-8", encoding.Nop, vietnamese},
		{"UTF-8 with mark", encoding.Nop, mark + english},
		{"UTF-16LE with mark", le, mark + vietnamese},
		{"UTF-16BE with mark", be, mark + vietnamese},
		{"UTF-32LE with mark", le32, mark + vietnamese},
		{"UTF-32BE with mark", be32, mark + vietnamese},
		{"UTF-16LE", le, english},
		{"UTF-16BE", be, english},
		{"UTF-16LE Vietnamese", le, vietnamese},
		{"UTF-16BE Korean", be, koreanText},
		{"UTF-32LE", le32, vietnamese},
		{"UTF-32BE", be32, koreanText},
		{"Windows-1252", charmap.Windows1252, english},
		{"Latin-1", charmap.ISO8859_1, "Señor Ibáñez said the café would reopen in Düsterfeld and in Malmö.\n"},
		{"Windows-1250 Hungarian", charmap.Windows1250, hungarian},
		{"ISO-8859-2 Hungarian", charmap.ISO8859_2, hungarian},
		{"Windows-1250 Polish", charmap.Windows1250, polish},
		{"ISO-8859-2 Polish", charmap.ISO8859_2, strings.NewReplacer("„", "\"", "”", "\"").Replace(polish)},
		{"Windows-1250 Czech", charmap.Windows1250, czech},
		{"Windows-1254 Turkish", charmap.Windows1254, turkish},
		{"Windows-1252 Portuguese", charmap.Windows1252, portuguese},
		{"Windows-1252 Icelandic", charmap.Windows1252, icelandic},
		{"Windows-1251", charmap.Windows1251, strings.Repeat(russian, 4)},
		{"KOI8-R", charmap.KOI8R, strings.Repeat(russian, 4)},
		{"Shift JIS", japanese.ShiftJIS, strings.Repeat(japaneseT, 4)},
		{"EUC-JP", japanese.EUCJP, strings.Repeat(japaneseT, 4)},
		{"EUC-KR", korean.EUCKR, strings.Repeat(koreanText, 4)},
	}
	for _, tt := range tests {
		data, err := tt.enc.NewEncoder().String(tt.text)
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		got, err := decode([]byte(data))
		if want := strings.TrimPrefix(tt.text, mark); got != want || err != nil {
			t.Errorf("%s: %q, %v, want %q", tt.name, got, err, want)
		}
	}
}

func TestDecodeDamaged(t *testing.T) {
	cut := vietnamese[:strings.Index(vietnamese, "ng cửa")-1] // in the middle of “đó”
	tests := []struct{ name, in, want string }{
		{"cut off", cut, cut[:len(cut)-1] + "\uFFFD"},
		{"one bad byte", vietnamese + "\x93" + vietnamese, vietnamese + "\uFFFD" + vietnamese},
		{"half a UTF-16 unit", "\xFF\xFE" + strings.Repeat("a\x00", 20) + "\n", strings.Repeat("a", 20) + "\uFFFD"},
		{"escape", "red \x1b[31m letters", "red \x1b[31m letters"},
	}
	for _, tt := range tests {
		if got, err := decode([]byte(tt.in)); got != tt.want || err != nil {
			t.Errorf("%s: %q, %v, want %q", tt.name, got, err, tt.want)
		}
	}
}

func TestDecodePage(t *testing.T) {
	latin, err := charmap.Windows1251.NewEncoder().String(russian)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, in, want string }{
		{"declared", `<meta charset="windows-1251"><p>` + latin, russian},
		{"declared in XML", `<?xml version="1.0" encoding="windows-1251"?><p>` + latin, russian},
		{"declared wrongly", `<meta charset="windows-1251"><p>` + russian, russian},
		{"undeclared", "<p>" + strings.Repeat(latin, 3), strings.Repeat(russian, 3)},
	}
	for _, tt := range tests {
		got, err := decodePage([]byte(tt.in), "")
		if !strings.HasSuffix(got, "<p>"+tt.want) || err != nil {
			t.Errorf("%s: %q, %v", tt.name, got, err)
		}
	}
}
