package collection

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"math"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// differences compares values under one key, and writes each difference on a line.
func differences(t testing.TB, opts DiffOptions, values ...value.Value) []string {
	t.Helper()
	var runs [][]introspect.Entry
	for _, v := range values {
		runs = append(runs, one(v))
	}
	diff, err := collect(t, runs...).Diff(context.Background(), opts)
	require.NoError(t, err)
	return written(diff)
}

func written(diff *Diff) []string {
	lines := []string{}
	for _, d := range diff.Differences {
		lines = append(lines, fmt.Sprintf("%d %s: %s", d.Run, d.Title, detailText(&d)))
	}
	return lines
}

func detailText(d *Difference) string {
	switch detail := d.Detail.(type) {
	case *SetDiff:
		return fmt.Sprintf("-%s +%s reordered=%v", value.Repr(value.List(detail.Removed)), value.Repr(value.List(detail.Added)), detail.Reordered)
	case *TableDiff:
		text := fmt.Sprintf("-rows %v +rows %v -columns %v +columns %v", detail.RemovedRows, detail.AddedRows, detail.RemovedColumns, detail.AddedColumns)
		for _, cell := range detail.Cells {
			text += fmt.Sprintf(" %s %s>%s", cell.Path, value.Repr(cell.Old.Value), value.Repr(cell.New.Value))
		}
		if detail.ReorderedRows || detail.ReorderedColumns {
			text += " reordered"
		}
		return text
	case *LineDiff:
		var b strings.Builder
		for _, line := range detail.Lines {
			fmt.Fprintf(&b, "%c%s|", line.Op, line.Text)
		}
		return b.String()
	}
	text := value.Repr(d.Old.Value) + " > " + value.Repr(d.New.Value)
	if d.New.Delta != nil {
		text += fmt.Sprintf(" by %v", *d.New.Delta)
	}
	return text
}

