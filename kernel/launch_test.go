package kernel

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLastWords(t *testing.T) {
	const crash = `Fatal Python error: Segmentation fault

Current thread 0x00007f (most recent call first):
  File "/usr/lib/python3.11/ctypes/__init__.py", line 519 in string_at
  File "/tmp/ipykernel_7/123.py", line 3 in <module>`
	const rest = `
  File "/env/lib/IPython/core/interactiveshell.py", line 3819 in run_code
  File "/usr/lib/python3.11/asyncio/events.py", line 84 in _run

Extension modules: zmq.backend.cython._zmq, tornado.speedups (total: 2)`
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", ""},
		{"short", "ImportError: no soul", "ImportError: no soul"},
		{"long", strings.Repeat("x", 5000) + "the end", strings.Repeat("x", 4096-7) + "the end"},
		{"a crash", "a warning\n" + crash + rest, crash},
		{"a crash without IPython", crash, crash},
		{"a crash of Python alone", strings.ReplaceAll(crash+rest, "IPython/core", "other"), strings.ReplaceAll(crash+strings.Split(rest, "\n\n")[0], "IPython/core", "other")},
	} {
		require.Equal(t, c.want, lastWords(c.text), c.name)
	}
}
