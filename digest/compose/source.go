package compose

import (
	"strings"

	"whosaid/digest"
)

// labelOf leads over from the words to who printed them.
func labelOf(r digest.Result) string {
	if between(r) {
		return "— "
	}
	return "— paraphrased by "
}

// attribution says who printed the words and when, with a link to the article.
func (p page) attribution(a digest.Article, label string) []digest.Run {
	if a.NamedOutlet() == "" {
		label = strings.Replace(label, " by ", ", ", 1)
	}
	return append([]digest.Run{digest.Break, faint(label)}, p.source(a)...)
}

// source names an article by outlet and day, with a link; its title stands in
// for a link where there is none, and for an outlet.
func (p page) source(a digest.Article) []digest.Run {
	runs := []digest.Run{{Text: published(a, p.zone), Style: digest.Faint, URL: a.URL}}
	outlet := a.NamedOutlet()
	switch {
	case outlet != "":
		runs[0].Text = outlet + ", " + runs[0].Text
	case a.Title != "":
		title := digest.Run{Text: brief(a.Title), Style: digest.Faint | digest.Italic, URL: a.URL}
		runs[0].Text, runs[0].URL = ", "+runs[0].Text, ""
		runs = append([]digest.Run{title}, runs...)
	}
	if words := also(a); words != "" {
		runs = append(runs, faint(", "+words))
	}
	if words := partial(a); words != "" {
		runs = append(runs, faint(", "+words))
	}
	if a.URL == "" && a.Title != "" && outlet != "" {
		runs = append(runs, faint(", "), digest.Run{Text: brief(a.Title), Style: digest.Faint | digest.Italic})
	}
	return runs
}

// named is how many other outlets of one text are named.
const named = 2

// also says which other outlets printed the same words; empty where none is known.
func also(a digest.Article) string {
	var names []string
	for _, p := range a.Also[:min(len(a.Also), named)] {
		names = append(names, p.Outlet)
	}
	switch rest := len(a.Also) - len(names); {
	case len(names) == 0:
		return ""
	case rest > 0:
		return "also in " + strings.Join(names, ", ") + " and " + count(rest, "other outlet")
	}
	return "also in " + strings.Join(names, " and ")
}

// partial says that only a summary of the article is known, and why.
func partial(a digest.Article) string {
	if a.Partial == "" {
		return ""
	}
	return "from its summary alone (" + a.Partial + ")"
}

// languages are the names of those that feeds are most often in.
var languages = map[string]string{
	"ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "es": "Spanish",
	"et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian",
	"it": "Italian", "ja": "Japanese", "km": "Khmer", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "ms": "Malay", "my": "Burmese", "nl": "Dutch",
	"no": "Norwegian", "nb": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian",
	"sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "th": "Thai", "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
	"vi": "Vietnamese", "zh": "Chinese",
}

// language names the language of an article.
func language(a digest.Article) string {
	base, _, _ := strings.Cut(strings.ToLower(a.Language), "-")
	if name := languages[base]; name != "" {
		return name
	}
	return "the language " + a.Language
}
