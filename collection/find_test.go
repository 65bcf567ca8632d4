package collection

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// tree makes files in a temporary folder and goes there.
func tree(t *testing.T, files ...string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, f := range files {
		require.NoError(t, os.MkdirAll(filepath.Dir(f), 0o777))
		require.NoError(t, os.WriteFile(f, nil, 0o666))
	}
}

func TestFind(t *testing.T) {
	tree(t, "runs/run_10.ipynb", "runs/run_2.ipynb", "runs/deep/a.ipynb", "runs/deep/notes.txt", "runs/.hidden/h.ipynb",
		"runs/.ipynb_checkpoints/run_2-checkpoint.ipynb", "run [1].ipynb", "run 1.ipynb", "data.json", ".dot/d.ipynb")
	all := []string{"runs/deep/a.ipynb", "runs/run_2.ipynb", "runs/run_10.ipynb"}
	for _, test := range []struct {
		name         string
		inputs, want []string
	}{
		{"folder, natural order", []string{"runs"}, all},
		{"folder with slash", []string{"./runs/"}, all},
		{"hidden folder named by the user", []string{".dot"}, []string{".dot/d.ipynb"}},
		{"any file that is named", []string{"data.json"}, []string{"data.json"}},
		{"order of the inputs", []string{"runs/run_10.ipynb", "runs/deep"}, []string{"runs/run_10.ipynb", "runs/deep/a.ipynb"}},
		{"glob", []string{"runs/*.ipynb"}, []string{"runs/run_2.ipynb", "runs/run_10.ipynb"}},
		{"deep glob", []string{"**/*.ipynb"}, append([]string{"run 1.ipynb", "run [1].ipynb"}, all...)},
		{"glob of everything", []string{"runs/**"}, all},
		{"glob with folders", []string{"runs/*"}, all},
		{"glob over the parent", []string{"../*/runs/run_?.ipynb"}, nil},
		{"literal wins over glob", []string{"run [1].ipynb"}, []string{"run [1].ipynb"}},
		{"braces", []string{"runs/run_{2,10}.ipynb"}, []string{"runs/run_2.ipynb", "runs/run_10.ipynb"}},
		{"explicit twice", []string{"run 1.ipynb", "./run 1.ipynb"}, []string{"run 1.ipynb", "./run 1.ipynb"}},
		{"hit, then explicit", []string{"runs", "runs/run_2.ipynb"}, all},
		{"hit, then explicit twice", []string{"runs/deep", "runs/deep/a.ipynb", "runs/deep/a.ipynb"},
			[]string{"runs/deep/a.ipynb", "runs/deep/a.ipynb"}},
		{"explicit, then hit", []string{"runs/run_10.ipynb", "runs"},
			[]string{"runs/run_10.ipynb", "runs/deep/a.ipynb", "runs/run_2.ipynb"}},
		{"folder and glob", []string{"runs", "runs/*"}, all},
		{"standard input", []string{"runs/deep", "-"}, []string{"runs/deep/a.ipynb", "-"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			f, err := find(test.inputs)
			require.NoError(t, err)
			if test.want == nil { // the temporary folder's own name stands in the path
				require.Len(t, f.paths, 1)
				return
			}
			require.Equal(t, test.want, f.paths)
		})
	}
}

func TestFindErrors(t *testing.T) {
	tree(t, "runs/production.ipynb", "empty/notes.txt", "checkpoints/.ipynb_checkpoints/a.ipynb")
	for _, test := range []struct {
		name   string
		inputs []string
		want   InputError // without Err
	}{
		{"nothing", nil, InputError{Message: "no notebook named", Hint: "name notebooks, folders or globs"}},
		{"misspelt", []string{"runs/prodction.ipynb"}, InputError{Input: "runs/prodction.ipynb",
			Message: "no such file or folder", Hint: "did you mean runs/production.ipynb?"}},
		{"no such folder", []string{"gone/a.ipynb"}, InputError{Input: "gone/a.ipynb", Message: "no such file or folder"}},
		{"file as folder", []string{"runs/production.ipynb/x"}, InputError{Input: "runs/production.ipynb/x", Message: "not a directory"}},
		{"empty name", []string{""}, InputError{Message: "no such file or folder"}},
		{"no notebook", []string{"runs", "empty"}, InputError{Input: "empty", Message: "no notebook in this folder",
			Hint: "notebooks end in .ipynb; hidden folders and checkpoints are left out"}},
		{"checkpoints alone", []string{"checkpoints"}, InputError{Input: "checkpoints", Message: "no notebook in this folder",
			Hint: "notebooks end in .ipynb; hidden folders and checkpoints are left out"}},
		{"glob", []string{"runs/*.json"}, InputError{Input: "runs/*.json", Message: "matches no notebook",
			Hint: "* stays within a folder, ** goes into its folders"}},
		{"broken glob", []string{"runs/["}, InputError{Input: "runs/[", Message: "no such file, and not a valid glob"}},
		{"standard input twice", []string{"-", "-"}, InputError{Input: "-", Message: "standard input can be read only once"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := find(test.inputs)
			var got *InputError
			require.ErrorAs(t, err, &got)
			bare := *got
			bare.Err = nil
			if test.name == "no such folder" || test.name == "empty name" {
				bare.Hint = ""
			}
			require.Equal(t, test.want, bare)
		})
	}
}

// Links that lead back into the tree would go on for ever.
func TestFindLinks(t *testing.T) {
	tree(t, "runs/a/1.ipynb", "runs/b/2.ipynb", "elsewhere/3.ipynb")
	for link, target := range map[string]string{
		"runs/a/up": "..", "runs/b/self": ".", "runs/c": "../elsewhere", "runs/b/file.ipynb": "../a/1.ipynb",
		"runs/b/broken.ipynb": "nowhere", "runs/loop": "loop",
	} {
		require.NoError(t, os.Symlink(target, link))
	}
	type result struct {
		paths []string
		err   error
	}
	for _, input := range []string{"runs", "runs/**/*.ipynb", "runs/**"} {
		done := make(chan result, 1)
		go func() {
			f, err := find([]string{input})
			if err != nil {
				done <- result{err: err}
				return
			}
			done <- result{paths: f.paths}
		}()
		select {
		case r := <-done:
			require.NoError(t, r.err)
			require.Subset(t, r.paths, []string{"runs/a/1.ipynb", "runs/b/2.ipynb", "runs/b/file.ipynb"}, input)
			require.Len(t, slices.Compact(slices.Sorted(slices.Values(r.paths))), len(r.paths))
		case <-time.After(20 * time.Second):
			t.Fatalf("%s: does not end", input)
		}
	}
}

func TestNatural(t *testing.T) {
	sorted := []string{"a", "a/z", "a-b", "a01", "a1", "a2", "a10", "a10b", "b", "run_2/x", "run_10/a"}
	for i := range sorted {
		for j := range sorted {
			a, b := natural(sorted[i], sorted[j]), i-j
			require.Equal(t, b < 0, a < 0, "%s %s", sorted[i], sorted[j])
			require.Equal(t, b == 0, a == 0, "%s %s", sorted[i], sorted[j])
		}
	}
}