func TestDiffByKind(t *testing.T) {
	frame := func(rows string) value.Value {
		return value.ParseTables(`<table><thead><tr><th></th><th>a</th><th>b</th></tr></thead><tbody>` + rows + `</tbody></table>`)[0]
	}
	long := strings.Repeat("word ", 20)
	for name, test := range map[string]struct {
		old, new value.Value
		want     []string
	}{
		"numbers":           {literal("0.5"), literal("0.25"), []string{"1 it: 0.5 > 0.25 by -0.25"}},
		"int and float":     {literal("1"), literal("1.0"), nil},
		"NaN":               {literal("nan"), literal("nan"), nil},
		"NaN and a number":  {literal("nan"), literal("1"), []string{"1 it: nan > 1"}},
		"large ints":        {literal("9007199254740993"), literal("9007199254740992"), []string{"1 it: 9007199254740993 > 9007199254740992 by -1"}},
		"kinds":             {literal("1"), literal("'1'"), []string{"1 it: 1 > '1'"}},
		"true is not one":   {literal("True"), literal("1"), []string{"1 it: True > 1"}},
		"order of a dict":   {literal("{'a': 1, 'b': {'c': 2, 'd': 3}}"), literal("{'b': {'d': 3, 'c': 2}, 'a': 1}"), nil},
		"dict":              {literal("{'a': 1, 'b': {'c': 2}, 'x y': 0}"), literal("{'a': 1, 'b': {'c': 3}, 'd': 4}"), []string{"1 it.b.c: 2 > 3 by 1", "1 it.d:  > 4", `1 it["x y"]: 0 > `}},
		"dict and scalar":   {literal("{'a': 1}"), literal("1"), []string{"1 it.a: 1 > ", "1 it:  > 1"}},
		"list":              {literal("[1, 2, 2, 3]"), literal("[2, 3, 4]"), []string{"1 it: -[1, 2] +[4] reordered=false"}},
		"order of a list":   {literal("[1, 2, 3]"), literal("[2, 1, 3]"), []string{"1 it: -[] +[] reordered=true"}},
		"order of a set":    {literal("{1, 2, 3}"), literal("{3, 2, 1}"), nil},
		"set":               {literal("{1, 2}"), literal("{2, 3}"), []string{"1 it: -[1] +[3] reordered=false"}},
		"list and tuple":    {literal("[1, 2]"), literal("(1, 2)"), []string{"1 it: -[] +[] reordered=false"}},
		"floats by place":   {literal("[0.5, 0.25]"), literal("[0.5, 0.75]"), []string{"1 it[1]: 0.25 > 0.75 by 0.5"}},
		"a missing float":   {literal("[0.5, None]"), literal("[0.75, None]"), []string{"1 it[0]: 0.5 > 0.75 by 0.25"}},
		"a float is gone":   {literal("[0.5, 1.5]"), literal("[0.5, None]"), []string{"1 it[1]: 1.5 > None"}},
		"floats and ints":   {literal("[1.5, 2.5]"), literal("[2, 2.5]"), []string{"1 it[0]: 1.5 > 2 by 0.5"}},
		"floats to ints":    {literal("[1.5, 2.5]"), literal("[2, 3]"), []string{"1 it[0]: 1.5 > 2 by 0.5", "1 it[1]: 2.5 > 3 by 0.5"}},
		"nested lists":      {literal("[[1, 2], [3]]"), literal("[[1, 2.5], [3], [4]]"), []string{"1 it[0][1]: 2 > 2.5 by 0.5", "1 it[2]:  > [4]"}},
		"texts":             {value.Text("a\nb\nc"), value.Text("a\nx\nc"), []string{"1 it:  a|-b|+x| c|"}},
		"line endings":      {value.Text("a\r\nb\r\n"), value.Text("a\nb"), nil},
		"short texts":       {value.Text("a"), value.Text("b"), []string{"1 it: 'a' > 'b'"}},
		"addresses":         {value.Text("<Model at 0x7f1234567890>"), value.Text("<Model at 0x7f0987654321>"), nil},
		"addresses in text": {value.Text(long + "\n<A at 0x7f1234567890>\nx"), value.Text(long + "\n<A at 0x7f0987654321>\ny"), []string{"1 it:  " + long + "| <A at 0x7f1234567890>|-x|+y|"}},
		"addresses in list": {literal("['<A at 0x7f1234567890>', 'x']"), literal("['<A at 0x7fffffffffff>', 'x']"), nil},
		"pointers of Go":    {value.Text("&{1 0xc000012345}"), value.Text("&{1 0xc000099999}"), nil},
		"parts of a page":   {value.Markup{MIMEType: "text/html", Text: "<div id=\"map_" + strings.Repeat("0f", 16) + "\">\n<p id='12345678-1234-4234-8234-123456789abc'>"}, value.Markup{MIMEType: "text/html", Text: "<div id=\"map_" + strings.Repeat("a7", 16) + "\">\n<p id='abcdef12-1234-4234-9234-0123456789ab'>"}, nil},
		"ids that are data": {value.Text("12345678-1234-4234-8234-123456789abc"), value.Text("abcdef12-1234-4234-9234-0123456789ab"), []string{"1 it: '12345678-1234-4234-8234-123456789abc' > 'abcdef12-1234-4234-9234-0123456789ab'"}},
		"hashes":            {value.Text(strings.Repeat("0f", 16)), value.Text(strings.Repeat("a7", 16)), []string{"1 it: '" + strings.Repeat("0f", 16) + "' > '" + strings.Repeat("a7", 16) + "'"}},
		"drawings":          {drawing("2024-01-01", "mbd37c15317", "1"), drawing("2025-02-02", "m0123456789", "1"), nil},
		"numbers in hex":    {value.Text("0x1f"), value.Text("0x2f"), []string{"1 it: '0x1f' > '0x2f'"}},
		"hashes in hex":     {value.Text("0x" + strings.Repeat("ab", 20)), value.Text("0x" + strings.Repeat("cd", 20)), []string{"1 it: '0x" + strings.Repeat("ab", 20) + "' > '0x" + strings.Repeat("cd", 20) + "'"}},
		"figure reprs":      {value.Text("<Figure size 640x480 with 1 Axes>"), value.Text("<Figure size 800x600 with 2 Axes>"), nil},
		"table cells": {frame(`<tr><th>x</th><td>1</td><td>2</td></tr><tr><th>y</th><td>3</td><td></td></tr>`),
			frame(`<tr><th>y</th><td>3</td><td>5</td></tr><tr><th>x</th><td>1</td><td>2.5</td></tr>`),
			[]string{"1 it: -rows [] +rows [] -columns [] +columns [] .x.b 2>2.5 .y.b >5 reordered"}},
		"table rows": {frame(`<tr><th>x</th><td>1</td><td>2</td></tr><tr><th>y</th><td>3</td><td>4</td></tr>`),
			frame(`<tr><th>x</th><td>1</td><td>2</td></tr><tr><th>z</th><td>3</td><td>4</td></tr>`),
			[]string{"1 it: -rows [y] +rows [z] -columns [] +columns []"}},
		"records":            {literal("[{'e': 1, 'l': 2}, {'e': 2, 'l': 1}]"), literal("[{'e': 1, 'l': 2}, {'e': 2, 'l': 1.5}]"), []string{"1 it: -rows [] +rows [] -columns [] +columns [] [1].l 1>1.5"}},
		"one row":            {frame(`<tr><th>0</th><td>1</td><td>2</td></tr>`), frame(`<tr><th>7</th><td>1</td><td>3</td></tr>`), []string{"1 it.b: 2 > 3 by 1"}},
		"captions":           {titled("train"), titled("test"), []string{"1 it.caption: 'train' > 'test'"}},
		"a caption is gone":  {titled("train"), titled(""), []string{"1 it.caption: 'train' > "}},
		"shapes in captions": {titled("A data.frame: 1 × 1"), titled("A data.frame: 1 × 2"), nil},
		"missing":            {nil, literal("1"), []string{"1 it:  > 1"}},
		"no more":            {literal("{'a': 1}"), nil, []string{"1 it: {'a': 1} > "}},
		"figures":            {figure(`{"data":[{"y":[1,2.5]}],"layout":{"a":1,"b":2}}`), figure(`{"layout":{"b":2,"a":1},"data":[{"y":[1,3.5]}]}`), []string{"1 it.data: -rows [] +rows [] -columns [] +columns [] [0].y [1, 2.5]>[1, 3.5]"}},
		"packed": {figure(`{"y":{"dtype":"i1","bdata":"AQID"},"z":{"type":"ndarray","array":{"type":"bytes","data":"AAAAAAAA8D8="},"dtype":"float64","order":"little"}}`),
			figure(`{"y":{"dtype":"i1","bdata":"AQL/"},"z":{"type":"ndarray","array":{"type":"bytes","data":"AAAAAAAAAEA="},"dtype":"float64","order":"little"}}`), []string{"1 it.y: -[3] +[-1] reordered=false", "1 it.z[0]: 1.0 > 2.0 by 1"}},
		"badly packed": {figure(`{"y":{"dtype":"f8","bdata":"AQID"}}`), figure(`{"y":{"dtype":"f8","bdata":"AQI="}}`), []string{"1 it.y.bdata: 'AQID' > 'AQI='"}},
		"figure sum":   {figure(`{"a":1,"b":2}`), figure(`{"b":2, "a":1}`), nil},
	} {
		if test.want == nil {
			test.want = []string{}
		}
		require.Equal(t, test.want, differences(t, DiffOptions{}, test.old, test.new), name)
	}
}

