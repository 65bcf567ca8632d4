package execute

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/nbformat"
)

// Fingerprint returns what decides whether a run has to be repeated: the code
// that it executes, with its parameters, on which kernel, and what else the
// user names, such as the hashes of files. Markdown is not in it.
func Fingerprint(nb *nbformat.Notebook, kernelName string, skipTags []string, inputs map[string]string) string {
	hash := sha256.New()
	add := func(parts ...string) {
		for _, part := range parts {
			fmt.Fprintf(hash, "%d:%s", len(part), part)
		}
	}
	add(strings.ToLower(kernelName))
	for i := range nb.Cells {
		c := &nb.Cells[i]
		if newCell(i, c, skipTags).runs {
			add("cell", c.Source())
		}
		if c.HasTag("raises-exception") {
			add("may fail")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(inputs)) {
		add("input", name, inputs[name])
	}
	return "sha256:" + hex.EncodeToString(hash.Sum(nil))
}

// fingerprintName is the member of the record that holds the fingerprint.
const fingerprintName = "code"

// IsDone reports whether a notebook was executed to its end by [Notebook] with
// this fingerprint as its record's "code", and has the same code still.
// fingerprint computes it for a notebook.
func IsDone(nb *nbformat.Notebook, fingerprint func(*nbformat.Notebook) string, want string) bool {
	record := nb.Metadata.Get("papermill")
	failed, _ := record.Get("exception").Bool()
	recorded, _ := nb.Metadata.Get("nbcompare", "run", fingerprintName).Text()
	return !failed && !record.Get("end_time").IsNull() && recorded == want && fingerprint(nb) == want
}
