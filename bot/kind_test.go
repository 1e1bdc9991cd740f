package bot

import "testing"

func TestIsOfKind(t *testing.T) {
	for _, tt := range []struct {
		name, kind string
		want       bool
	}{
		{"Dockers’ Union", "union", true},
		{"Dockers’ Union", "unions", true},
		{"Union of Dockers", "union", true},
		{"Ministry of Fisheries", "ministry", true},
		{"Ministry of Fisheries", "fisheries", false},
		{"Centre for Tides", "centre", true},
		{"Union Bank", "union", false},
		{"Reunion", "union", false},
		{"Union", "union", true},
	} {
		if got := isOfKind(tt.name, tt.kind); got != tt.want {
			t.Errorf("that %s is a %s is %v", tt.name, tt.kind, got)
		}
	}
}
