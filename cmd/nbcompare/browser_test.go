package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// How long a test waits for something that a page should do at once; only a
// page that does not do it takes so long.
const patience = 30 * time.Second

// A browser is a headless Chromium that can reach nothing but a trap.
type browser struct {
	t      *testing.T
	ctx    context.Context
	stop   context.CancelFunc
	kill   context.CancelFunc // ends it although a page hangs; the network log is not whole then
	trap   *trap
	netLog string // what the browser's network stack did, written when it ends
}

func startBrowser(t *testing.T) *browser {
	t.Helper()
	b := &browser{t: t, trap: newTrap(t), netLog: filepath.Join(t.TempDir(), "net.json")}
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(testenv.Chromium(t)),
		chromedp.UserDataDir(t.TempDir()),
		chromedp.WindowSize(1280, 900),
		chromedp.NoSandbox, // containers do not allow it
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		// Frames stay in the page's process, so that their events arrive with the page's.
		chromedp.Flag("disable-site-isolation-trials", true),
		chromedp.Flag("disable-features", "IsolateSandboxedIframes,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,Translate,OptimizationHints,MediaRouter"),
		// A mapped name leaves no trace when it is looked up and nothing more; those under lookup.example do.
		chromedp.Flag("host-resolver-rules", "MAP * "+b.trap.address()+", EXCLUDE *.lookup.example"),
		chromedp.Flag("log-net-log", b.netLog),
	)...)
	b.ctx, b.stop = chromedp.NewContext(allocator)
	b.kill = cancel
	b.stop = sync.OnceFunc(func() {
		ctx, done := context.WithTimeout(b.ctx, patience)
		defer done()
		_ = chromedp.Cancel(ctx) // gracefully, so that the network log is whole
		cancel()
	})
	t.Cleanup(b.stop)
	require.NoError(t, chromedp.Do(b.ctx))
	return b
}

// lookedUp returns which of these hosts the browser looked up, now that it
// ends. A look-up that leads to no request is seen here only.
func (b *browser) lookedUp(hosts ...string) []string {
	b.t.Helper()
	b.stop()
	data, err := os.ReadFile(b.netLog)
	require.NoError(b.t, err)
	return slices.DeleteFunc(slices.Clone(hosts), func(host string) bool { return !strings.Contains(string(data), host) })
}

// sightings are what a page did that a report never does.
type sightings struct {
	Ran      []string // what called pwned, the function that stands for a notebook's code
	Requests []string // other than for the page itself, data: and blob:
	Console  []string // messages and exceptions
	Opened   []string // dialogs, windows, other pages
	// Refused is what a notebook's HTML asked for in its frame and did not get:
	// the policy or the sandbox stopped it, and nothing left the page.
	Refused []string
}

// A tab is a page under observation.
type tab struct {
	t   *testing.T
	ctx context.Context
	url string
	// script evaluates an expression and returns its value as JSON, where that
	// is not Chromium's to do.
	script func(ctx context.Context, expression string) (json.RawMessage, error)
	// patience is how long the page may take for one thing, where that is more
	// than the others may.
	patience time.Duration

	mu       sync.Mutex
	seen     sightings
	requests map[network.RequestID]string // those that stand in seen
}

// newTab opens an empty tab, which is closed at the end of the test.
func (b *browser) newTab(t *testing.T) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(b.ctx)
	t.Cleanup(cancel)
	tb := &tab{t: t, ctx: ctx, url: "about:blank", requests: map[network.RequestID]string{}}
	require.NoError(t, chromedp.Listen(ctx, tb.watch))
	_, err := chromedp.Call(ctx, runtime.AddBinding, runtime.AddBindingParams{Name: "pwned"})
	require.NoError(t, err)
	return tb
}

// load goes to a page and returns when it is loaded.
func (tb *tab) load(url string) {
	tb.t.Helper()
	tb.start(url)
	tb.until(`() => document.readyState === "complete"`)
}

// start goes to a page and returns when it has begun to load.
func (tb *tab) start(url string) {
	tb.t.Helper()
	tb.mu.Lock()
	tb.url = url
	tb.mu.Unlock()
	ctx, done := context.WithTimeout(tb.ctx, patience)
	defer done()
	_, err := chromedp.Call(ctx, page.Navigate, page.NavigateParams{URL: url})
	require.NoError(tb.t, err)
}

