package main

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A trap is the server that every name in the world leads to: the browsers of
// these tests resolve all host names to it. Nothing that a report does may
// arrive here.
type trap struct {
	server *httptest.Server

	mu       sync.Mutex
	requests []string // first elements of the paths, in order of arrival
	pages    http.Handler
}

// pagesHost is the one name that is no trap: a server of pages, when a test has
// set one.
const pagesHost = "pages.example"

// serve lets pagesHost serve the files of a folder.
func (tr *trap) serve(folder string) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	tr.pages = http.FileServer(http.Dir(folder))
}

func newTrap(t *testing.T) *trap {
	tr := &trap{}
	tr.server = httptest.NewServer(tr)
	t.Cleanup(func() {
		tr.server.CloseClientConnections()
		tr.server.Close()
	})
	return tr
}

func (tr *trap) address() string { return tr.server.Listener.Addr().String() }

// ServeHTTP notes the request and answers with nothing. What a browser asks its
// maker for on its own account (the time, updates) is no page's doing.
func (tr *trap) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host, _, _ := strings.Cut(r.Host, ":")
	for _, maker := range []string{".google.com", ".googleapis.com", ".mozilla.com", ".mozilla.net", ".mozilla.org", ".firefox.com"} {
		if strings.HasSuffix(host, maker) {
			http.NotFound(w, r)
			return
		}
	}
	tr.mu.Lock()
	if pages := tr.pages; pages != nil && r.Host == pagesHost {
		tr.mu.Unlock()
		pages.ServeHTTP(w, r)
		return
	}
	tr.requests = append(tr.requests, firstElement(r.URL.Path))
	tr.mu.Unlock()
	w.Header().Set("Content-Type", "text/plain")
	w.Header().Set("Access-Control-Allow-Origin", "*")
}

func firstElement(path string) string {
	for i := 1; i < len(path); i++ {
		if path[i] == '/' {
			return path[1:i]
		}
	}
	return path[min(1, len(path)):]
}

func (tr *trap) saw(request string) bool {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	return slices.Contains(tr.requests, request)
}

// caught returns what has arrived.
func (tr *trap) caught() []string {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	return slices.Clone(tr.requests)
}