// drawing returns a picture as matplotlib writes it.
func drawing(date, part, x string) value.Value {
	m, err := value.NewImage("image/svg+xml", []byte(`<svg width="1" height="1"><metadata><dc:date>`+date+`</dc:date></metadata><defs><path id="`+part+`"/></defs><g clip-path="url(#`+part+`)"><use xlink:href="#`+part+`" x="`+x+`"/></g></svg>`))
	if err != nil {
		panic(err)
	}
	return m
}

// titled returns a table of one cell with a caption.
func titled(caption string) value.Value {
	return value.ParseTables(`<table><caption>` + caption + `</caption><tr><th>x</th><td>1</td></tr></table>`)[0]
}

// Of a table that is equal as far as it is shown nobody knows more.
func TestDiffPartial(t *testing.T) {
	part := value.ParseTables(`<table><tr><th>a</th></tr><tr><td>1</td></tr><tr><td>2</td></tr><tr><td>...</td></tr></table>`)[0]
	whole := value.ParseTables(`<table><tr><th>a</th></tr><tr><td>1</td></tr><tr><td>2</td></tr></table>`)[0]
	for _, test := range []struct {
		old, new value.Value
		want     int
	}{{part, part, 1}, {part, whole, 1}, {whole, part, 1}, {whole, whole, 0}, {value.List{part, part}, value.List{part, part}, 2}, {part, value.Text("x"), 0}} {
		diff, err := collect(t, one(test.old), one(test.new)).Diff(context.Background(), DiffOptions{})
		require.NoError(t, err)
		require.Equal(t, test.want, diff.Partial, "%v %v", test.old, test.new)
	}
}

