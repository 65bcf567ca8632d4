package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/fsnotify/fsnotify"
)

const (
	// watchPause is how long nothing must happen until the notebooks are read:
	// whoever writes one does so in many steps.
	watchPause = 100 * time.Millisecond
	// watchPatience is how long changes that do not end are waited for.
	watchPatience = time.Second
)

// A folderWatcher tells when the notebooks that inputs name may have changed.
// It watches folders: a file that is replaced by another of its name would be
// lost.
type folderWatcher struct {
	fs      *fsnotify.Watcher
	inputs  []string
	files   map[string]bool // inputs that are files, by their absolute paths
	folders map[string]bool // that are watched
}

func newFolderWatcher(inputs []string, baseline string) (*folderWatcher, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("watching folders: %w", err)
	}
	if _, err := os.Stat(baseline); err == nil {
		inputs = append(inputs[:len(inputs):len(inputs)], baseline)
	}
	return &folderWatcher{fs: w, inputs: inputs, files: map[string]bool{}, folders: map[string]bool{}}, nil
}

func (w *folderWatcher) close() { w.fs.Close() }

// update watches the folders that are there now.
func (w *folderWatcher) update() error {
	wanted := map[string]bool{}
	for _, input := range w.inputs {
		w.find(input, wanted)
	}
	for folder := range w.folders {
		if !wanted[folder] {
			_ = w.fs.Remove(folder) // it may be gone, and then it is not watched
			delete(w.folders, folder)
		}
	}
	for folder := range wanted {
		// Also those that are known: one that was removed and made again is not
		// watched any more, and adding another time does nothing.
		err := w.fs.Add(folder)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue // gone again
		case errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EMFILE):
			return fmt.Errorf("%s: the system lets no more folders be watched", folder)
		case err != nil:
			return fmt.Errorf("watching %s: %w", folder, err)
		}
		w.folders[folder] = true
	}
	return nil
}

// find adds the folders in which the notebooks of an input stand, or may stand
// later.
func (w *folderWatcher) find(input string, folders map[string]bool) {
	info, err := os.Stat(input)
	switch {
	case err == nil && info.IsDir():
		addFolders(input, folders, map[string]bool{})
	case err == nil || !strings.ContainsAny(input, "*?[{"):
		if path, err := filepath.Abs(input); err == nil {
			w.files[path] = true
			folders[filepath.Dir(path)] = true
		}
	default:
		base, pattern := doublestar.SplitPattern(filepath.ToSlash(input))
		if strings.Contains(pattern, "/") || strings.Contains(pattern, "**") {
			addFolders(filepath.FromSlash(base), folders, map[string]bool{})
		} else if path, err := filepath.Abs(filepath.FromSlash(base)); err == nil {
			folders[path] = true
		}
	}
}

// addFolders adds a folder and those in it, but for hidden ones, by absolute
// paths; visited holds the real ones, because links may loop.
func addFolders(folder string, folders, visited map[string]bool) {
	path, err := filepath.Abs(folder)
	if err != nil {
		return
	}
	real, err := filepath.EvalSymlinks(path)
	if err != nil || visited[real] {
		return
	}
	visited[real] = true
	entries, err := os.ReadDir(path)
	if err != nil {
		return
	}
	folders[path] = true
	for _, e := range entries {
		inside := filepath.Join(path, e.Name())
		if strings.HasPrefix(e.Name(), ".") || !e.IsDir() && e.Type()&fs.ModeSymlink == 0 {
			continue
		}
		if info, err := os.Stat(inside); err == nil && info.IsDir() {
			addFolders(inside, folders, visited)
		}
	}
}

// wait returns after something has changed and some quiet has followed; false
// when the context has ended.
func (w *folderWatcher) wait(ctx context.Context) bool {
	var quiet, patience <-chan time.Time
	for {
		changed := false
		select {
		case <-ctx.Done():
			return false
		case event := <-w.fs.Events:
			changed = w.concerns(event)
		case <-w.fs.Errors:
			changed = true // events were lost, so anything may have happened
		case <-quiet:
			return true
		case <-patience:
			return true
		}
		if changed {
			quiet = time.After(watchPause)
			if patience == nil {
				patience = time.After(watchPatience)
			}
		}
	}
}

// concerns reports whether an event is about a notebook or a folder.
func (w *folderWatcher) concerns(event fsnotify.Event) bool {
	switch {
	case event.Op == fsnotify.Chmod:
		return false
	case filepath.Ext(event.Name) == ".ipynb" || w.files[event.Name] || w.folders[event.Name]:
		return true
	case event.Has(fsnotify.Create):
		info, err := os.Stat(event.Name)
		return err == nil && info.IsDir()
	}
	return false
}
