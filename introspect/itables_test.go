package introspect

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// What itables 2.4.4 and 2.9.1 show, but for their picture and most of the script: a
// placeholder, since 2.9 hidden and with the first rows beside it, and all of the frame
// for the script.
const (
	itablesHead = `<!--| quarto-html-table-processing: none -->
<table id="itables_61aaf67e"><tbody><tr>
    <td style="vertical-align:middle; text-align:left">
    Loading ITables v2.4.4 from the internet...
    (need <a href=https://mwouts.github.io/itables/troubleshooting.html>help</a>?)</td>
    </tr></tbody></table>
<script type="module">
        let dt_args = `
	itables29Head = `<table id="itables_318921a6" hidden="hidden"><tbody><tr><td>Loading ITables v2.9.1 from the internet...</td></tr></tbody></table>
<div id="itables_318921a6_fallback"><table style="border-collapse:collapse"><thead><tr style="text-align: right;">
<th><sup><noscript><span>lock</span></noscript><a href=https://itables.org/fallbacks/static_preview.html>i</a></sup>a</th></tr></thead><tbody>
<tr><td>0</td></tr></tbody><tfoot><tr><td colspan="1">(90 more rows not shown)</td></tr></tfoot></table></div>
<script type="module">
        let dt_args = `
	itablesEnd = `;
        new ITable(table, dt_args);
</script>`
)

func TestInteractiveTable(t *testing.T) {
	for args, want := range map[string]string{
		`{"order": [], "table_html": "<table><thead>\n    <tr style=\"text-align: right;\">\n      \n      <th>m</th>\n      <th>v</th>\n    </tr>\n  </thead></table>", "data_json": "[[\"a\", -0.5], [\"&lt;b&gt;\", null]]"}`: `{"columns":["m","v"],"index":null,"data":[["a",-0.5],["<b>",null]]}`,
		`{"table_html": "<table><thead><tr><th></th><th>v</th><th>p</th></tr><tr><th>m</th><th></th><th></th></tr></thead></table>", "data_json": "[[\"a\", 1, true], [\"b\", 0.123456789012345678, false]]"}`:                   `{"columns":["v","p"],"index":["a","b"],"data":[[1,true],[0.123456789012345678,false]]}`,
		`{"table_html": "<table><thead><tr><th></th><th>v</th></tr></thead></table>", "data_json": "[]"}`:                                                                                                                        `{"columns":["v"],"index":[],"data":[]}`,
	} {
		for _, head := range []string{itablesHead, itables29Head} {
			v, ok := interactiveTable(head + args + itablesEnd)
			require.True(t, ok)
			require.Equal(t, want, string(value.AppendJSON(nil, v)), args)
		}
	}

	v, _ := interactiveTable(itablesHead + `{"downsampling_warning": "x", "table_html": "<table><tr><th>v</th></tr></table>", "data_json": "[[1]]"}` + itablesEnd)
	require.True(t, v.(*value.Table).Truncated)

	// What cannot be read is compared as it stands, and not as the placeholder.
	for _, args := range []string{`{"table_html": "<table></table>", "data_json": "[[1, 2"}`, `{"data_json": "[[1]]"}`, `{`, `{"table_html": 1}`, `{"table_html": "<table></table>", "data_json": "{}"}`} {
		html := itablesHead + args + itablesEnd
		v, ok := interactiveTable(html)
		require.True(t, ok)
		require.Equal(t, value.Markup{MIMEType: "text/html", Text: html}, v)
	}
	_, ok := interactiveTable("<table><tr><td>itables</td></tr></table>")
	require.False(t, ok)
}
