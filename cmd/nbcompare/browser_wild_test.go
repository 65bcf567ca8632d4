package main

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/internal/testenv"
)

// TestWildReportsInChromium finds every kind of output of testdata/notebooks/wild
// in the report of its two runs, as the browser shows it.
func TestWildReportsInChromium(t *testing.T) {
	b := startBrowser(t)
	for _, test := range []struct {
		name     string
		pictures bool
	}{
		{"tables", false}, {"great-tables", false}, {"text", false}, {"markup", true}, {"figures", true}, {"keys", false}, {"r", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			runs := filepath.Join(testenv.Root(t), "testdata", "notebooks", "wild", test.name+"-[01].ipynb")
			c, err := collection.Load(t.Context(), []string{runs}, collection.Options{})
			require.NoError(t, err)
			require.Len(t, c.Runs, 2)
			f := &family{t, c, b.newTab(t), report(t, runs)}
			f.tab.load(fileURL(f.path))
			f.tab.until(`() => document.documentElement.dataset.ready === "true"`)
			f.unfoldAll()
			f.requireValues()
			if test.pictures {
				f.requirePictures()
			}
			f.tab.settle()
			require.Equal(t, sightings{}, f.tab.sightings())
			require.Empty(t, b.trap.caught())
		})
	}
}
