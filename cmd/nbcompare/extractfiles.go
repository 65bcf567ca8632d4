package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/nbcompare/nbcompare/collection"
	"github.com/nbcompare/nbcompare/introspect/value"
	"github.com/nbcompare/nbcompare/render"
)

// extractedFiles are the files of extract --all: a folder beside the output, in
// it one for each run.
type extractedFiles struct {
	ctx    context.Context // that ends the writing
	opts   *extractOptions
	folder string // beside the output: metrics_files for metrics.csv
	failed int    // files that could not be written

	taken map[string]string // by a path in lower case: the path, see distinct
}

// open makes the folder's name. Nothing is written before there is a file.
func (f *extractedFiles) open() error {
	base := filepath.Base(f.opts.output)
	f.folder = strings.TrimSuffix(base, filepath.Ext(base)) + "_files"
	return realFolder(f.path(f.folder))
}

// path returns where a path relative to the output's folder leads.
func (f *extractedFiles) path(relative string) string {
	return filepath.Join(filepath.Dir(f.opts.output), filepath.FromSlash(relative))
}

// write writes one value and returns its path as the output shows it: relative
// to the output's folder, with slashes.
func (f *extractedFiles) write(run *collection.Run, item render.Item) value.Value {
	if f.ctx.Err() != nil {
		return nil
	}
	relative := f.distinct(path.Join(f.folder, render.FileStem(run.Name), render.FileName(item)))
	if err := f.writeTo(f.path(relative), item); err != nil {
		f.failed++
		complainAbout(f.opts.streams.Err, run.Name+": "+item.Title+": ", err)
		return nil
	}
	return value.Text(relative)
}

// distinct returns the path, or one like it where an earlier path differs in
// nothing but upper and lower case: many file systems take the two for one.
func (f *extractedFiles) distinct(relative string) string {
	for n := 1; ; n++ {
		candidate := relative
		if n > 1 {
			ext := path.Ext(relative)
			candidate = fmt.Sprintf("%s~%d%s", strings.TrimSuffix(relative, ext), n, ext)
		}
		folded := strings.ToLower(candidate)
		if first, taken := f.taken[folded]; !taken || first == candidate {
			if f.taken == nil {
				f.taken = map[string]string{}
			}
			f.taken[folded] = candidate
			return candidate
		}
	}
}

func (f *extractedFiles) writeTo(path string, item render.Item) error {
	folder := filepath.Dir(path)
	if err := realFolder(folder); err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	// A link could lead out of the folder, and output.write follows it.
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return &fs.PathError{Op: "write", Path: path, Err: errors.New("stands there and is no regular file")}
	}
	return output{path, f.opts.streams}.write(f.ctx, func(w io.Writer) error {
		if table, ok := item.Value.(*value.Table); ok && f.opts.csvSafe {
			return render.SafeTableCSV(w, table)
		}
		return render.ItemFile(w, item)
	})
}

// realFolder complains about a path at which something else than a folder
// stands; a link to a folder could lead anywhere.
func realFolder(path string) error {
	info, err := os.Lstat(path)
	if err != nil || info.IsDir() {
		return nil
	}
	return &usageError{problem: fmt.Sprintf("%s: is no folder, and --all writes files into it", path), hint: "remove it, or choose another name with -o"}
}
