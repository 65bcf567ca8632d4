package render

import (
	"bytes"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// The family broken has a run in every state and values of most kinds.
func TestTextRenderers(t *testing.T) {
	c := loadFamily(t, "broken")
	var wide, long bytes.Buffer
	frame, left := WideFrame(c, nil)
	require.Equal(t, LeftOut{"image": 1}, left)
	require.NoError(t, frame.Write(&wide, CSV))
	golden(t, "broken.wide.csv", wide.Bytes())
	require.NoError(t, LongFrame(c, nil).Write(&long, CSV))
	golden(t, "broken.long.csv", long.Bytes())
}

func TestShowRenderers(t *testing.T) {
	for _, notebook := range []string{"broken/failed.ipynb", "churn/candidate.ipynb"} {
		c := loadFamily(t, notebook)
		items := Items(c)
		var narrow, piped, json bytes.Buffer
		name := c.Runs[0].Name
		require.NoError(t, ShowKeys(&narrow, c.Runs[0], items, 60))
		golden(t, name+".show.60.txt", narrow.Bytes())
		require.NoError(t, ShowKeys(&piped, c.Runs[0], items, 0))
		golden(t, name+".show.txt", piped.Bytes())
		require.NoError(t, ShowJSON(&json, c.Runs[0], items))
		golden(t, name+".show.json", bytes.ReplaceAll(json.Bytes(), []byte("../testdata/notebooks/"), nil))
	}
}

func TestShowValues(t *testing.T) {
	c := loadFamily(t, "churn/candidate.ipynb")
	var out bytes.Buffer
	require.NoError(t, ShowValues(&out, Items(c)))
	golden(t, "candidate.values.txt", out.Bytes())
}

// Every make of table: captions, names of levels, types of columns, what is cut off.
func TestShowWildTables(t *testing.T) {
	var out bytes.Buffer
	for _, name := range []string{"tables-0", "great-tables-0", "r-0", "julia-0"} {
		items := slices.DeleteFunc(Items(loadFamily(t, "wild/"+name+".ipynb")), func(item Item) bool {
			_, isTable := item.Value.(*value.Table)
			return !isTable
		})
		require.NoError(t, ShowValues(&out, items))
	}
	golden(t, "wild.values.txt", out.Bytes())
}
