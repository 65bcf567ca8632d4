package testenv

import (
	"errors"
	"os"
	"os/exec"
	"testing"
)

// Firefox returns the path of a Firefox. Absent, it skips, with CI=true too: what it shows is shown in Chromium already.
func Firefox(t testing.TB) string {
	t.Helper()
	path, err := findFirefox(os.Getenv)
	if err != nil {
		t.Skip(err)
	}
	return path
}

// findFirefox has the rule of testdata/env/firefox.sh.
func findFirefox(getenv func(string) string) (string, error) {
	if path := getenv("NBCOMPARE_FIREFOX"); path != "" {
		return executable(path, "the browser of NBCOMPARE_FIREFOX")
	}
	for _, name := range []string{"firefox-esr", "firefox"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("no firefox-esr or firefox on PATH: install one or run `make firefox`")
}
