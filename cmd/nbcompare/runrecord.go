package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// commonRecord begins to collect what all runs of a command record under
// metadata.nbcompare, and returns a function that waits for it: git may take
// its time over a large repository, and kernels can start meanwhile.
func (r *runner) commonRecord(ctx context.Context) func() map[string]any {
	git := make(chan map[string]any, 1)
	go func() { git <- gitState(ctx) }()
	return sync.OnceValue(func() map[string]any {
		record := r.knownRecord()
		if state := <-git; state != nil {
			record["git"] = state
		}
		return record
	})
}

// knownRecord is what is recorded of the command, the version and the machine.
func (r *runner) knownRecord() map[string]any {
	record := map[string]any{"command": append([]string{"nbcompare"}, r.args...), "version": versionText()}
	if host, err := os.Hostname(); err == nil {
		record["host"] = host
	}
	if r.description != "" {
		record["description"] = r.description
	}
	if len(r.files) > 0 {
		record["inputs"] = r.files
	}
	return record
}

// recordOf is what one run records.
func (r *runner) recordOf(p *runPoint) map[string]any {
	record := maps.Clone(r.record())
	record["code"] = p.fingerprint
	if !r.inplace {
		template := map[string]string{"path": p.input}
		if r.templateHash != "" {
			template["sha256"] = r.templateHash
		}
		record["template"] = template
	}
	return record
}

// gitState returns the commit and branch of the current folder, and whether
// it has changes: then the hash of the difference. nil outside of a repository
// and without git.
func gitState(ctx context.Context) map[string]any {
	if !isInRepository() {
		return nil // git would take from the kernel's start to say the same
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	git := func(out io.Writer, args ...string) error {
		cmd := exec.CommandContext(ctx, "git", args...)
		cmd.Env, cmd.Stdout = append(os.Environ(), "GIT_OPTIONAL_LOCKS=0"), out
		return cmd.Run()
	}
	var head bytes.Buffer
	var diffErr error
	diff := &countingHash{Hash: sha256.New()}
	var other sync.WaitGroup
	other.Go(func() { diffErr = git(diff, "diff", "HEAD", "--no-ext-diff", "--binary") })
	err := git(&head, "rev-parse", "HEAD", "--symbolic-full-name", "HEAD")
	other.Wait()
	names := strings.Fields(head.String()) // the commit, and refs/heads/BRANCH, or HEAD without one
	if err != nil || len(names) != 2 {
		return nil
	}
	state := map[string]any{"commit": names[0], "dirty": false}
	if branch, ok := strings.CutPrefix(names[1], "refs/heads/"); ok {
		state["branch"] = branch
	}
	if diffErr == nil && diff.n > 0 {
		state["dirty"], state["diff_sha256"] = true, hex.EncodeToString(diff.Sum(nil))
	}
	return state
}

// isInRepository reports whether git would find a repository, without asking
// it: there is a .git in the current folder or above, or a variable names one.
func isInRepository() bool {
	if _, set := os.LookupEnv("GIT_DIR"); set {
		return true
	}
	dir, err := os.Getwd()
	if err != nil {
		return false
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
			return true
		}
		above := filepath.Dir(dir)
		if above == dir {
			return false
		}
		dir = above
	}
}

// A countingHash hashes a difference that may be larger than we want to keep.
type countingHash struct {
	hash.Hash
	n int64 // bytes
}

// Write implements [io.Writer].
func (h *countingHash) Write(p []byte) (int, error) {
	h.n += int64(len(p))
	return h.Hash.Write(p)
}

// hashFiles returns the hash of each file of --input by its path.
func hashFiles(paths []string) (map[string]string, error) {
	hashes := map[string]string{}
	for _, path := range paths {
		hash, err := hashFile(path)
		if err != nil {
			return nil, &usageError{problem: "--input " + path + ": " + causeText(err)}
		}
		hashes[filepath.ToSlash(path)] = hash
	}
	return hashes, nil
}

func causeText(err error) string {
	if os.IsNotExist(err) {
		return "no such file"
	}
	return err.Error()
}

func hashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// readEnvFile reads lines of NAME=VALUE. Empty lines and those that begin with
// # are left out, "export" before a name is allowed, and quotes around a value
// are removed. Nothing is expanded.
func readEnvFile(path string) (map[string]string, error) {
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, &usageError{problem: "--env-file " + path + ": " + causeText(err)}
	}
	set := map[string]string{}
	for i, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, value, ok := strings.Cut(strings.TrimPrefix(line, "export "), "=")
		if name = strings.TrimSpace(name); !ok || name == "" || strings.ContainsAny(name, " \t") {
			// The line may hold a secret, so it is not shown.
			return nil, &usageError{problem: fmt.Sprintf("%s:%d: no NAME=VALUE", path, i+1)}
		}
		set[name] = unquoted(strings.TrimSpace(value))
	}
	return set, nil
}

func unquoted(value string) string {
	if n := len(value); n >= 2 && (value[0] == '"' || value[0] == '\'') && value[n-1] == value[0] {
		return value[1 : n-1]
	}
	return value
}
