package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// commonRecord is what all runs of a command record under metadata.nbcompare.
func (r *runner) commonRecord(ctx context.Context) map[string]any {
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
	if git := gitState(ctx); git != nil {
		record["git"] = git
	}
	return record
}

// recordOf is what one run records.
func (r *runner) recordOf(p *runPoint) map[string]any {
	record := maps.Clone(r.record)
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
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	git := func(args ...string) ([]byte, error) {
		cmd := exec.CommandContext(ctx, "git", args...)
		cmd.Env = append(os.Environ(), "GIT_OPTIONAL_LOCKS=0")
		return cmd.Output()
	}
	commit, err := git("rev-parse", "--verify", "--quiet", "HEAD")
	if err != nil {
		return nil
	}
	state := map[string]any{"commit": string(bytes.TrimSpace(commit)), "dirty": false}
	if branch, err := git("symbolic-ref", "--quiet", "--short", "HEAD"); err == nil {
		state["branch"] = string(bytes.TrimSpace(branch))
	}
	if diff, err := git("diff", "HEAD", "--no-ext-diff", "--binary"); err == nil && len(diff) > 0 {
		sum := sha256.Sum256(diff)
		state["dirty"], state["diff_sha256"] = true, hex.EncodeToString(sum[:])
	}
	return state
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
