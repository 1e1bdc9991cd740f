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

// list writes numbers for IN: "(3,5,8)". They are ours and no text of a user.
func list(ids []int64) string {
	b := []byte{'('}
	for i, id := range ids {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, id, 10)
	}
	return string(append(b, ')'))
}

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
