package ingest

import (
	"fmt"
	"strings"
)

// bounded counts the elements of a feed before it is parsed. Of one with too many
// items it returns the first thousand and how many are left out.
func bounded(text string) (string, int, error) {
	items, elements, depth := 0, 0, 0
	cutFrom, cutTo := -1, -1
	for i := 0; i < len(text); {
		next := strings.IndexByte(text[i:], '<')
		if next < 0 {
			break
		}
		i += next
		switch rest := text[i:]; {
		case strings.HasPrefix(rest, "<![CDATA["):
			i += skip(rest, "]]>")
		case strings.HasPrefix(rest, "<!--"):
			i += skip(rest, "-->")
		case strings.HasPrefix(rest, "</"):
			depth--
			end := skip(rest, ">")
			if isItem(rest[2:]) && cutFrom >= 0 {
				cutTo = i + end
			}
			i += end
		case len(rest) > 1 && (rest[1] == '?' || rest[1] == '!'):
			i += skip(rest, ">")
		default:
			end := skip(rest, ">")
			elements++
			if isItem(rest[1:]) {
				if items++; items == maxItems+1 {
					cutFrom = i
				}
			}
			if end < 2 || rest[end-2] != '/' {
				depth++
			} else if isItem(rest[1:]) && cutFrom >= 0 {
				cutTo = i + end
			}
			i += end
		}
		if cutFrom < 0 && elements > maxFeedElements || elements > 10*maxFeedElements {
			return "", 0, fmt.Errorf("the feed has more than %d elements, as no feed has, and is not read", maxFeedElements)
		}
		if depth > maxFeedDepth {
			return "", 0, fmt.Errorf("the feed has elements %d deep in one another, as no feed has, and is not read", maxFeedDepth)
		}
	}
	if cutFrom < 0 || cutTo < cutFrom {
		if items > maxItems {
			return "", 0, fmt.Errorf("the feed has more than %d items and is not complete", maxItems)
		}
		return text, 0, nil
	}
	return text[:cutFrom] + text[cutTo:], items - maxItems, nil
}

// skip returns how long s is up to and with end.
func skip(s, end string) int {
	i := strings.Index(s, end)
	if i < 0 {
		return len(s)
	}
	return i + len(end)
}

// isItem reports whether a tag, of which s is what follows its beginning, is one of
// an item.
func isItem(s string) bool {
	for _, name := range []string{"item", "entry", "rss:item", "atom:entry"} {
		if len(s) > len(name) && strings.EqualFold(s[:len(name)], name) && strings.IndexByte(" \t\r\n/>", s[len(name)]) >= 0 {
			return true
		}
	}
	return false
}
