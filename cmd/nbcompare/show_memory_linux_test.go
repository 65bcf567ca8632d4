package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/internal/testenv"
)

// writeLarge writes a notebook of about 200 MB: tagged cells with a picture of
// edge × edge pixels of four bytes and some text, tagged cells with a number, and some long logs.
func writeLarge(t *testing.T, path string, edge int) {
	t.Helper()
	f, err := os.Create(path)
	require.NoError(t, err)
	defer f.Close()
	random := rand.New(rand.NewPCG(1, 2))
	picture := image.NewNRGBA(image.Rect(0, 0, edge, edge))
	for i := range picture.Pix {
		picture.Pix[i] = byte(random.Uint32()) | byte(i%4/3)*255
	}
	fmt.Fprint(f, `{"cells": [`)
	for i, written := 0, 0; written < 200<<20; i++ {
		picture.Pix[0] = byte(i)
		picture.Pix[1] = byte(i >> 8)
		var encoded bytes.Buffer
		require.NoError(t, (&png.Encoder{CompressionLevel: png.NoCompression}).Encode(&encoded, picture))
		comma := ","
		if i == 0 {
			comma = ""
		}
		n, err := fmt.Fprintf(f, `%s
{"cell_type": "code", "execution_count": %d, "id": "a%d", "metadata": {"tags": ["plot%d"]}, "source": ["plot(%d)"], "outputs": [
 {"output_type": "stream", "name": "stdout", "text": [%s"end\n"]},
 {"output_type": "display_data", "metadata": {}, "data": {"image/png": "%s\n", "text/plain": ["<Figure>"]}}]},
{"cell_type": "code", "execution_count": %d, "id": "b%d", "metadata": {"tags": ["mse%d"]}, "source": ["mse"], "outputs": [
 {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": ["0.%d"]}}]}`,
			comma, 2*i, i, i, i, strings.Repeat(`"a line of the log\n", `, 100), base64.StdEncoding.EncodeToString(encoded.Bytes()), 2*i+1, i, i, i+1)
		require.NoError(t, err)
		written += n
	}
	fmt.Fprint(f, `], "metadata": {"kernelspec": {"name": "python3"}}, "nbformat": 4, "nbformat_minor": 5}`)
}

// A notebook of 200 MB is shown key by key in less than 16 MB of memory. The
// peak of all that a process has in memory counts the program's own file too, as
// much as was read of it; so the notebook may cost 10 MB more than a tiny one,
// of which less than 6 MB are not the program's file. What is shown is what is
// shown when all of the notebook is read. Pictures of 5 MB may cost one of them more, as
// one output at a time is in memory.
func TestShowLargeInLittleMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 200 MB, twice")
	}
	program := program(t)
	tiny := filepath.Join(testenv.Root(t), "testdata", "notebooks", "diabetes", "gb-0.ipynb")
	_, floor := peakOf(t, program, "show", tiny)
	for edge, most := range map[int]int{160: 10 << 10, 980: 16 << 10} {
		t.Run(fmt.Sprintf("pictures of %d pixels", edge*edge), func(t *testing.T) {
			folder := t.TempDir()
			large, picture := filepath.Join(folder, "large.ipynb"), filepath.Join(folder, "plot3.png")
			writeLarge(t, large, edge)
			var shown [][]byte
			for _, args := range [][]string{nil, {"mse7"}, {"plot3", "-o", picture}} {
				printed, peak := peakOf(t, program, append([]string{"show", large}, args...)...)
				t.Logf("show %v: %d KB, %d KB more than a tiny notebook", args, peak, peak-floor)
				require.Less(t, peak-floor, most, "KB for %v", args)
				shown = append(shown, printed)
			}

			piped := exec.Command("sh", "-c", `cat "$1" | "$0" show -`, program, large) // standard input is read as a whole
			whole, err := piped.Output()
			require.NoError(t, err)
			require.Equal(t, string(whole), string(shown[0]))
			require.Equal(t, "0.8\n", string(shown[1]))
			written, err := os.ReadFile(picture)
			require.NoError(t, err)
			require.True(t, bytes.HasPrefix(written, []byte("\x89PNG")))
		})
	}
}

// peakOf runs a program and returns what it printed and the most memory that it
// had at once, in KB. Python starts it, because a process begins with the
// peak of the one that started it, and this one is larger than nbcompare.
func peakOf(t *testing.T, program string, args ...string) (printed []byte, peak int) {
	t.Helper()
	const script = `
import resource, subprocess, sys
with open(sys.argv[1], "wb") as out:
    subprocess.run(sys.argv[2:], stdout=out, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)`
	out := filepath.Join(t.TempDir(), "out")
	answer := testenv.RunPython(t, nil, append([]string{"-c", script, out, program}, args...)...)
	peak, err := strconv.Atoi(strings.TrimSpace(string(answer)))
	require.NoError(t, err)
	printed, err = os.ReadFile(out)
	require.NoError(t, err)
	return printed, peak
}
