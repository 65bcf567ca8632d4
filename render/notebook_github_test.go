package render

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/microcosm-cc/bluemonday"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// gitHubPolicy is what GitHub leaves of the HTML of others: the lists of the
// SanitizationFilter of html-pipeline, without what needs addresses. Styles,
// classes and ids go.
func gitHubPolicy() *bluemonday.Policy {
	policy := bluemonday.NewPolicy()
	policy.AllowElements(strings.Fields(`h1 h2 h3 h4 h5 h6 h7 h8 br b i strong em a pre code img tt div ins del sup sub p ol ul table thead tbody tfoot
		blockquote dl dt dd kbd q samp var hr ruby rt rp li tr td th s strike summary details caption figure figcaption abbr bdo cite dfn mark small span time wbr`)...)
	policy.AllowAttrs(strings.Fields(`abbr align alt axis border cellpadding cellspacing char charoff cite clear cols colspan color compact coords datetime dir
		headers height hreflang hspace ismap label lang maxlength media nowrap open rel rev rows rowspan rules scope span start summary tabindex title type valign value vspace width`)...).Globally()
	return policy
}

// TestNotebookUnderGitHubsRules: what a viewer takes out of a comparison is
// nothing that a reader needs. Styles only say what the attribute align says too,
// and in the place of a drawing stands its name.
func TestNotebookUnderGitHubsRules(t *testing.T) {
	policy := gitHubPolicy()
	styles, drawings := 0, 0
	for _, family := range []string{"diabetes", "charts", "training", "churn", "broken"} {
		var notebook writtenNotebook
		require.NoError(t, json.Unmarshal(comparisonNotebook(t, filepath.Join(testenv.Root(t), "testdata", "notebooks", family)), &notebook))
		for _, cell := range notebook.Cells {
			if cell.CellType == "markdown" {
				require.NotRegexp(t, `(?i)<(style|script)|\b(id|class|style)=|\]\(`, strings.Join(cell.Source, ""))
				continue
			}
			for _, output := range cell.Outputs {
				content, ok := output.Data["text/html"]
				if !ok {
					continue
				}
				text := linesJoined(content)
				want := parsedHTML(t, text)
				for node := range want.Descendants() {
					var kept []html.Attribute
					for _, a := range node.Attr {
						switch {
						case a.Key == "style":
							styles++
							require.Contains(t, node.Attr, html.Attribute{Key: "align", Val: strings.TrimPrefix(a.Val, "text-align: ")}, text)
						case node.Data == "img" && a.Key == "src":
							drawings++
							require.Regexp(t, `^<img alt="curves of [^"]+" src=`, text)
						default:
							kept = append(kept, a)
						}
					}
					node.Attr = kept
				}
				require.Equal(t, writtenHTML(t, want), writtenHTML(t, parsedHTML(t, policy.Sanitize(text))), "%s: %s", family, strings.Join(cell.Source, ""))
			}
		}
	}
	require.Greater(t, styles, 1000)
	require.Positive(t, drawings)
}

func parsedHTML(t *testing.T, text string) *html.Node {
	t.Helper()
	node, err := html.Parse(strings.NewReader(text))
	require.NoError(t, err)
	return node
}

func writtenHTML(t *testing.T, node *html.Node) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, html.Render(&b, node))
	return b.String()
}
