package collection

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// stdinPath is the input that means standard input.
const stdinPath = "-"

// An InputError says that an input or an option as a whole cannot be used; the
// command ends with exit code 2. What is wrong with one notebook is a Run.Err.
type InputError struct {
	Input   string // the path, glob or option's text; may be ""
	Message string
	Hint    string // what to do about it; may be ""
	Err     error  // the cause; may be nil
}

// Error formats the error as input: message.
func (e *InputError) Error() string {
	if e.Input == "" {
		return e.Message
	}
	return e.Input + ": " + e.Message
}

// Unwrap returns the cause.
func (e *InputError) Unwrap() error { return e.Err }

// finder collects the paths of notebooks.
type finder struct {
	paths    []string
	warnings []error
	// seen holds the cleaned absolute paths; true where a folder's or a
	// glob's hit stands for it that no explicit path has claimed yet.
	seen map[string]bool
	// irregular holds the hits that are no regular files. Who names a pipe
	// means it; one that merely stands in a folder would be waited for.
	irregular map[string]bool
}

// find returns the paths of the notebooks that inputs name, in order.
func find(inputs []string) (*finder, error) {
	f := &finder{seen: map[string]bool{}, irregular: map[string]bool{}}
	for _, input := range inputs {
		if err := f.add(input); err != nil {
			return nil, err
		}
	}
	if len(f.paths) == 0 {
		return nil, &InputError{Message: "no notebook named", Hint: "name notebooks, folders or globs"}
	}
	return f, nil
}

// add adds one input. A path that exists wins over its reading as a glob, for
// names such as "run [2].ipynb".
func (f *finder) add(input string) error {
	if input == stdinPath {
		if _, twice := f.seen[stdinPath]; twice {
			return &InputError{Input: stdinPath, Message: "standard input can be read only once"}
		}
		f.explicit(stdinPath)
		return nil
	}
	info, err := os.Stat(input)
	switch {
	case err == nil && info.IsDir():
		return f.addFolder(input)
	case err == nil:
		f.explicit(input)
		return nil
	case errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(input, "*?[{"):
		return f.addGlob(input)
	case errors.Is(err, fs.ErrNotExist):
		return &InputError{Input: input, Message: "no such file or folder", Hint: didYouMean(nearPaths(input)), Err: err}
	}
	return &InputError{Input: input, Message: causeOf(err), Err: err}
}

func (f *finder) addFolder(dir string) error {
	if err := readable(dir); err != nil {
		return &InputError{Input: dir, Message: causeOf(err), Err: err}
	}
	hits := f.walk(dir, map[string]bool{})
	if len(hits) == 0 {
		return &InputError{Input: dir, Message: "no notebook in this folder",
			Hint: "notebooks end in .ipynb; hidden folders and checkpoints are left out"}
	}
	f.hits(hits)
	return nil
}

// readable returns why a folder cannot be read, nil when it can.
func readable(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if _, err = d.Readdirnames(1); err == io.EOF { // an empty one
		return nil
	}
	return err
}

func (f *finder) addGlob(pattern string) error {
	// Links below the pattern's first wildcard are not followed: they may loop.
	matches, err := doublestar.FilepathGlob(pattern, doublestar.WithNoHidden(), doublestar.WithNoFollow())
	if err != nil {
		return &InputError{Input: pattern, Message: "no such file, and not a valid glob", Err: err}
	}
	var hits []hit
	for _, m := range matches {
		hits = append(hits, f.globHit(pattern, m)...)
	}
	if len(hits) == 0 {
		return &InputError{Input: pattern, Message: "matches no notebook",
			Hint: "* stays within a folder, ** goes into its folders"}
	}
	f.hits(hits)
	return nil
}

// globHit returns the notebooks that one match of a glob stands for. A folder
// means its notebooks, as it does when the shell expands the glob; with a
// wildcard at the end other files than notebooks are left out.
func (f *finder) globHit(pattern, match string) []hit {
	info, err := os.Stat(match)
	switch {
	case err == nil && info.IsDir() && strings.HasSuffix(pattern, "**"):
		return nil // its notebooks match as well
	case err == nil && info.IsDir():
		return f.walk(match, map[string]bool{})
	case isNotebook(match) || !strings.HasSuffix(pattern, "*"):
		return []hit{{path: match}}
	}
	return nil
}

