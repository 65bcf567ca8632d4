package render

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// TestWithoutActions is about tidiness: the frame's sandbox and the page's
// policy are what stops an attack, and are tested in a browser.
func TestWithoutActions(t *testing.T) {
	for text, want := range map[string]string{
		`<b class="x">1 &lt; 2</b>`:                                   `<b class="x">1 &lt; 2</b>`,
		`a<script>alert("<b>")</script>b`:                             `ab`,
		`<p onclick=alert(1) style="color:red">x</p>`:                 `<p style="color:red">x</p>`,
		`<style>a > b { color: "&amp;" }</style>`:                     `<style>a > b { color: "&amp;" }</style>`,
		`<link rel=preconnect href=//x><meta http-equiv=refresh>x`:    `x`,
		`<a href="https://x.example/">text</a>`:                       `<a>text</a>`,
		`<img src="https://x.example/i.png" alt="a">`:                 `<img alt="a">`,
		`<img src="data:image/png;base64,AAAA">`:                      `<img src="data:image/png;base64,AAAA">`,
		`<img src=" DATA:text/html,x" srcset="//x 2x">`:               `<img>`,
		`<iframe><script>alert(1)</script></iframe>x<!-- comment -->`: `x`,
		`<form action=x><input formaction=y></form>`:                  `<form><input></form>`,
		`<svg><a xlink:href="//x"><text>t</text></a></svg>`:           `<svg><a><text>t</text></a></svg>`,
		`<p title="a&quot; onclick=&quot;x">`:                         `<p title="a&#34; onclick=&#34;x">`,
		`<svg><style><img src=x onerror=alert(1)></style></svg>`:      `<svg><style>img src=x onerror=alert(1)></style></svg>`,
		`<svg><title><img onerror=alert(1)></title></svg>`:            `<svg><title>&lt;img onerror=alert(1)></title></svg>`,
		`<textarea><b></textarea><b>`:                                 `<textarea>&lt;b></textarea><b>`,
		`<image><set attributeName="href" to="//x"/></image>`:         `<image></image>`,
		`<p style="background:url(//x)" autofocus>`:                   `<p style="background:refused(//x)">`,
		`<rect filter="url(//x#f)" fill="#123"/>`:                     `<rect filter="refused(//x#f)" fill="#123"/>`,
		`unclosed <script>`:                                           `unclosed `,
		`<</script>img src=x onerror=y>`:                              `&lt;img src=x onerror=y>`,
		`<iframe/><img src=x onerror=y></iframe>a`:                    `a`,
		`<style/>b<img src=x onerror=y></style>`:                      `<style/>bimg src=x onerror=y></style>`,
		`1 < 2 &lt; 3`:                                                `1 &lt; 2 &lt; 3`,
	} {
		require.Equal(t, want, withoutActions(text), text)
	}
}

func TestWhatIsNotFetched(t *testing.T) {
	says := func(text string) string {
		return `<p style="color: gray; font-style: italic">A report fetches nothing: ` + text + ` is missing here.</p>`
	}
	for text, want := range map[string]string{
		`<p>src</p>`: "", `<img src="data:image/png;base64,AAAA"><img alt=src>`: "", `<IMG SRC=" DATA:x">`: "", `<iframe srcdoc="x"></iframe>`: "", `<img src="">`: "",
		`<img width="1" src="https://x.example/i.png?a&amp;b=<i>">`: says("https://x.example/i.png?a&amp;b=&lt;i&gt;"),
		"<video\nSRC = 'film.mp4' controls>":                        says("film.mp4"),
		`<audio><source src=a.wav /></audio><img src=a.wav>`:        says("a.wav"),
		`<img src=1><img src=2><img src=3><img src=4><img src=5>`:   says("1, 2, 3 and 2 more"),
	} {
		require.Equal(t, want, whatIsNotFetched(text), text)
	}
}

