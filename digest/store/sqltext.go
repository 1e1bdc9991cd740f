package store

import (
	"encoding/json"
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

// number reads a row of one number.
func number(row dbutil.Scannable) (n int64, err error) {
	err = row.Scan(&n)
	return n, err
}

var numbers = dbutil.ConvertRowFn[int64](number)
