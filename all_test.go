// Package nbcompare_test holds the rules of the house that no single package
// can keep: who may import whom, and that the tree is tidy.
package nbcompare_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/nbcompare/nbcompare"

// layers lists, for each package of ours, which others it may import. It is
// the order of ARCHITECTURE.md: never upwards, never sideways.
var layers = map[string][]string{
	"nbformat":         {"internal/disk"},
	"nbformat/script":  {"internal/lazyre", "introspect/value"},
	"introspect/value": {"internal/lazyre"},
	"introspect":       {"internal/lazyre", "introspect/value", "nbformat"},
	"params":           {"internal/lazyre", "params/given", "params/translate", "introspect", "introspect/value", "nbformat"},
	"params/translate": {"internal/lazyre", "introspect/value"},
	"params/given":     {"internal/lazyre", "introspect/value"},
	"params/grid":      {"internal/lazyre", "params/given", "introspect", "introspect/value", "nbformat"},
	"params/pathname":  {"introspect/value"},
	"kernel":           {"internal/lazyre"},
	"execute":          {"kernel", "nbformat"},
	"collection":       {"internal/cores", "internal/lazyre", "internal/disk", "params", "introspect", "introspect/value", "nbformat"},
	"collection/rule":  {"collection", "introspect", "introspect/value"},
	"render":           {"internal/cores", "internal/lazyre", "render/web", "collection/rule", "collection", "params", "introspect", "introspect/value", "nbformat"},
	"render/web":       {},
	"cmd/nbcompare":    {"params/given", "params/grid", "params/pathname", "execute", "kernel", "nbformat/script", "params/translate", "render", "collection/rule", "collection", "params", "introspect", "introspect/value", "nbformat"},
	"internal/cores":   {},
	"internal/disk":    {},
	"internal/lazyre":  {},
	"internal/testenv": {},
	"internal/bench":   {},
}

// restricted lists who alone may import a module of others.
var restricted = map[string][]string{
	"github.com/spf13/cobra":           {"cmd/nbcompare"},
	"golang.org/x/term":                {"cmd/nbcompare"},
	"github.com/fsnotify/fsnotify":     {"cmd/nbcompare"},
	"github.com/vbauerster/mpb":        {"cmd/nbcompare"},
	"golang.org/x/net":                 {"introspect/value", "render"},
	"github.com/gomarkdown/markdown":   {"render"},
	"github.com/parquet-go/parquet-go": {"introspect", "render", "internal/bench"},
	"github.com/goccy/go-yaml":         {"nbformat/script", "params/given", "collection/rule"},
	"github.com/orisano/pixelmatch":    {"collection"},
	"github.com/aclements/go-moremath": {"collection"},
	"github.com/expr-lang/expr":        {"collection/rule"},
}

type listedPackage struct {
	ImportPath string
	Imports    []string
	CgoFiles   []string
}

func TestImportsFollowTheLayers(t *testing.T) {
	for _, p := range listPackages(t) {
		name := strings.TrimPrefix(p.ImportPath, module+"/")
		if name == module {
			continue // this package, which has tests alone
		}
		allowed, known := layers[name]
		require.True(t, known, "%s has no place in the layers: give it one here and in ARCHITECTURE.md", name)
		require.Empty(t, p.CgoFiles, "%s: the binary stays static, so no cgo", name)
		for _, imported := range p.Imports {
			if ours, ok := strings.CutPrefix(imported, module+"/"); ok {
				require.Contains(t, allowed, ours, "%s must not import %s", name, ours)
			}
			for path, only := range restricted {
				if imported == path || strings.HasPrefix(imported, path+"/") {
					require.Contains(t, only, name, "%s is for %s alone", path, only)
				}
			}
		}
	}
}

func TestOnlyCmdExits(t *testing.T) {
	out, err := exec.Command("git", "grep", "-nE", `os\.Exit\(|log\.Fatal`, "--", "*.go", ":!cmd/", ":!internal/", ":!*_test.go").Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		return // git grep found nothing
	}
	require.NoError(t, err)
	require.Empty(t, string(out), "below cmd an error is returned")
}

func TestGofmt(t *testing.T) {
	out, err := exec.Command("gofmt", "-l", ".").Output()
	require.NoError(t, err)
	require.Empty(t, string(out), "gofmt -w these")
}

func TestModuleIsTidy(t *testing.T) {
	out, err := exec.Command("go", "mod", "tidy", "-diff").CombinedOutput()
	require.NoError(t, err, "%s", out)
}

func listPackages(t *testing.T) []listedPackage {
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports,CgoFiles", "./...")
	out, err := cmd.Output()
	require.NoError(t, err)
	var packages []listedPackage
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listedPackage
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else {
			require.NoError(t, err)
		}
		if path.Base(p.ImportPath) != "testdata" {
			packages = append(packages, p)
		}
	}
	require.NotEmpty(t, packages)
	return packages
}
