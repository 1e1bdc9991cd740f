package fetch

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/andybalholm/brotli"
)

var errTooLarge = errors.New("it is too large")

// body reads the whole of an answer and decodes it. More than limit bytes, coded or
// decoded, are an error and never cut: 1 GiB of zeros is 1.6 kB of brotli.
func body(answer *http.Response, limit int64) ([]byte, error) {
	if answer.ContentLength > limit {
		return nil, fmt.Errorf("%w: %s", errTooLarge, megabytes(limit))
	}
	var r io.Reader = answer.Body
	codings := strings.FieldsFunc(strings.ToLower(answer.Header.Get("Content-Encoding")), func(r rune) bool { return r == ',' || r == ' ' })
	if len(codings) > 2 {
		return nil, &Error{Reason: Broken, Words: "it is compressed several times over"}
	}
	for i := len(codings) - 1; i >= 0; i-- {
		decoded, err := decoder(codings[i], r)
		if err != nil {
			return nil, err
		}
		r = decoded
	}
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		return nil, err
	case int64(len(data)) > limit:
		return nil, fmt.Errorf("%w: %s", errTooLarge, megabytes(limit))
	}
	return data, nil
}

func decoder(coding string, r io.Reader) (io.Reader, error) {
	switch coding {
	case "identity":
		return r, nil
	case "gzip", "x-gzip":
		return gzip.NewReader(r)
	case "br":
		return brotli.NewReader(r), nil
	case "deflate": // zlib by the standard, and from some servers without its header
		b := bufio.NewReader(r)
		start, err := b.Peek(2)
		if err == nil && start[0]&0x0f == 8 && (int(start[0])<<8|int(start[1]))%31 == 0 {
			return zlib.NewReader(b)
		}
		return flate.NewReader(b), nil
	}
	return nil, &Error{Reason: Broken, Words: fmt.Sprintf("it is compressed in a way that was not asked for (%.20q)", coding)}
}

func megabytes(n int64) string { return fmt.Sprintf("more than %.3g MiB", float64(n)/(1<<20)) }
