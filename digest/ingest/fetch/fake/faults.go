package fake

import (
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/andybalholm/brotli"
)

// Slow answers with body after a while.
func Slow(wait time.Duration, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-time.After(wait):
		case <-r.Context().Done():
			return
		}
		fmt.Fprint(w, body)
	}
}

// Drip sends a byte now and then for ever.
func Drip(every time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write([]byte(" ")); err != nil {
				return
			}
			w.(http.Flusher).Flush()
			time.Sleep(every)
		}
	}
}

// Endless sends as fast as it can for ever.
func Endless(w http.ResponseWriter, r *http.Request) {
	block := []byte(strings.Repeat("<item><title>more</title></item>\n", 1000))
	for r.Context().Err() == nil {
		if _, err := w.Write(block); err != nil {
			return
		}
	}
}

// Truncated announces more than it sends, and breaks the connection.
func Truncated(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(len(body)+1000))
		fmt.Fprint(w, body)
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
}

// Raw answers with bytes that need not be HTTP.
func Raw(answer string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		c, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		defer c.Close()
		_, _ = io.WriteString(c, answer) // the client may have gone
	}
}

// To redirects to an address.
func To(code int, address string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", address)
		w.WriteHeader(code)
	}
}

// Status answers with a status, and headers as "Name: value".
func Status(code int, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for _, h := range headers {
			name, value, _ := strings.Cut(h, ": ")
			w.Header().Set(name, value)
		}
		w.WriteHeader(code)
	}
}

// Bomb sends size zeros in one or more codings, the first one innermost.
func Bomb(size int64, codings ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", strings.Join(codings, ", "))
		var out io.Writer = w
		var closers []io.Closer
		for i := len(codings) - 1; i >= 0; i-- {
			c := Encoder(codings[i], out)
			closers = append([]io.Closer{c}, closers...)
			out = c
		}
		block := make([]byte, 1<<20)
		for size > 0 {
			n, err := out.Write(block[:min(size, int64(len(block)))])
			if err != nil {
				return // the client has gone, as it should
			}
			size -= int64(n)
		}
		for _, c := range closers {
			_ = c.Close() // as above
		}
	}
}

// Encoder compresses as a Content-Encoding says; "raw" is deflate without its header.
func Encoder(coding string, w io.Writer) io.WriteCloser {
	switch coding {
	case "gzip":
		return gzip.NewWriter(w)
	case "deflate":
		return zlib.NewWriter(w)
	case "raw":
		f, err := flate.NewWriter(w, flate.DefaultCompression)
		if err != nil {
			panic(err) // of the level only
		}
		return f
	case "br":
		return brotli.NewWriter(w)
	}
	panic("fake: no coding " + coding)
}

// Cached answers with body and an ETag, and with 304 to whoever has it.
func Cached(etag, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for _, h := range headers {
			name, value, _ := strings.Cut(h, ": ")
			w.Header().Set(name, value)
		}
		w.Header().Set("ETag", etag)
		if r.Header.Get("If-None-Match") == etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, body)
	}
}
