package render

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/introspect/value"
)

func TestCompactSpec(t *testing.T) {
	for spec, want := range map[string]string{
		"{\n \"a\": [1,\t2 , NaN],\r\n \"b\": -Infinity}": `{"a":[1,2,null],"b":-1e999}`,
		`{"NaN": "NaN  and \" Infinity", "x": Infinity}`:  `{"NaN":"NaN  and \" Infinity","x":1e999}`,
		`{"a": "never closed \`:                           `{"a":"never closed \`,
		"":                                                "",
	} {
		require.Equal(t, want, string(compactSpec([]byte(spec))), spec)
	}
}

func TestFigureBook(t *testing.T) {
	const plotly, vegalite = "application/vnd.plotly.v1+json", "application/vnd.vegalite.v5+json"
	template := `"layout": {"template": {"data": {"scatter3d": [{"type": "scatter3d"}]}}}`
	for _, test := range []struct {
		mimeType, spec string
		want           figureData
		libraries      []library
	}{
		{plotly, `{"data": [{"type": "bar"}, {}], "layout": {"height": 240.4}}`, figureData{ID: "figure-1", Library: "plotly", Height: 240}, []library{{"plotly", plotlyScript}}},
		{plotly, `{"data": [{"type": "scattergl"}], ` + template + `}`, figureData{ID: "figure-1", Library: "plotly"}, []library{{"plotly", plotlyScript}}},
		{plotly, `{"data": [{"type": "bar"}, {"type": "scatter3d"}], "layout": {"height": -1}}`, figureData{ID: "figure-1", Library: "plotly"}, []library{{"plotly", plotlyFullScript}}},
		{plotly, `{"data": [{"type": "scattergl", "x": "` + strings.Repeat("A", maxAsSVG) + `"}]}`, figureData{ID: "figure-1", Library: "plotly"}, []library{{"plotly", plotlyFullScript}}},
		{vegalite, `{"height": 300, "mark": "bar"}`, figureData{ID: "figure-1", Library: "vega", Height: 300}, []library{{"vega", vegaScript}}},
		{vegalite, `{"height": {"step": 20}}`, figureData{ID: "figure-1", Library: "vega"}, []library{{"vega", vegaScript}}},
		{vegalite, `{'single': 'quotes'}`, figureData{Problem: "Its specification is not JSON."}, nil},
		{vegalite, `{"a": "` + strings.Repeat("A", maxSpec) + `"}`, figureData{Problem: "Its specification is larger than 30 MB."}, nil},
	} {
		var book figureBook
		figure := &value.Figure{MIMEType: test.mimeType, Spec: []byte(test.spec)}
		test.want.MIMEType, test.want.Bytes = test.mimeType, len(test.spec)
		got := book.add(figure)
		require.Equal(t, test.want, *got, "%.100s", test.spec)
		require.Same(t, got, book.add(figure))
		require.Equal(t, test.libraries, book.libraries())
	}
}

// figureOf is a code cell whose output is a figure.
func figureOf(tag, mimeType string, spec any) map[string]any {
	return cellOf(tag, map[string]any{"output_type": "display_data", "metadata": map[string]any{}, "data": map[string]any{mimeType: spec}})
}

// TestReportHoldsFigures reads the specification and the library back from the
// page, whose policy knows that library and no other.
func TestReportHoldsFigures(t *testing.T) {
	folder := t.TempDir()
	spec := map[string]any{"data": []any{map[string]any{"y": []any{1, 2}, "name": "</script><!-- & \u2028"}}}
	for _, run := range []string{"a", "b"} {
		writeNotebook(t, folder, run, nil, figureOf("chart", "application/vnd.plotly.v1+json", spec))
	}
	page := reportOf(t, folder)
	require.Equal(t, page, reportOf(t, folder))

	island := between(t, page, `<script type="application/json" id="figure-1">`, "</script>")
	require.NotContains(t, island, "<")
	var got map[string]any
	require.NoError(t, json.Unmarshal([]byte(island), &got))
	want, err := json.Marshal(spec)
	require.NoError(t, err)
	require.JSONEq(t, string(want), island)
	require.NotContains(t, page, `id="figure-2"`)

	packed, err := base64.StdEncoding.DecodeString(between(t, page, `<script type="application/x-nbcompare-library" id="plotly-library">`, "</script>"))
	require.NoError(t, err)
	require.True(t, bytes.Equal(plotlyScript, packed))
	hash := hashSource(unpack(t, packed))
	require.Equal(t, []string{hashSource(bundleScript), hash}, regexp.MustCompile(`'sha256-[^']*'`).FindAllString(between(t, page, "script-src ", ";"), -1))
	require.Contains(t, page, `"libraries":[{"name":"plotly","hash":"`+hash+`"}]`)
}

// TestLibrariesEndNothing: the page writes them into the document of a frame,
// whose parser makes one line break of others.
func TestLibrariesEndNothing(t *testing.T) {
	for _, packed := range [][]byte{plotlyScript, plotlyFullScript, vegaScript} {
		script := strings.ToLower(string(unpack(t, packed)))
		for _, text := range []string{"</script", "<!--", "\r", "\x00"} {
			require.NotContains(t, script, text)
		}
	}
}
