package render

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// What table says of groups is what pandas and scipy find in the CSV of extract.
func TestTableGroupsAgreeWithPandas(t *testing.T) {
	c := loadFamily(t, "diabetes")
	dir := t.TempDir()
	wide, groups := filepath.Join(dir, "wide.csv"), filepath.Join(dir, "groups.csv")
	var out bytes.Buffer
	frame, _ := WideFrame(c, nil)
	require.NoError(t, frame.Write(&out, CSV))
	require.NoError(t, os.WriteFile(wide, out.Bytes(), 0o666))
	text := tableOf(t, c, TableOptions{GroupBy: "params.model", BaselineGroup: "ridge", Format: CSV})
	require.NoError(t, os.WriteFile(groups, []byte(text), 0o666))

	printed := testenv.RunPython(t, nil, filepath.Join("testdata", "group_stats.py"), wide, groups, "params.model", "ridge")
	require.Equal(t, "48\n", string(printed), "16 metrics of 3 models")
}
