package query

import (
	"strconv"
	"strings"
	"time"
)

// The words of dates.
var (
	weekdays = table(map[string]time.Weekday{
		"sunday sun": 0, "monday mon": 1, "tuesday tue tues": 2, "wednesday wed weds": 3,
		"thursday thu thur thurs": 4, "friday fri": 5, "saturday sat": 6,
	})
	monthNames = table(map[string]time.Month{
		"january jan": 1, "february feb": 2, "march mar": 3, "april apr": 4, "may": 5, "june jun": 6,
		"july jul": 7, "august aug": 8, "september sep sept": 9, "october oct": 10, "november nov": 11, "december dec": 12,
	})
	// seasons of the northern half of the earth, by their first month; winter
	// 2018 begins in 2018
	seasons  = table(map[string]time.Month{"spring": 3, "summer": 6, "autumn fall": 9, "winter": 12})
	quarters = map[string]int{
		"q1": 1, "q2": 2, "q3": 3, "q4": 4,
		"first quarter": 1, "second quarter": 2, "third quarter": 3, "fourth quarter": 4,
		"1st quarter": 1, "2nd quarter": 2, "3rd quarter": 3, "4th quarter": 4,
	}
	halves = map[string]int{"h1": 1, "h2": 2, "first half": 1, "second half": 2, "1st half": 1, "2nd half": 2}
	units  = table(map[string]string{
		"hour hours": "hour", "day days": "day", "week weeks": "week", "fortnight fortnights": "fortnight",
		"weekend weekends": "weekend", "month months": "month", "quarter quarters": "quarter",
		"year years": "year", "decade decades": "decade",
	})
	dayparts = table(map[string]bool{"morning afternoon evening night": true})
	// thirds of a month, year or decade; from 10 on only with "of"
	thirds = table(map[string]int{"early": 0, "mid middle": 1, "late": 2, "start beginning": 10, "end": 12})
	// numbers before a unit
	numbers = table(map[string]int{
		"a an one": 1, "two": 2, "three few": 3, "four": 4, "five several": 5, "six": 6, "seven": 7, "eight": 8,
		"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12,
	})
)

// table spreads keys of several words over entries of one word each.
func table[V any](short map[string]V) map[string]V {
	long := make(map[string]V)
	for keys, v := range short {
		for _, k := range strings.Fields(keys) {
			long[k] = v
		}
	}
	return long
}

// count reads a number in front of a unit: "3", "three", "a", "a few", "a couple of".
func count(words []string) (n, used int) {
	if first(words) == "a" {
		switch second(words) {
		case "couple":
			if len(words) > 2 && words[2] == "of" {
				return 2, 3
			}
			return 2, 2
		case "few", "dozen":
			return numbers[words[1]], 2
		}
	}
	if first(words) == "couple" && second(words) == "of" {
		return 2, 2
	}
	if n := numbers[first(words)]; n > 0 {
		return n, 1
	}
	n, err := strconv.Atoi(first(words))
	if err != nil || n < 1 || n > 10000 || len(words[0]) > 5 {
		return 0, 0
	}
	return n, 1
}

// ordinal reads a day of the month: "28", "28th"; 0 for anything else.
func ordinal(word string) int {
	digits := word
	for _, ending := range []string{"st", "nd", "rd", "th"} {
		digits = strings.TrimSuffix(digits, ending)
	}
	n, err := strconv.Atoi(digits)
	if err != nil || len(digits) > 2 || n < 1 || n > 31 {
		return 0
	}
	return n
}

// year reads a year of four figures; 0 for anything else.
func year(word string) int {
	n, err := strconv.Atoi(word)
	if err != nil || len(word) != 4 || n < 1500 || n > 2199 {
		return 0
	}
	return n
}

func first(words []string) string  { return at(words, 0) }
func second(words []string) string { return at(words, 1) }

func at(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return ""
}