func literal(text string) value.Value { return value.ParseLiteral(text) }

func figure(spec string) value.Value {
	return &value.Figure{MIMEType: "application/vnd.plotly.v1+json", Spec: []byte(spec)}
}

func TestDiffTolerance(t *testing.T) {
	for _, test := range []struct {
		old, new   string
		rtol, atol float64
		same       bool
	}{
		{"100", "101", 0.01, 0, true},
		{"100", "101.1", 0.01, 0, false},
		{"-100", "-101", 0.01, 0, true},
		{"0", "0.5", 0.5, 0, false},
		{"0", "0.5", 0, 0.5, true},
		{"100", "101.5", 0.01, 0.5, true},
		{"nan", "0", 1, 1, false},
		{"0", "nan", 1, 1, false},
		{"inf", "0", 1, 1, false},
		{"inf", "-inf", 1, 1, false},
		{"1", "inf", 1, 1, false},
		{"True", "1", 1, 1, false},
		{"[0.5, 1.5]", "[0.6, 1.5]", 0, 0.2, true},
		{"{'a': {'b': 1}}", "{'a': {'b': 1.1}}", 0, 0.2, true},
		{"[{'a': 1}, {'a': 2}]", "[{'a': 1}, {'a': 2.1}]", 0, 0.2, true},
		{"9007199254740993", "9007199254740992", 0, 1, true},
		{"9007199254740993", "9007199254740992", 0, 0.5, false},
	} {
		got := differences(t, DiffOptions{RelTol: test.rtol, AbsTol: test.atol}, literal(test.old), literal(test.new))
		require.Equal(t, test.same, len(got) == 0, "%+v: %v", test, got)
	}
}

func TestDiffIgnore(t *testing.T) {
	old := literal("{'a': 1, 'b': {'c': 2, 'd e': 3}, 'l': [0.5, 1.5], 'r': [{'x': 1, 'y': 2}, {'x': 3, 'y': 4}]}")
	now := literal("{'a': 2, 'b': {'c': 3, 'd e': 4}, 'l': [1.5, 0.5], 'r': [{'x': 2, 'y': 2}, {'x': 3, 'y': 5}]}")
	all := []string{"a", "b.c", `b["d e"]`, "l[0]", "l[1]", "r"}
	for ignore, left := range map[string][]string{
		"it":            {},
		"it.b":          {"a", "l[0]", "l[1]", "r"},
		"*.c":           {"a", `b["d e"]`, "l[0]", "l[1]", "r"},
		`it.b["d e"]`:   {"a", "b.c", "l[0]", "l[1]", "r"},
		`it*["d e"]`:    {"a", "b.c", "l[0]", "l[1]", "r"},
		"it.l[1]":       {"a", "b.c", `b["d e"]`, "l[0]", "r"},
		"it.?":          {"b.c", `b["d e"]`, "l[0]", "l[1]"},
		"it.[ab]":       {"b.c", `b["d e"]`, "l[0]", "l[1]", "r"},
		"it.r[*].x":     all,
		"it.r[0]":       all,
		"nothing":       all,
		"i":             all,
		"{it.a,it.b.*}": {`b["d e"]`, "l[0]", "l[1]", "r"},
	} {
		got := []string{}
		c := collect(t, one(old), one(now))
		diff, err := c.Diff(context.Background(), DiffOptions{Ignore: []string{ignore}})
		require.NoError(t, err, ignore)
		for _, d := range diff.Differences {
			got = append(got, strings.TrimPrefix(strings.TrimPrefix(d.Title, "it"), "."))
			if table, ok := d.Detail.(*TableDiff); ok {
				want := map[string]int{"it.r[*].x": 1, "it.r[0]": 1}[ignore]
				if want == 0 {
					want = 2
				}
				require.Len(t, table.Cells, want, ignore)
			}
		}
		require.Equal(t, left, got, ignore)
	}
	_, err := collect(t, one(old)).Diff(context.Background(), DiffOptions{Ignore: []string{"a[b"}})
	require.EqualError(t, err, "a[b: not a valid glob")
}

