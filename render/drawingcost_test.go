package render

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTooComplex(t *testing.T) {
	// each group of levels uses the one before ten times, in this way
	levels := func(n int, use string) string {
		var b strings.Builder
		b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg"><defs><g id="a0"><circle r="9"/></g>`)
		for i := 1; i <= n; i++ {
			fmt.Fprintf(&b, `<g id="a%d">%s</g>`, i, strings.Repeat(strings.ReplaceAll(use, "ID", fmt.Sprint("a", i-1)), 10))
		}
		fmt.Fprintf(&b, `</defs><use href="#a%d"/></svg>`, n)
		return b.String()
	}
	points := `<svg><defs><path id="m" d="M0 0"/></defs><g clip-path="url(#p)">` + strings.Repeat(`<use xlink:href="#m" x="1"/>`, 100_000) + `</g><clipPath id="p"><rect/></clipPath></svg>`
	for name, test := range map[string]struct {
		document string
		want     bool
	}{
		"plot of points":          {points, false},
		"few levels":              {levels(4, `<use href="#ID"/>`), false},
		"many levels":             {levels(9, `<use href="#ID"/>`), true},
		"many levels, old href":   {levels(9, `<use xlink:href="#ID"></use>`), true},
		"patterns":                {levels(9, `<rect fill="url(#ID)"/>`), true},
		"in a style":              {levels(9, `<rect style="clip-path: url('#ID')"/>`), true},
		"links lead there only":   {levels(9, `<a href="#ID"/>`), false},
		"uses itself":             {`<svg><g id="a">` + strings.Repeat(`<use href="#a"/>`, 100) + `</g></svg>`, false},
		"style sheet":             {`<svg><style>circle { fill: url(#p) }</style><pattern id="p">` + strings.Repeat("<i/>", 3000) + "</pattern>" + strings.Repeat("<circle a='#'/>", 3000) + "</svg>", true},
		"entities":                {`<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><svg/>`, true},
		"entities for namespaces": {`<!DOCTYPE svg [<!ENTITY ns_svg "http://www.w3.org/2000/svg">]><svg xmlns="&ns_svg;"/>`, false},
		"ends without beginnings": {strings.Repeat("<p>", 100_000) + strings.Repeat("</b>", 100_000) + strings.Repeat("#", 20), false},
		"deep":                    {strings.Repeat(`<g id="x#">`, 200_000), false},
	} {
		require.Equal(t, test.want, tooComplex([]byte(test.document)), name)
	}
}
