package execute

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/kernel"
	"github.com/nbcompare/nbcompare/nbformat"
)

// nested is a list within a list, so many times.
func nested(depth int) string { return strings.Repeat("[", depth) + strings.Repeat("]", depth) }

// What no reader of notebooks would read does not get into one, and the rest
// of its output does.
func TestDeepOutputs(t *testing.T) {
	deep, most := nested(maxNesting+1), nested(maxNesting)
	r := newRun(notebook(t, code("1")), Options{Now: time.Now})
	r.requests["id"] = 0
	for _, data := range []string{deep, most} {
		content := fmt.Sprintf(`{"data": {"application/json": %s, "text/plain": "%s"}, "metadata": {"a": %s}, "transient": {}}`, data, most+most, deep)
		r.take(&kernel.Message{Type: nbformat.DisplayData, ParentID: "id", Content: []byte(content)})
	}
	require.NoError(t, r.save(true))
	nb, err := nbformat.Parse(r.text, "saved")
	require.NoError(t, err)
	outputs := nb.Cells[0].Outputs()
	require.Len(t, outputs, 2)
	for i, want := range []string{"", most} {
		require.Equal(t, want, compactOrNothing(t, outputs[i].Data.Get("application/json").Bytes))
		plain, _ := outputs[i].Data.Get("text/plain").Text()
		require.Equal(t, most+most, plain)
	}
	require.Equal(t, []string{"cell 0: what an output held deeper than 900 levels of nesting is left out"}, r.warnings)
}

func compactOrNothing(t *testing.T, text []byte) string {
	if len(text) == 0 {
		return ""
	}
	return compact(t, text)
}

// A value that cannot be written costs what was to be written with it, and not
// what comes after.
func TestDraftThatCannotBeWritten(t *testing.T) {
	r := newRun(notebook(t, code("1"), code("2")), Options{Now: time.Now})
	require.NoError(t, r.save(true))
	r.startCell(&r.cells[0])
	r.widgets.models, r.widgets.changed = map[string]*model{"a": {state: map[string]json.RawMessage{"_model_name": []byte(nested(1200))}}}, true
	require.ErrorContains(t, r.save(false), "value to set")
	r.startCell(&r.cells[1])
	require.NoError(t, r.save(true))
	nb, err := nbformat.Parse(r.text, "saved")
	require.NoError(t, err)
	require.Equal(t, []string{"pending", "running"}, statuses(nb))
}