func TestQuietCSS(t *testing.T) {
	for css, want := range map[string]string{
		`td > b{color:#123}`:                       `td > b{color:#123}`,
		`@import "//x"; @IMPORT url(//x);`:         `@refused "//x"; @refused refused(//x);`,
		`a{background: URL( "//x")}`:               `a{background: refused( "//x")}`,
		`a{background:url(data:image/png;base64)}`: `a{background:url(data:image/png;base64)}`,
		`a{background:url( 'DATA:x')}`:             `a{background:url( 'DATA:x')}`,
		`a{b:-webkit-image-set("data:x" 1x)}`:      `a{b:-webkit-refused("data:x" 1x)}`,
		`@font-face{src:url(//x)}`:                 `@font-face{src:refused(//x)}`,
		`a::after{content:"\2022"}`:                `a::after{content:"\2022"}`,
		`a{background:u\72l(//x)}`:                 ``,
		`a{background:\75 rl(//x)}`:                ``,
		`@\69mport "//x"`:                          ``,
		`@i\mport "//x"`:                           ``,
	} {
		require.Equal(t, want, quietCSS(css), css)
		require.Equal(t, want, quietCSS(want), "what is quiet stays as it is")
	}
}

// Markdown is rendered to HTML of which as little is left that acts as of any other.
func TestMarkdownInAFrame(t *testing.T) {
	for text, want := range map[string]string{
		"# Title\n\n**bold** `code`":                             "<h1>Title</h1>\n\n<p><strong>bold</strong> <code>code</code></p>\n",
		"[link](https://x.example/)":                             "<p><a>link</a></p>\n",
		"![i](https://x.example/i.png)":                          whatIsNotFetched("<img src=https://x.example/i.png>") + "<p><img alt=\"i\"/></p>\n",
		"<img src=x onerror=alert(1)>":                           whatIsNotFetched("<img src=x>") + "<p><img></p>\n",
		"<img alt='a' src='data:image/png;base64,AAAA' width=3>": "<p><img alt=\"a\" src=\"data:image/png;base64,AAAA\" width=\"3\"></p>\n",
		"x <b>y</b>":                                   "<p>x <b>y</b></p>\n",
		"[x](javascript:alert(1))":                     "<p><a>x</a></p>\n",
		"<style>p { background: url(//x) }</style>":    "<p><style>p { background: refused(//x) }</style></p>\n",
		"| a | b |\n|---|---|\n| 1 | <b onx>2</b> |\n": "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n\n<tbody>\n<tr>\n<td>1</td>\n<td><b>2</b></td>\n</tr>\n</tbody>\n</table>\n",
	} {
		require.Equal(t, framePolicy+frameStyle+want, frameDocument(value.Markup{MIMEType: "text/markdown", Text: text}), text)
	}
	script := frameDocument(value.Markup{MIMEType: "text/markdown", Text: "<script>alert(1)</script>"})
	require.Contains(t, script, "Scripts and embedded pages are not run")
	require.NotContains(t, script, "<script")
	require.NotContains(t, script, "alert")
	drawing := `<svg><g id="a"><g/></g>`
	for _, id := range "bcdefghij" {
		drawing += fmt.Sprintf(`<g id="%c">`, id) + strings.Repeat(fmt.Sprintf(`<use href="#%c"/>`, id-1), 10) + "</g>"
	}
	require.Contains(t, frameDocument(value.Markup{MIMEType: "text/markdown", Text: drawing}), "Too complex to be drawn")
}

func TestFrameDocument(t *testing.T) {
	require.Empty(t, frameDocument(value.Markup{MIMEType: "text/latex", Text: "$x$"}), "shown as text")
	require.True(t, strings.HasSuffix(frameDocument(value.Markup{MIMEType: "text/html", Text: "<i>x</i>"}), "<i>x</i>"))
}

// FuzzWithoutActions: no element of the list comes through, however it is spelled.
func FuzzWithoutActions(f *testing.F) {
	for _, text := range []string{"<script>x</script>", "<scr<script>ipt>", "<iframe srcdoc='<script>'>", "<svg><style><script>", "<p a='>' onx=1>",
		"<</script>img src=x onerror=x>", "<iframe/><img src=x onerror=x>", "<style/><img src=x onerror=x>", "a < b"} {
		f.Add(text)
	}
	f.Fuzz(testenv.Inputs(func(t *testing.T, text string) {
		clean := withoutActions(text)
		require.Equal(t, clean, withoutActions(clean), "what is clean stays as it is")
		tree, err := html.Parse(strings.NewReader(clean))
		if err != nil {
			return // nested too deeply for this parser
		}
		for node := range tree.Descendants() {
			require.False(t, node.Type == html.ElementNode && actions[node.Data], "%s in %s", node.Data, clean)
			for _, attribute := range node.Attr {
				require.NotEqual(t, "on", attribute.Key[:min(2, len(attribute.Key))], "%s in %s", attribute.Key, clean)
			}
		}
	}))
}
