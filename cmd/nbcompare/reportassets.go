package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/nbcompare/nbcompare/render"
)

// An assetFolder is where the pictures of a report are written, beside its page.
// Files that stand there already stay: nothing is ever deleted but what this run
// wrote, when its page does not come about.
type assetFolder struct {
	dir     string
	prefix  string   // of a picture's address in the page
	made    []string // folders that were made, outer ones first
	created []string // files that were not there
	files   int      // that the page refers to
}

// newAssetFolder checks a folder for the pictures of a page. It must be the
// page's own or one below it, so that the two can be moved together.
func newAssetFolder(dir, page string) (*assetFolder, error) {
	if page == "-" {
		return nil, &usageError{problem: "--assets: standard output has no folder beside it", hint: "name the page with -o"}
	}
	relative, err := relativeTo(filepath.Dir(page), dir)
	if err != nil || !filepath.IsLocal(relative) {
		return nil, &usageError{problem: "--assets " + dir + ": is not below the folder of " + page,
			hint: "the page finds its pictures from where it stands: --assets " + quoted(filepath.Join(filepath.Dir(page), filepath.Base(dir)))}
	}
	// What is there must be a folder, as must be all that it stands in.
	for at := dir; ; at = filepath.Dir(at) {
		info, err := os.Stat(at)
		if err == nil && !info.IsDir() {
			return nil, &usageError{problem: "--assets " + dir + ": " + at + " is not a folder"}
		}
		if err == nil || at == filepath.Dir(at) {
			break
		}
	}
	f := &assetFolder{dir: dir, prefix: "./"}
	for part := range strings.SplitSeq(filepath.ToSlash(relative), "/") {
		if part != "." {
			f.prefix += url.PathEscape(part) + "/"
		}
	}
	return f, nil
}

func relativeTo(base, path string) (string, error) {
	from, err := filepath.Abs(base)
	if err != nil {
		return "", err
	}
	to, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return filepath.Rel(from, to)
}

// assets are the folder as package render knows it.
func (f *assetFolder) assets() *render.Assets {
	if f == nil {
		return nil
	}
	return &render.Assets{Prefix: f.prefix, Write: f.write}
}

// write writes a picture, unless it is there.
func (f *assetFolder) write(name string, content []byte) error {
	if err := f.make(); err != nil {
		return err
	}
	f.files++
	path := filepath.Join(f.dir, name)
	err := createFile(path, content)
	if err == nil {
		f.created = append(f.created, path)
		return nil
	}
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return &fs.PathError{Op: "write", Path: path, Err: errors.New("stands there and is no regular file")}
	}
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, content) {
		return nil
	}
	return replaceCopy(path, content) // the name is that of its content, so what stood there was damaged
}

// make makes the folder when the first picture comes.
func (f *assetFolder) make() error {
	if f.files > 0 {
		return nil
	}
	var missing []string
	for at := f.dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(at); err == nil || at == filepath.Dir(at) {
			break
		}
		missing = append([]string{at}, missing...)
	}
	for _, dir := range missing {
		if err := os.Mkdir(dir, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
		f.made = append(f.made, dir)
	}
	return nil
}

// finish waits until the pictures are on the disk: the page comes after them.
func (f *assetFolder) finish() error {
	if f == nil || f.files == 0 {
		return nil
	}
	return syncFolders([]string{f.dir})
}

// undo takes away what a report left that did not come about.
func (f *assetFolder) undo() {
	if f == nil {
		return
	}
	for _, path := range f.created {
		os.Remove(path)
	}
	for i := len(f.made) - 1; i >= 0; i-- {
		os.Remove(f.made[i]) // which keeps one that holds something
	}
}

// said is what the message at the end says of the pictures.
func (f *assetFolder) said() string {
	if f == nil || f.files == 0 {
		return ""
	}
	return fmt.Sprintf("; %s in %s", render.Counted(f.files, "picture"), render.Visible(f.dir))
}
