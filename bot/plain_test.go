package bot

import "testing"

// Joiners are spelling in some scripts and a trick in others.
func TestPlain(t *testing.T) {
	tests := []struct{ in, want string }{
		{"plain “text” — as it is", "plain “text” — as it is"},
		{"نمی\u200cخواهیم", "نمی\u200cخواهیم"},
		{"क्\u200dष", "क्\u200dष"},
		{"👩\u200d👩\u200d👧 ❤️", "👩\u200d👩\u200d👧 ❤️"},
		{"pay\u200cpal pay\u200dpal", "paypal paypal"},
		{"\u200dx\u200c", "x"},
		{"a\tb\r\nc\u2028d", "a b  c d"},
		{"a\x1b[1mb", "a�[1mb"},
		{"a\u202eb\u2066c\ufeff", "abc"},
		{"bad\xff", "bad�"},
		{"e\u0301", "e\u0301"},
		{"co\u00adop", "coop"},
	}
	for _, tt := range tests {
		if got := Plain(tt.in); got != tt.want {
			t.Errorf("Plain(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestLink(t *testing.T) {
	tests := []struct{ in, want string }{
		{"https://a.example/b?c=d&e=f#g", "https://a.example/b?c=d&e=f#g"},
		{"HTTP://a.example/ü x", "HTTP://a.example/%C3%BC%20x"},
		{"https://a.example/\x1b\\<|>", "https://a.example/%1B%5C%3C%7C%3E"},
		{"mailto:ana@a.example", "mailto:ana@a.example"},
		{"https:x", ""},
		{"mailto:", ""},
		{"javascript:alert(1)", ""},
		{"file:///etc/passwd", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := Link(tt.in); got != tt.want {
			t.Errorf("Link(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