// walk returns the notebooks below dir. It follows symbolic links, but visits
// no folder twice.
func (f *finder) walk(dir string, visited map[string]bool) []hit {
	real, err := filepath.EvalSymlinks(dir)
	if err == nil {
		real, err = filepath.Abs(real)
	}
	if err != nil || visited[real] {
		return nil
	}
	visited[real] = true
	entries, err := os.ReadDir(dir)
	if err != nil {
		f.warnings = append(f.warnings, &InputError{Input: dir, Message: causeOf(err), Err: err})
	}
	slices.SortStableFunc(entries, func(a, b fs.DirEntry) int { return natural(a.Name(), b.Name()) })
	hits := make([]hit, 0, len(entries))
	before, beforeReal := pathBefore(dir), pathBefore(real)
	for _, e := range entries {
		path := before + e.Name()
		switch {
		case isFolder(e, path):
			if !strings.HasPrefix(e.Name(), ".") {
				hits = append(hits, f.walk(path, visited)...)
			}
		case isNotebook(path):
			hits = append(hits, hit{path, beforeReal + e.Name(), e.Type().IsRegular()})
		}
	}
	return hits
}

// pathBefore returns what stands before a name in the path that leads from a
// folder to it, as [filepath.Join] writes it.
func pathBefore(dir string) string { return strings.TrimSuffix(filepath.Join(dir, "x"), "x") }

// A hit is a path that a folder or a glob gave, and what is known of it: its
// realIdentity, or "", and whether it is a regular file for certain.
type hit struct {
	path, id string
	regular  bool
}

func isNotebook(path string) bool { return filepath.Ext(path) == ".ipynb" }

// isFolder reports whether e is a folder or a link to one.
func isFolder(e fs.DirEntry, path string) bool {
	if e.Type()&fs.ModeSymlink == 0 {
		return e.IsDir()
	}
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// explicit adds a path that the user named. It is added once more each time
// it is named.
func (f *finder) explicit(path string) {
	id := realIdentity(path)
	unclaimed := f.seen[id]
	f.seen[id] = false
	if !unclaimed {
		f.paths = append(f.paths, path)
	}
}

// hits adds what a folder or a glob gave, in natural order, without what is
// there already.
func (f *finder) hits(hits []hit) {
	slices.SortStableFunc(hits, func(a, b hit) int { return natural(a.path, b.path) })
	for _, h := range hits {
		if h.id == "" {
			h.id = realIdentity(h.path)
		}
		if _, ok := f.seen[h.id]; ok {
			continue
		}
		f.seen[h.id] = true
		f.paths = append(f.paths, h.path)
		if h.regular {
			continue
		}
		if info, err := os.Stat(h.path); err == nil && !info.Mode().IsRegular() {
			f.irregular[h.path] = true
		}
	}
}

// realIdentity is identity with links to folders followed. A link to a file is
// a notebook of its own: latest.ipynb beside run_7.ipynb has a name to compare.
func realIdentity(path string) string {
	if path == stdinPath {
		return path
	}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		path = filepath.Join(dir, filepath.Base(path))
	}
	return identity(path)
}

func identity(path string) string {
	if path == stdinPath {
		return path
	}
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return filepath.Clean(path)
}

// causeOf returns the message of a file system error without operation and path.
func causeOf(err error) string {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err.Error()
	}
	return err.Error()
}

// natural compares paths folder by folder, and digits in them by their number:
// run_2 before run_10.
func natural(a, b string) int {
	restA, restB := filepath.ToSlash(a), filepath.ToSlash(b)
	for moreA, moreB := true, true; moreA && moreB; {
		var nameA, nameB string
		nameA, restA, moreA = strings.Cut(restA, "/")
		nameB, restB, moreB = strings.Cut(restB, "/")
		switch c := naturalName(nameA, nameB); {
		case c != 0:
			return c
		case moreA && !moreB:
			return 1
		case moreB && !moreA:
			return -1
		}
	}
	return cmp.Compare(a, b)
}

func naturalName(a, b string) int {
	for a != "" && b != "" {
		if a[0] == b[0] && !isDigit(a[0]) {
			a, b = a[1:], b[1:]
			continue
		}
		na, nb := digits(a), digits(b)
		if na > 0 && nb > 0 {
			x, y := strings.TrimLeft(a[:na], "0"), strings.TrimLeft(b[:nb], "0")
			if c := cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)); c != 0 {
				return c
			}
			a, b = a[na:], b[nb:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

// digits returns how many ASCII digits s begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func didYouMean(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf("did you mean %s?", strings.Join(names, ", "))
}

// nearPaths returns paths beside a path that does not exist with a similar name.
func nearPaths(path string) []string {
	dir, base := filepath.Split(path)
	entries, err := os.ReadDir(cmp.Or(dir, "."))
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	found := near(base, names)
	for i := range found {
		found[i] = dir + found[i]
	}
	return found
}
