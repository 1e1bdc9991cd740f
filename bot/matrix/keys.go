package matrix

import (
	"strconv"

	"whosaid/digest"
)

// commandWord begins a line that is for the bot, in any room.
const commandWord = "!whosaid"

// moreKey is the reaction that asks for more.
const moreKey = "➕"

// keyed is a button with the reaction that stands in for it.
type keyed struct {
	digest.Button
	key string // empty where there are more buttons than reactions for them
}

// most buttons that have a number, since there are no more digits on a key.
const mostNumbers = 10

// numberKey returns the reaction that shows n, from 1 to mostNumbers.
func numberKey(n int) string {
	if n == mostNumbers {
		return "🔟"
	}
	return strconv.Itoa(n) + "\ufe0f\u20e3"
}

// keyring gives the buttons of one message their reactions, in reading order: the
// one for more its own, each other one the next number.
type keyring struct {
	numbers int
	more    bool
}

// choice reports whether the buttons are those that the list before them numbers,
// so that the list shows their reactions already.
func (k *keyring) choice(before digest.Block, b digest.Buttons) bool {
	list, ok := before.(digest.List)
	return ok && list.Ordered && len(list.Items) == len(b.Items) && k.numbers == 0 && len(b.Items) <= mostNumbers && len(b.Items) > 0
}

func (k *keyring) next(b digest.Buttons) []keyed {
	var all []keyed
	for _, item := range b.Items {
		button := keyed{Button: item}
		switch {
		case item.Typed() == "more" && !k.more:
			button.key, k.more = moreKey, true
		case k.numbers < mostNumbers:
			k.numbers++
			button.key = numberKey(k.numbers)
		}
		all = append(all, button)
	}
	return all
}

// buttonsOf returns the buttons of a message, in reading order.
func buttonsOf(m digest.Message) []keyed {
	var k keyring
	return k.all(m.Blocks)
}

func (k *keyring) all(blocks []digest.Block) []keyed {
	var all []keyed
	for _, b := range blocks {
		switch b := b.(type) {
		case digest.Buttons:
			all = append(all, k.next(b)...)
		case digest.Rest:
			all = append(all, k.all(b.Blocks)...)
		}
	}
	return all
}
