package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/websocket"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// A fox is a headless Firefox that reaches the world through a trap alone. It is
// led over WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi/): JSON commands
// with an id each, answers with the same id, and events, over a web socket.
type fox struct {
	t      *testing.T
	trap   *trap
	socket *websocket.Conn
	tab    *tab
	page   string // the browsing context of the only tab

	mu      sync.Mutex
	id      int
	waiting map[int]chan foxMessage
}

type foxMessage struct {
	Type    string          `json:"type"` // success, error, event
	ID      int             `json:"id"`
	Result  json.RawMessage `json:"result"`
	Error   string          `json:"error"`
	Message string          `json:"message"`
	Method  string          `json:"method"` // of an event
	Params  json.RawMessage `json:"params"`
}

// foxOrigin is where the test says that it comes from; the socket's library cannot keep it to itself.
const foxOrigin = "http://127.0.0.1"

// foxSettings send every request to the trap, also such to this machine.
const foxSettings = `user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", %[1]s);
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", %[1]s);
user_pref("network.proxy.no_proxies_on", "");
user_pref("network.proxy.allow_hijacking_localhost", true);
user_pref("dom.security.https_first", false);
user_pref("media.autoplay.default", 0);
`

func startFirefox(t *testing.T) *fox {
	t.Helper()
	f := &fox{t: t, trap: newTrap(t), waiting: map[int]chan foxMessage{}}
	_, port, err := net.SplitHostPort(f.trap.address())
	require.NoError(t, err)
	profile := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(profile, "user.js"), fmt.Appendf(nil, foxSettings, port), 0o666))
	command := exec.Command(testenv.Firefox(t), "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0",
		"--remote-allow-origins", foxOrigin, "about:blank")
	command.Env = append(os.Environ(), "HOME="+profile, "MOZ_DISABLE_CONTENT_SANDBOX=1") // containers do not allow a sandbox
	complaints, err := command.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	f.connect(complaints)
	return f
}

// connect opens the socket that Firefox tells of, a session on it, and the tab.
func (f *fox) connect(complaints interface{ Read([]byte) (int, error) }) {
	f.t.Helper()
	address := ""
	for lines := bufio.NewScanner(complaints); address == "" && lines.Scan(); {
		_, address, _ = strings.Cut(lines.Text(), "WebDriver BiDi listening on ")
	}
	require.NotEmpty(f.t, address, "Firefox tells of no WebDriver BiDi")
	go func() { // it must not wait for somebody to read
		for buffer := make([]byte, 4096); ; {
			if _, err := complaints.Read(buffer); err != nil {
				return
			}
		}
	}()
	config, err := websocket.NewConfig(address+"/session", foxOrigin)
	require.NoError(f.t, err)
	f.socket, err = config.DialContext(f.t.Context())
	require.NoError(f.t, err)
	f.t.Cleanup(func() { _ = f.socket.Close() })
	go f.listen()

	f.command(nil, "session.new", map[string]any{"capabilities": map[string]any{}})
	f.command(nil, "session.subscribe", map[string]any{"events": []string{"script.message", "log.entryAdded", "network.beforeRequestSent",
		"browsingContext.contextCreated", "browsingContext.userPromptOpened"}})
	f.command(nil, "script.addPreloadScript", map[string]any{
		"functionDeclaration": "(channel) => { globalThis.pwned = (name) => channel(String(name)); }",
		"arguments":           []any{map[string]any{"type": "channel", "value": map[string]any{"channel": "pwned"}}},
	})
	var tree struct{ Contexts []struct{ Context string } }
	f.command(&tree, "browsingContext.getTree", map[string]any{})
	require.NotEmpty(f.t, tree.Contexts)
	f.page = tree.Contexts[0].Context
	f.tab = &tab{t: f.t, ctx: f.t.Context(), url: "about:blank", script: f.evaluate}
}

// listen hands on what Firefox says until the socket closes.
func (f *fox) listen() {
	for {
		var m foxMessage
		if err := websocket.JSON.Receive(f.socket, &m); err != nil {
			return
		}
		if m.Type == "event" {
			f.watch(m)
			continue
		}
		f.mu.Lock()
		answer := f.waiting[m.ID]
		delete(f.waiting, m.ID)
		f.mu.Unlock()
		if answer != nil {
			answer <- m
		}
	}
}

// watch notes what happens in the tab.
func (f *fox) watch(m foxMessage) {
	var e struct {
		Data    struct{ Value json.RawMessage } // of pwned
		Level   string                          // of the console
		Text    string
		Source  struct{ Context string }
		Request struct{ URL string }
		Parent  *string // of a context
		URL     string
		Message string
	}
	if json.Unmarshal(m.Params, &e) != nil || f.tab == nil {
		return
	}
	f.tab.mu.Lock()
	defer f.tab.mu.Unlock()
	seen := &f.tab.seen
	switch m.Method {
	case "script.message":
		seen.Ran = append(seen.Ran, strings.Trim(string(e.Data.Value), `"`))
	case "log.entryAdded":
		seen.Console = append(seen.Console, e.Level+" "+e.Text)
	case "network.beforeRequestSent":
		if strings.HasPrefix(e.Request.URL, "http") || strings.HasPrefix(e.Request.URL, "ws") {
			seen.Requests = append(seen.Requests, e.Request.URL)
		}
	case "browsingContext.contextCreated":
		if e.Parent == nil {
			seen.Opened = append(seen.Opened, "window "+e.URL)
		}
	case "browsingContext.userPromptOpened":
		seen.Opened = append(seen.Opened, "dialog "+e.Message)
	}
}

