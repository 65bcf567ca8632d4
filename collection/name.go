package collection

import (
	"os"
	"path/filepath"
	"strings"
)

// addRuns adds a run a path and names each by its path relative to the deepest
// folder that all of them share.
func (c *Collection) addRuns(paths []string) {
	for _, path := range paths {
		c.Runs = append(c.Runs, &Run{Path: path, FailedCell: -1})
	}
	c.nameByPath()
}

// nameByPath names the runs by their paths; one that is no input does not
// count for the folder that they share.
func (c *Collection) nameByPath() {
	all := make([]string, len(c.Runs))
	var inputs []string
	here, err := os.Getwd() // once, not for each path
	for i, r := range c.Runs {
		if err == nil && r.Path != stdinPath && filepath.IsLocal(r.Path) {
			all[i] = filepath.Join(here, r.Path)
		} else {
			all[i] = identity(r.Path)
		}
		if !r.Extra {
			inputs = append(inputs, all[i])
		}
	}
	root := sharedFolder(inputs)
	names := make([]string, len(c.Runs))
	for i, path := range all {
		names[i] = runName(root, path)
	}
	for i, name := range distinct(names) {
		c.Runs[i].Name, c.Runs[i].pathName = name, name
	}
}

// addExtra adds the baseline when it is a path outside the inputs.
func (c *Collection) addExtra(baseline string) *Run {
	if baseline == "" || c.runNamed(baseline) >= 0 || c.runAt(baseline) >= 0 {
		return nil
	}
	if info, err := os.Stat(baseline); err != nil || info.IsDir() {
		return nil
	}
	r := &Run{Path: baseline, FailedCell: -1, Extra: true}
	c.Runs = append(c.Runs, r)
	c.nameByPath()
	return r
}

// sharedFolder returns the deepest folder that holds all paths, which are
// identities; "" when there is none.
func sharedFolder(paths []string) string {
	root, first := "", true
	for _, path := range paths {
		if path == stdinPath {
			continue
		}
		dir := filepath.Dir(path)
		for !first && !within(root, dir) {
			up := filepath.Dir(root)
			if up == root {
				return ""
			}
			root = up
		}
		if first {
			root, first = dir, false
		}
	}
	return root
}

// within reports whether dir is root or below it; both are absolute and clean.
func within(root, dir string) bool {
	rest, ok := strings.CutPrefix(dir, root)
	return ok && (rest == "" || os.IsPathSeparator(rest[0]) || os.IsPathSeparator(root[len(root)-1]))
}

// runName names the notebook at path, an identity that need not be below root.
func runName(root, path string) string {
	if path == stdinPath {
		return "stdin"
	}
	name := filepath.Base(path)
	if root != "" && within(root, path) {
		if below := strings.TrimPrefix(path[len(root):], string(filepath.Separator)); below != "" {
			name = filepath.ToSlash(below)
		}
	}
	if bare := strings.TrimSuffix(name, ".ipynb"); bare != "" && !strings.HasSuffix(bare, "/") {
		return bare
	}
	return name
}
