package value

import (
	"fmt"
	"strings"
	"testing"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
)

// events lists what a tokenizer reads.
func events(z tokenizer) (all []string) {
	for {
		kind := z.Next()
		switch kind {
		case html.ErrorToken:
			return all
		case html.TextToken:
			all = append(all, fmt.Sprintf("text %q", z.Text()))
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			event := fmt.Sprintf("%s %s", kind, name)
			for more {
				var key, val []byte
				key, val, more = z.TagAttr()
				event += fmt.Sprintf(" %s=%q", key, val)
			}
			all = append(all, event)
		default:
			all = append(all, kind.String())
		}
	}
}

// plainFragments are read by plainTokens; strangeFragments are left to
// html.Tokenizer.
var (
	plainFragments = []string{
		"", "text", "<p>", "<b>a</b>", "a > b",
		`<div><style scoped>  .dataframe > { "a" }  </style><table border="1" class="dataframe"><tr style="text-align: right;"><th></th></tr></table></div>`,
		`<th id="T_1" class="a b" >x</th>`, "<style></style>", "<h1>a</h1>", `<td colspan="">`, "<col data-x=\"1\">", "<style>&amp;</style>", "<style>",
	}
	strangeFragments = []string{
		"a &lt; b", "a < b", "<TD>", "<td", "<td a=1>", "<td a='1'>", `<td a="&amp;">`, "<br/>", "<!-- c -->", "<?x>", "</", "</b x>", "</b >",
		"<script>", "<title>", "a\rb", "a\x00b", "<td a=\"1\" a=\"2\">", "<style></p></style>", "<td  a>", "<td\na>", `<td a="1"b>`, `<td a="`, "<td a=", "<style></style x>",
	}
)

func TestPlainTokens(t *testing.T) {
	for _, fragment := range plainFragments {
		plain := &plainTokens{rest: []byte(fragment)}
		require.Equal(t, events(html.NewTokenizer(strings.NewReader(fragment))), events(plain), fragment)
		require.False(t, plain.strange, fragment)
	}
	for _, fragment := range strangeFragments {
		plain := &plainTokens{rest: []byte(fragment)}
		events(plain)
		require.True(t, plain.strange, fragment)
	}
}

// FuzzPlainTokens: what is read at all is read as html.Tokenizer reads it.
func FuzzPlainTokens(f *testing.F) {
	for _, fragment := range append(plainFragments, strangeFragments...) {
		f.Add(fragment)
	}
	for fragment := range tableCases {
		f.Add(fragment)
	}
	f.Fuzz(testenv.Inputs(func(t *testing.T, fragment string) {
		plain := &plainTokens{rest: []byte(fragment)}
		got := events(plain)
		if !plain.strange {
			require.Equal(t, events(html.NewTokenizer(strings.NewReader(fragment))), got)
		}
	}))
}

func BenchmarkPandasTable(b *testing.B) {
	b.SetBytes(int64(len(pandasTable)))
	b.ReportAllocs()
	for b.Loop() {
		ParseTables(pandasTable)
	}
}

// pandasTable is a data frame as pandas shows it.
const pandasTable = `<div>
<style scoped>
    .dataframe tbody tr th:only-of-type {
        vertical-align: middle;
    }

    .dataframe tbody tr th {
        vertical-align: top;
    }

    .dataframe thead th {
        text-align: right;
    }
</style>
<table border="1" class="dataframe">
  <thead>
    <tr style="text-align: right;">
      <th></th>
      <th>mean</th>
      <th>std</th>
    </tr>
  </thead>
  <tbody>
    <tr>
      <th>s5</th>
      <td>0.149786</td>
      <td>0.041314</td>
    </tr>
    <tr>
      <th>bmi</th>
      <td>0.123597</td>
      <td>0.061843</td>
    </tr>
    <tr>
      <th>bp</th>
      <td>0.049200</td>
      <td>0.019898</td>
    </tr>
    <tr>
      <th>sex</th>
      <td>0.028061</td>
      <td>0.015348</td>
    </tr>
    <tr>
      <th>age</th>
      <td>0.018441</td>
      <td>0.014345</td>
    </tr>
    <tr>
      <th>s2</th>
      <td>0.011880</td>
      <td>0.028128</td>
    </tr>
    <tr>
      <th>s1</th>
      <td>0.009407</td>
      <td>0.007342</td>
    </tr>
    <tr>
      <th>s4</th>
      <td>0.002307</td>
      <td>0.024456</td>
    </tr>
    <tr>
      <th>s3</th>
      <td>-0.002655</td>
      <td>0.007392</td>
    </tr>
    <tr>
      <th>s6</th>
      <td>-0.003562</td>
      <td>0.007057</td>
    </tr>
  </tbody>
</table>
</div>`
