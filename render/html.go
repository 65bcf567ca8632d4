package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/nbcompare/nbcompare/internal/lazyre"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// frameStyle makes a frame's document look like the page around it. A
// notebook's own styles come after it and win, inside the frame alone.
const frameStyle = `<style>:root{color-scheme:light dark}body{font:14px/1.5 system-ui,sans-serif;margin:12px;overflow-wrap:break-word}` +
	`table{border-collapse:collapse}td,th{padding:2px 8px;text-align:right;border-bottom:1px solid #8884}pre{overflow:auto}img{max-width:100%}</style>`

// framePolicy stands before all of a notebook, in the frame: the page may show
// files beside it, a notebook must not ask for any.
const framePolicy = `<meta http-equiv="Content-Security-Policy" content="img-src data: blob:">`

// frameDocument returns the document that shows markup in a frame, or "" for
// markup that is shown as text.
//
// All markup goes into a frame with an empty sandbox, Markdown too, as the HTML
// that it is rendered to. The other way for Markdown would be an allow-list of elements in the page's own DOM: then
// a hole in the list is a hole in the page. In the frame a hole is nothing but
// odd looks: no script, no form, no link that leads anywhere, no request. What
// it costs is that a frame cannot tell its height, so the reader drags it.
func frameDocument(m value.Markup) string {
	text := m.Text
	switch m.MIMEType {
	case "text/html":
	case "text/markdown":
		text = markdownHTML(text)
	default:
		return ""
	}
	if tooComplex([]byte(text)) {
		text = "<p><em>Too complex to be drawn.</em></p>\n<pre>" + html.EscapeString(m.Text[:min(len(m.Text), mostMarkdown)]) + "</pre>"
	}
	return framePolicy + frameStyle + whatIsNotRun(text) + whatIsNotFetched(text) + withoutActions(text)
}

// whatIsNotRun says so where a script or an embedded page would draw: bokeh,
// folium and others leave an empty place without them.
func whatIsNotRun(text string) string {
	text = strings.ToLower(text)
	if !strings.Contains(text, "<script") && !strings.Contains(text, "<iframe") {
		return ""
	}
	return `<p style="color: gray; font-style: italic">Scripts and embedded pages are not run in a report: what they would draw is missing here.</p>`
}

// source is where a picture, sound, film or page comes from.
var source = lazyre.New(`(?i)<(?:img|audio|video|source|iframe|embed)\s(?:[^>]*?\s)?src\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))`)

// mostSources is how many sources are named, and longestSource how many bytes of one.
const mostSources, longestSource = 3, 200

// whatIsNotFetched names what would come from elsewhere: a reader sees an empty
// place or a player that plays nothing.
func whatIsNotFetched(text string) string {
	if !strings.Contains(strings.ToLower(text), "src") {
		return ""
	}
	var names []string
	for _, m := range source.FindAllStringSubmatch(text, 100) {
		name := html.UnescapeString(cmp.Or(m[1], m[2], m[3]))
		if name == "" || strings.HasPrefix(strings.ToLower(strings.TrimSpace(name)), "data:") || slices.Contains(names, name) {
			continue
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return ""
	}
	more := ""
	if n := len(names) - mostSources; n > 0 {
		names, more = names[:mostSources], fmt.Sprintf(" and %d more", n)
	}
	for i, name := range names {
		names[i] = html.EscapeString(strings.ToValidUTF8(name[:min(len(name), longestSource)], ""))
	}
	return `<p style="color: gray; font-style: italic">A report fetches nothing: ` + strings.Join(names, ", ") + more + ` is missing here.</p>`
}

// actions are the elements that do something other than show: the sandbox
// and the policy stop what they do already, except that some browsers open
// a connection for a link that says preconnect. SVG's animations are among
// them because they can set any attribute.
var actions = map[string]bool{
	"script": true, "noscript": true, "link": true, "meta": true, "base": true, "iframe": true, "frame": true,
	"frameset": true, "object": true, "embed": true, "applet": true, "portal": true,
	"animate": true, "animatemotion": true, "animatetransform": true, "set": true,
}

// withoutActions returns HTML without the elements of [actions], and without
// attributes that are scripts or lead out of the page. Texts read as they
// did, but for those of elements that hold text alone (see heldText).
func withoutActions(text string) string {
	var b strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(text))
	skip := ""    // the element whose content is being left out
	element := "" // the element that has just begun
	for {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			return b.String()
		}
		raw := string(tokens.Raw())
		token := tokens.Token()
		switch {
		case skip != "":
			if kind == html.EndTagToken && token.Data == skip {
				skip = ""
			}
		case kind == html.CommentToken || kind == html.DoctypeToken:
		case kind == html.TextToken:
			b.WriteString(heldText(element, raw))
		case actions[token.Data]:
			if kind != html.EndTagToken && heldAsText[token.Data] {
				skip = token.Data
			}
		default:
			token.Attr = harmless(token.Attr)
			b.WriteString(token.String())
		}
		element = ""
		if kind == html.StartTagToken || kind == html.SelfClosingTagToken { // to a parser the slash of <style/> is nothing
			element = token.Data
		}
	}
}

// heldText returns the text of an element. To a parser, some elements hold
// nothing but text, except inside SVG and MathML, where the same text is
// markup: so none is left that could be. A style's text is not HTML, and
// escaping would change it; CSS needs no "<".
func heldText(element, raw string) string {
	switch element {
	case "style":
		return quietCSS(strings.ReplaceAll(raw, "<", ""))
	case "xmp", "noembed", "noframes", "plaintext":
		return strings.ReplaceAll(raw, "<", "")
	}
	// One that stands alone would begin a tag with what comes behind the tag that is left out: <</script>img>.
	return strings.ReplaceAll(raw, "<", "&lt;")
}

// heldAsText names the actions whose content is text to a parser: it
// would be markup once their tags are gone.
var heldAsText = map[string]bool{"script": true, "noscript": true, "iframe": true}

func harmless(attributes []html.Attribute) []html.Attribute {
	kept := attributes[:0]
	for _, a := range attributes {
		name := strings.ToLower(a.Key)
		switch {
		case strings.HasPrefix(name, "on"), name == "srcdoc", name == "ping", name == "http-equiv", name == "autofocus":
		case leadsOut(name) && !strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "data:image/"):
		default:
			if holdsCSS(name) {
				a.Val = quietCSS(a.Val)
			}
			kept = append(kept, a)
		}
	}
	return kept
}

// leadsOut names the attributes that hold an address.
func leadsOut(name string) bool {
	switch name {
	case "href", "src", "srcset", "action", "formaction", "background", "poster", "data", "cite", "xlink:href":
		return true
	}
	return false
}
