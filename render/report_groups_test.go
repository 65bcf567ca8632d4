package render

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect"
	"github.com/nbcompare/nbcompare/introspect/value"
)

// TestGroupColumns: parameters that differ, also those that no overview shows;
// 1 and 1.0 are one value, the text 1 is another, and called '1'.
func TestGroupColumns(t *testing.T) {
	column := func(key int, title string, constant bool, values ...value.Value) collection.Column {
		c := collection.Column{Key: key, Title: title, Constant: constant}
		for _, v := range values {
			c.Cells = append(c.Cells, collection.Cell{Value: v})
		}
		return c
	}
	spelled := func(text string) value.Value { return value.Number{Float: 1, Spelling: text} }
	long := value.Text("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890")
	runs := make([]*collection.Run, 6)
	for i := range runs {
		runs[i] = &collection.Run{}
	}
	runs[4].Err = errors.New("no notebook")
	s := &subject{
		runs: runs,
		keys: []collection.Key{{Name: "lr", Source: introspect.SourceParam}, {Name: "sql", Source: introspect.SourceParam}, {Name: "same", Source: introspect.SourceParam}, {Name: "mse", Source: introspect.SourceTag}},
		columns: []collection.Column{
			column(0, "params.lr", false, value.Text("1"), spelled("1.0"), value.Int(1), value.Float(0.123456789), nil, nil),
			column(1, "params.sql", false, long, nil, long, long, nil, value.Null{}),
			column(2, "params.same", true, value.Int(1), value.Int(1), value.Int(1), value.Int(1), nil, value.Int(1)),
			column(3, "mse", false, value.Int(1), value.Int(2), value.Int(1), value.Int(1), nil, value.Int(1)),
		},
	}
	require.Equal(t, []groupColumn{
		{Title: "params.lr", Label: "lr", Class: []int{3, 2, 2, 1, -1, 0}, Text: []*string{nil, ptr("0.1235"), ptr("1.0000"), ptr("'1'")},
			Full: []string{"", "0.123456789", "1.0", ""}},
		{Title: "params.sql", Label: "sql", Class: []int{2, 0, 2, 2, -1, 1}, Text: []*string{nil, ptr("None"), ptr(shorten(string(long), cellText))}, Full: []string{"", "", string(long)}},
	}, groupColumns(s))
}

func ptr(text string) *string { return &text }
