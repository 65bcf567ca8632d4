package main

import (
	"bufio"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// TestReadmeCommands runs every nbcompare command that a code block of the
// README shows, in the order of the page and in one folder.
func TestReadmeCommands(t *testing.T) {
	root := testenv.Root(t)
	commands := readmeCommands(t, filepath.Join(root, "README.md"))
	require.GreaterOrEqual(t, len(commands), 6)

	t.Chdir(t.TempDir())
	require.NoError(t, os.Symlink(filepath.Join(root, "testdata"), "testdata"))
	for _, command := range commands {
		var out, errs bytes.Buffer
		code := run(t.Context(), splitWords(command), Streams{In: strings.NewReader(""), Out: &out, Err: &errs})
		want := exitDone
		if strings.HasPrefix(command, "diff ") {
			want = exitNotHeld // the examples differ
		}
		require.Equal(t, want, code, "nbcompare %s\n%s", command, errs.String())
	}
	for _, name := range []string{"report.html", "metrics.csv"} {
		info, err := os.Stat(name)
		require.NoError(t, err)
		require.NotZero(t, info.Size(), name)
	}
}

// readmeCommands returns what follows "nbcompare" or "go run ./cmd/nbcompare"
// on the lines of the page's sh blocks, without comments and pipes.
func readmeCommands(t *testing.T, path string) []string {
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	var commands []string
	inBlock := false
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := lines.Text()
		if strings.HasPrefix(line, "```") {
			inBlock = line == "```sh"
			continue
		}
		if !inBlock {
			continue
		}
		line, _, _ = strings.Cut(line, "  #")
		line, _, _ = strings.Cut(line, " | ")
		for _, program := range []string{"nbcompare ", "go run ./cmd/nbcompare "} {
			if command, ok := strings.CutPrefix(line, program); ok {
				commands = append(commands, strings.TrimSpace(command))
			}
		}
	}
	return commands
}

// splitWords splits a command line at spaces outside single quotes.
func splitWords(line string) []string {
	var words []string
	for i, part := range strings.Split(line, "'") {
		if i%2 == 0 {
			words = append(words, strings.Fields(part)...)
		} else {
			words = append(words, part)
		}
	}
	return words
}