// watch notes what happens in the tab.
func (tb *tab) watch(event any) {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	seen := &tb.seen
	switch e := event.(type) {
	case *runtime.EventBindingCalled:
		seen.Ran = append(seen.Ran, e.Payload)
	case *network.EventRequestWillBeSent:
		page, _, _ := strings.Cut(tb.url, "#")
		if u := e.Request.URL; u != page && !strings.HasPrefix(u, "data:") && !strings.HasPrefix(u, "blob:") {
			seen.Requests = append(seen.Requests, u)
			tb.requests[e.RequestID] = u
		}
	case *network.EventLoadingFailed:
		if u, ok := tb.requests[e.RequestID]; ok && e.BlockedReason == network.BlockedReasonCsp {
			seen.Requests = slices.DeleteFunc(seen.Requests, func(request string) bool { return request == u })
			seen.Refused = append(seen.Refused, "request for "+u)
		}
	case *network.EventWebSocketCreated:
		seen.Requests = append(seen.Requests, e.URL)
	case *runtime.EventConsoleAPICalled:
		text := string(e.Type)
		for _, arg := range e.Args {
			text += " " + string(arg.Value) + arg.Description
		}
		seen.Console = append(seen.Console, text)
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			text += " " + e.ExceptionDetails.Exception.Description
		}
		seen.Console = append(seen.Console, text)
	case *log.EventEntryAdded:
		if e.Entry.Source == log.EntrySourceRendering && e.Entry.Level == log.EntryLevelWarning {
			return // what Chromium says about the speed of drawing without a graphics card
		}
		text := fmt.Sprintf("%s %s: %s", e.Entry.Level, e.Entry.Source, e.Entry.Text)
		if e.Entry.Source == log.EntrySourceSecurity && e.Entry.URL == "about:srcdoc" {
			seen.Refused = append(seen.Refused, text)
		} else {
			seen.Console = append(seen.Console, text+" "+e.Entry.URL)
		}
	case *page.EventJavascriptDialogOpening:
		seen.Opened = append(seen.Opened, "dialog "+e.Message)
		go chromedp.Call(tb.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
	case *page.EventWindowOpen:
		seen.Opened = append(seen.Opened, "window "+e.URL)
	case *page.EventFrameRequestedNavigation:
		if e.URL != "about:srcdoc" {
			seen.Opened = append(seen.Opened, "page "+e.URL)
		}
	}
}

func (tb *tab) sightings() sightings {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	copied := func(list []string) []string { return append([]string(nil), list...) } // nil when empty
	seen := &tb.seen
	return sightings{copied(seen.Ran), copied(seen.Requests), copied(seen.Console), copied(seen.Opened), copied(seen.Refused)}
}

func (tb *tab) saw(ran string) bool {
	return slices.Contains(tb.sightings().Ran, ran)
}

// until waits until a JavaScript function of these arguments returns something
// true.
func (tb *tab) until(function string, args ...any) {
	tb.t.Helper()
	if !tb.becomes(max(tb.patience, patience), function, args...) {
		require.FailNow(tb.t, "the page never got there", "%s of %.500s\nseen: %+v", function, fmt.Sprint(args...), tb.sightings())
	}
}

// becomes is until for something that may not happen.
func (tb *tab) becomes(within time.Duration, function string, args ...any) bool {
	return eventually(within, func() bool {
		holds, err := evaluate[bool](tb, "(...args) => Boolean(("+function+")(...args))", args...)
		return err == nil && holds
	})
}

// eventually asks for something until it holds.
func eventually(within time.Duration, holds func() bool) bool {
	deadline := time.Now().Add(within)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		if time.Now().After(deadline) {
			return false
		}
		<-tick.C
	}
	return true
}

// evaluate calls a JavaScript function and returns its result, or that of its
// promise.
func evaluate[T any](tb *tab, function string, args ...any) (T, error) {
	texts := make([]string, len(args))
	for i, arg := range args {
		text, err := json.Marshal(arg)
		if err != nil {
			panic(err) // a bug of the test
		}
		texts[i] = string(text)
	}
	ctx, done := context.WithTimeout(tb.ctx, max(tb.patience, patience))
	defer done()
	call := "(" + function + ")(" + strings.Join(texts, ",") + ")"
	if tb.script != nil {
		var result T
		value, err := tb.script(ctx, call)
		if _, void := any(result).(chromedp.Void); err == nil && !void {
			err = json.Unmarshal(value, &result)
		}
		return result, err
	}
	return chromedp.Run(ctx, chromedp.Evaluate[T](call, chromedp.EvalAwaitPromise))
}

// ask is evaluate where an error fails the test.
func ask[T any](tb *tab, function string, args ...any) T {
	tb.t.Helper()
	result, err := evaluate[T](tb, function, args...)
	require.NoError(tb.t, err, "%s\nseen: %+v", function, tb.sightings())
	return result
}

// do is ask without a result.
func (tb *tab) do(function string, args ...any) {
	tb.t.Helper()
	ask[chromedp.Void](tb, function, args...)
}

// click clicks in the middle of the element that a function returns, as a
// person would: what lies above it gets the click instead.
func (tb *tab) click(function string, args ...any) {
	tb.t.Helper()
	at := ask[[2]float64](tb, `(...args) => {
		const element = (`+function+`)(...args);
		element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
		const box = element.getBoundingClientRect();
		return [box.x + box.width / 2, box.y + box.height / 2];
	}`, args...)
	ctx, done := context.WithTimeout(tb.ctx, patience)
	defer done()
	require.NoError(tb.t, chromedp.Do(ctx, chromedp.MouseClickXY(at[0], at[1])))
}

// fileURL returns the file:// address of a path.
func fileURL(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// report runs the verb in a new folder and returns the page.
func report(t *testing.T, args ...string) string {
	t.Helper()
	page := filepath.Join(t.TempDir(), "report.html")
	var out, messages strings.Builder
	status := run(t.Context(), append([]string{"report", "-o", page}, args...), Streams{In: strings.NewReader(""), Out: &out, Err: &messages})
	require.Equal(t, 0, status, messages.String())
	require.Empty(t, out.String())
	return page
}
