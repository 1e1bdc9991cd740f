package store

import (
	"context"
	"encoding/json"
	"math/bits"
	"strconv"
	"strings"

	"go.mau.fi/util/dbutil"
)

// sqlText is a statement that is put together of pieces, with its arguments.
type sqlText struct {
	strings.Builder
	args []any
}

// arg adds an argument and returns what stands for it in the text.
func (t *sqlText) arg(v any) string {
	t.args = append(t.args, v)
	return "$" + strconv.Itoa(len(t.args))
}

// in adds numbers as an argument and returns the condition that what stands before
// it is one of them. The text is the same for any numbers, so that the statement is
// prepared only once.
func (t *sqlText) in(ids []int64) string {
	if len(ids) == 1 {
		return " = " + t.arg(ids[0]) // much faster than a list of one
	}
	return " IN (SELECT value FROM json_each(" + t.arg(asJSON(ids)) + "))"
}

// list adds numbers as arguments and returns them as a list: quicker to look through
// than an array in one argument, see listed, as long as it is short. The last is
// repeated, so that there are only a few texts to prepare.
func (t *sqlText) list(ids []int64) string {
	if len(ids) == 0 {
		return "(NULL)"
	}
	if len(ids) > mostListed {
		return "(SELECT value FROM json_each(" + t.arg(asJSON(ids)) + "))"
	}
	var b strings.Builder
	for i := range max(4, 1<<bits.Len(uint(len(ids)-1))) {
		b.WriteString(", " + t.arg(ids[min(i, len(ids)-1)]))
	}
	return "(" + b.String()[2:] + ")"
}

// mostListed is up to how many numbers are arguments of their own.
const mostListed = 64

// listed is the list of the numbers in the first argument, see asJSON.
const listed = "(SELECT value FROM json_each($1))"

// asJSON writes v as an argument for json_each; v is made of what JSON has.
func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // only for types that JSON does not have
	}
	return string(b)
}

// mostRows is how many rows one statement writes at most.
const mostRows = 16

// insertRows writes rows of so many columns each, whose values follow each other.
// As many rows as the next lower power of two go into one statement: a row costs a
// fraction of a statement, and there are only a few texts to prepare. text goes
// before the rows and end after them.
func (s *Store) insertRows(ctx context.Context, text string, columns int, values []any, end string) error {
	row := ", (" + strings.Repeat("?, ", columns-1) + "?)"
	for left := len(values) / columns; left > 0; left = len(values) / columns {
		n := min(mostRows, 1<<(bits.Len(uint(left))-1))
		if _, err := s.db.Exec(ctx, text+strings.Repeat(row, n)[1:]+end, values[:n*columns]...); err != nil {
			return err
		}
		values = values[n*columns:]
	}
	return nil
}

// number reads a row of one number.
func number(row dbutil.Scannable) (n int64, err error) {
	err = row.Scan(&n)
	return n, err
}

var numbers = dbutil.ConvertRowFn[int64](number)
