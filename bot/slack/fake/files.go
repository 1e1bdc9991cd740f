package fake

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// File is an uploaded file.
type File struct {
	ID, Name, Title string
	Data            []byte
	Channel         string // where it was shared; empty for nowhere yet
	length          int
}

func uploadURL(s *Server, a Args) (map[string]any, error) {
	n := a.number("length", 0)
	if a.Get("filename") == "" || n == 0 {
		return nil, fail("invalid_arguments", "[ERROR] missing required field: filename, length")
	}
	f := &File{ID: s.id("F"), Name: a.Get("filename"), length: n}
	s.files[f.ID] = f
	return map[string]any{"upload_url": s.URL + "/upload/" + f.ID, "file_id": f.ID}, nil
}

// upload takes the bytes of a file, as they are or as a part of a form.
func (s *Server) upload(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	f := s.files[strings.TrimPrefix(r.URL.Path, "/upload/")]
	s.mu.Unlock()
	if f == nil {
		http.NotFound(w, r)
		return
	}
	body := io.Reader(http.MaxBytesReader(w, r.Body, longestBody))
	if form, err := r.MultipartReader(); err == nil {
		part, err := form.NextPart()
		if err != nil {
			http.Error(w, "no file", http.StatusBadRequest)
			return
		}
		body = part
	}
	data, err := io.ReadAll(body)
	if err != nil || len(data) != f.length {
		http.Error(w, "the length is not what was announced", http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	f.Data = data
	s.mu.Unlock()
	fmt.Fprintf(w, "OK - %d", len(data))
}

func completeUpload(s *Server, a Args) (map[string]any, error) {
	var wanted []struct{ ID, Title string }
	if json.Unmarshal(a.json("files"), &wanted) != nil || len(wanted) == 0 {
		return nil, fail("invalid_arguments", "[ERROR] missing required field: files")
	}
	var c *Channel
	if id := a.Get("channel_id"); id != "" {
		if c = s.channels[id]; c == nil || !c.members[BotUser] {
			return nil, fail("channel_not_found")
		}
	}
	var done []map[string]any
	for _, w := range wanted {
		f := s.files[w.ID]
		if f == nil || f.Data == nil {
			return nil, fail("file_not_found")
		}
		f.Title = w.Title
		if c != nil {
			f.Channel = c.ID
			c.messages = append(c.messages, &Message{TS: s.ts(), Thread: a.Get("thread_ts"), User: BotUser, BotID: BotID, Subtype: "file_share", Text: a.Get("initial_comment")})
		}
		done = append(done, map[string]any{"id": f.ID, "title": f.Title, "name": f.Name})
	}
	return map[string]any{"files": done}, nil
}

// Files returns the files that were uploaded.
func (s *Server) Files() []File {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []File
	for _, f := range s.files {
		if f.Data != nil {
			all = append(all, *f)
		}
	}
	return all
}