// A value differs from another exactly when value.Equal says so, but for what
// is documented to be no difference; never from itself.
func TestDiffAgreesWithEqual(t *testing.T) {
	rng := rand.New(rand.NewSource(3))
	same := 0
	for range 3000 {
		a := randomValue(rng, 3)
		b := a
		if rng.Intn(3) > 0 {
			b = changed(rng, a)
		}
		got := differences(t, DiffOptions{}, a, b)
		require.Equal(t, value.Equal(a, b), len(got) == 0, "%s\n%s\n%v", value.Repr(a), value.Repr(b), got)
		if len(got) == 0 {
			same++
		}
	}
	require.Greater(t, same, 500)
	require.Less(t, same, 2500)
}

func randomValue(rng *rand.Rand, depth int) value.Value {
	n := 9
	if depth == 0 {
		n = 5
	}
	switch rng.Intn(n) {
	case 0:
		return value.Int(rng.Intn(4))
	case 1:
		return value.Float(float64(rng.Intn(4)) / 2)
	case 2:
		return value.Text(string(rune('a' + rng.Intn(3))))
	case 3:
		return value.Bool(rng.Intn(2) == 0)
	case 4:
		return value.Float(math.NaN())
	case 5:
		list := value.List{}
		for range rng.Intn(4) {
			list = append(list, randomValue(rng, depth-1))
		}
		return list
	case 6:
		tuple := value.Tuple{}
		for range 1 + rng.Intn(3) {
			tuple = append(tuple, randomValue(rng, depth-1))
		}
		return tuple
	case 7:
		return value.ParseLiteral([]string{"{1, 2}", "{1, 'a'}", "set()", "{3}"}[rng.Intn(4)])
	}
	dict := value.Dict{}
	for i := range rng.Intn(4) {
		dict = append(dict, value.Item{Key: value.Text(string(rune('a' + i))), Value: randomValue(rng, depth-1)})
	}
	return dict
}

// changed returns the value with one part replaced, or its dicts in another order.
func changed(rng *rand.Rand, v value.Value) value.Value {
	switch v := v.(type) {
	case value.Dict:
		out := slices.Clone(v)
		if len(out) > 0 {
			i := rng.Intn(len(out))
			out[i].Value = changed(rng, out[i].Value)
			rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
			return out
		}
	case value.List:
		out := slices.Clone(v)
		if len(out) > 0 {
			i := rng.Intn(len(out))
			out[i] = changed(rng, out[i])
			return out
		}
	}
	return randomValue(rng, 1)
}

// Runs that cannot be read and metadata are no differences, and runs of one
// title follow one another.
func TestDiffOfManyRuns(t *testing.T) {
	c := collect(t,
		entries(t, "tag:a={'x':1,'y':1} tag:b=1 meta:duration=1"),
		nil,
		entries(t, "tag:a={'x':2,'y':1} tag:b=1 meta:duration=2"),
		entries(t, "tag:a={'x':2,'y':2} tag:c=3 meta:duration=3"))
	diff, err := c.Diff(context.Background(), DiffOptions{})
	require.NoError(t, err)
	require.Equal(t, []string{"2 a.x: 1 > 2 by 1", "3 a.x: 1 > 2 by 1", "3 a.y: 1 > 2 by 1", "3 c:  > 3", "3 b: 1 > "}, written(diff))
	require.Equal(t, [2]int{3, 3}, [2]int{diff.Compared, diff.Differing})
	diff, err = c.Diff(context.Background(), DiffOptions{Meta: true, Ignore: []string{"a", "b", "c"}})
	require.NoError(t, err)
	require.Equal(t, []string{"2 meta.duration: 1 > 2 by 1", "3 meta.duration: 1 > 3 by 2"}, written(diff))
}

