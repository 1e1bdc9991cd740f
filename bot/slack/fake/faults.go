package fake

import (
	"net/http"
	"time"
)

// Fault is a way in which a call of a method goes wrong.
type Fault struct {
	Method string        // "" for any
	Kind   Kind          // what happens
	After  time.Duration // Retry-After of a Limit, in whole seconds; none where 0
	Code   string        // of a Refuse
	Times  int           // how many calls; 1 where 0
}

// Kind is a kind of fault.
type Kind int

// The kinds of faults.
const (
	Limit  Kind = iota + 1 // 429, nothing done
	Refuse                 // status 200 with an error code, nothing done
	Down                   // 503 with an HTML page, nothing done
	Lose                   // done, and then the connection is cut before the answer
	Crash                  // done, and then 500 with an HTML page
	Hang                   // nothing is done, and no answer ever comes
)

// Fail makes calls go wrong, in the order in which faults are given.
func (s *Server) Fail(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f.Times = max(f.Times, 1)
	s.faults = append(s.faults, &f)
}

// Mend forgets the faults that have not come yet.
func (s *Server) Mend() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// fault takes the next fault for a method.
func (s *Server) fault(name string) *Fault {
	for i, f := range s.faults {
		if f.Method != "" && f.Method != name {
			continue
		}
		if f.Times--; f.Times == 0 {
			s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
		}
		return f
	}
	return nil
}

const errorPage = "<!DOCTYPE html><html><body>We're having some trouble.</body></html>"

// before reports whether the call ends here, with nothing done.
func (f *Fault) before(w http.ResponseWriter, r *http.Request) bool {
	switch f.Kind {
	case Limit:
		e := apiError{code: "ratelimited", after: f.After}
		if e.after == 0 {
			w.WriteHeader(http.StatusTooManyRequests)
		}
		refuse(w, e)
	case Refuse:
		refuse(w, apiError{code: f.Code})
	case Down:
		page(w, http.StatusServiceUnavailable)
	case Hang:
		<-r.Context().Done()
	default:
		return false
	}
	return true
}

// after ends a call that was carried out.
func (f *Fault) after(w http.ResponseWriter) {
	if f.Kind == Lose {
		panic(http.ErrAbortHandler) // closes the connection
	}
	page(w, http.StatusInternalServerError)
}

func page(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(status)
	w.Write([]byte(errorPage))
}