// ask sends a command and waits for its answer.
func (f *fox) ask(ctx context.Context, method string, params any) (json.RawMessage, error) {
	f.mu.Lock()
	f.id++
	id, answer := f.id, make(chan foxMessage, 1)
	f.waiting[id] = answer
	err := websocket.JSON.Send(f.socket, map[string]any{"id": id, "method": method, "params": params})
	f.mu.Unlock()
	if err != nil {
		return nil, err
	}
	select {
	case m := <-answer:
		if m.Type == "error" {
			return nil, fmt.Errorf("%s: %s: %s", method, m.Error, m.Message)
		}
		return m.Result, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// command is ask where an error fails the test; the result may be nil.
func (f *fox) command(result any, method string, params any) {
	f.t.Helper()
	ctx, done := context.WithTimeout(f.t.Context(), 4*patience) // it may still be starting
	defer done()
	raw, err := f.ask(ctx, method, params)
	require.NoError(f.t, err)
	if result != nil {
		require.NoError(f.t, json.Unmarshal(raw, result))
	}
}

// evaluate returns an expression's value as JSON.
func (f *fox) evaluate(ctx context.Context, expression string) (json.RawMessage, error) {
	raw, err := f.ask(ctx, "script.evaluate", map[string]any{
		"expression": "(async () => JSON.stringify(await (" + expression + ")) ?? 'null')()", "awaitPromise": true,
		"target": map[string]any{"context": f.page},
	})
	if err != nil {
		return nil, err
	}
	var answer struct {
		Type             string
		Result           struct{ Value string }
		ExceptionDetails struct{ Text string }
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		return nil, err
	}
	if answer.Type != "success" {
		return nil, errors.New(answer.ExceptionDetails.Text)
	}
	return json.RawMessage(answer.Result.Value), nil
}

// open goes to a page; what the last one did is forgotten.
func (f *fox) open(url string) {
	f.t.Helper()
	f.tab.mu.Lock()
	f.tab.url, f.tab.seen = url, sightings{}
	f.tab.mu.Unlock()
	f.command(nil, "browsingContext.navigate", map[string]any{"context": f.page, "url": url, "wait": "none"})
}

// TestHostileNotebooksInFirefox opens the hostile notebooks in another browser,
// some without defences first, so that this can fail.
func TestHostileNotebooksInFirefox(t *testing.T) {
	testenv.Firefox(t)
	folder := filepath.Join(testenv.Root(t), "testdata", "hostile")
	t.Run("naive", func(t *testing.T) { testNaiveInFirefox(t, folder) })
	t.Run("report", func(t *testing.T) { testReportInFirefox(t, folder) })
}

func testNaiveInFirefox(t *testing.T, folder string) {
	f := startFirefox(t)
	for _, name := range []string{"html-script", "html-handlers", "beacon-css"} {
		nb, attack := readHostile(t, filepath.Join(folder, name+".ipynb"))
		page := filepath.Join(t.TempDir(), "naive.html")
		require.NoError(t, os.WriteFile(page, []byte(naivePage(name, nb)), 0o666))
		f.open(fileURL(page))
		works := func() bool {
			return slices.ContainsFunc(attack.Runs, f.tab.saw) || slices.ContainsFunc(attack.Requests, f.trap.saw)
		}
		require.True(t, eventually(patience, works), "%s: nothing of %+v works in a naive page: %+v", name, attack, f.tab.sightings())
	}
}

func testReportInFirefox(t *testing.T, folder string) {
	notebooks, err := filepath.Glob(filepath.Join(folder, "*.ipynb"))
	require.NoError(t, err)
	require.Greater(t, len(notebooks), 40)
	notebooks = append(notebooks, hostilePaths(t, notebooks[0])...)
	f := startFirefox(t)
	tb := f.tab
	f.open(fileURL(report(t, notebooks...)))
	tb.until(`() => document.documentElement.dataset.ready === "true" && document.readyState === "complete"`)
	requireHarmless := func() {
		tb.settle()
		require.Equal(t, sightings{}, tb.sightings())
		require.Empty(t, f.trap.caught())
		require.False(t, ask[bool](tb, `() => "polluted" in {}`))
		require.Equal(t, tb.url, ask[string](tb, `() => location.href.split("#")[0]`))
	}
	tb.scrollThrough()
	requireHarmless()
	tb.clickEverything()
	tb.scrollThrough()
	requireHarmless()
}

// TestFiguresInFirefox draws figures of plotly and vega in another browser, whose
// rules for frames without origin are its own.
func TestFiguresInFirefox(t *testing.T) {
	testenv.Firefox(t)
	f := startFirefox(t)
	tb := f.tab
	f.open(fileURL(report(t, filepath.Join(testenv.Root(t), "testdata", "notebooks", "wild", "figures-[01].ipynb"))))
	tb.until(`() => document.documentElement.dataset.ready === "true" && document.readyState === "complete"`)
	for _, key := range []string{"plotly", "altair", "vega"} {
		for run := range 2 {
			require.Equal(t, "drawn", tb.bringDrawing(key, run), key)
			// The frame has no origin, so that it tells what it drew itself.
			require.Positive(t, ask[int](tb, `(...args) => Number((`+drawingOf+`)(...args).dataset.marks)`, key, run), key)
			require.True(t, ask[bool](tb, `(...args) => (`+drawingOf+`)(...args).querySelector("iframe").offsetWidth > 200`, key, run), key)
		}
	}
	tb.settle()
	require.Equal(t, sightings{}, tb.sightings())
	require.Empty(t, f.trap.caught())
}