// Pictures are compared by their pixels: the same in other bytes are equal.
func TestDiffPictures(t *testing.T) {
	c := load(t, Options{}, "../testdata/notebooks/churn/production.ipynb", "../testdata/notebooks/churn/candidate_good.ipynb")
	diff, err := c.Diff(context.Background(), DiffOptions{})
	require.NoError(t, err)
	found := map[string]float64{}
	for _, d := range diff.Differences {
		if detail, ok := d.Detail.(*PictureDiff); ok {
			found[d.Title] = *detail.Changed
		}
	}
	require.Len(t, found, 2)
	require.InDelta(t, 0.0075, found["confusion_matrix"], 0.0005)
	require.InDelta(t, 0.021, found["roc_curve"], 0.001)

	canceled, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = c.Diff(canceled, DiffOptions{})
	require.ErrorIs(t, err, context.Canceled)
}

// A GIF whose frame stands away from the corner is compared too.
// A drawing that differs in anything but what is written anew each time differs.
func TestDiffDrawings(t *testing.T) {
	require.Len(t, differences(t, DiffOptions{}, drawing("2024-01-01", "mbd37c15317", "1"), drawing("2024-01-01", "mbd37c15317", "2")), 1)
}

func TestPicturesAwayFromTheCorner(t *testing.T) {
	values := make([]value.Value, 2)
	for i := range values {
		frame := image.NewPaletted(image.Rect(5, 7, 25, 27), color.Palette{color.Black, color.White})
		for n := range frame.Pix {
			frame.Pix[n] = byte(n * (i + 1) % 2)
		}
		var b bytes.Buffer
		require.NoError(t, gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{frame}, Delay: []int{0}, Config: image.Config{Width: 40, Height: 40}}))
		m, err := value.NewImage("image/gif", []byte(base64.StdEncoding.EncodeToString(b.Bytes())))
		require.NoError(t, err)
		values[i] = m
	}
	base := decodePicture(values[0])
	require.Equal(t, image.Rect(0, 0, 20, 20), base.Bounds())
	require.NotNil(t, changedPixels(base, values[1]))
	require.Positive(t, *changedPixels(base, values[1]))
}

// What hunks say makes the new text of the old one, whatever the context.
func TestHunksApply(t *testing.T) {
	rng := rand.New(rand.NewSource(5))
	for range 2000 {
		old, now := randomLines(rng), randomLines(rng)
		around := rng.Intn(4)
		hunks := Hunks(diffLines(old, now), around)
		var got []string
		at := 0
		for _, h := range hunks {
			require.Less(t, len(h.Lines), len(old)+len(now)+1)
			require.GreaterOrEqual(t, h.Old-1, at)
			got = append(got, old[at:h.Old-1]...)
			at = h.Old - 1
			require.Equal(t, len(got), h.New-1, "%q %q", old, now)
			for _, line := range h.Lines {
				if line.Op != '+' {
					require.Equal(t, old[at], line.Text)
					at++
				}
				if line.Op != '-' {
					got = append(got, line.Text)
				}
			}
			require.LessOrEqual(t, trailing(h.Lines), around)
		}
		got = append(got, old[at:]...)
		require.Equal(t, strings.Join(now, ","), strings.Join(got, ","))
	}
}

func randomLines(rng *rand.Rand) []string {
	lines := make([]string, rng.Intn(20))
	for i := range lines {
		lines[i] = string(rune('a' + rng.Intn(6)))
	}
	return lines
}

// BenchmarkDiff compares twelve runs with three pictures each.
func BenchmarkDiff(b *testing.B) {
	c := load(b, Options{}, "../testdata/notebooks/diabetes")
	for b.Loop() {
		if _, err := c.Diff(context.Background(), DiffOptions{Status: true}); err != nil {
			b.Fatal(err)
		}
	}
}
