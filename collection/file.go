package collection

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/nbcompare/nbcompare/internal/disk"
	"github.com/nbcompare/nbcompare/nbformat"
	"github.com/nbcompare/nbcompare/params"
)

// An opened notebook is one that was read, and where its bytes are.
type opened struct {
	*nbformat.Notebook
	// file is where they can be read again; nil for what comes once, from
	// standard input or a pipe.
	file *savedFile
	// reader has read it, and is used again for another notebook, so nothing may
	// keep any of its bytes; nil for what does not stand in a file.
	reader *reader
	// large is the file of a notebook whose outputs stay in it.
	large *os.File
}

// A reader reads one notebook after another, in the same memory.
type reader struct {
	buffer     []byte
	notebooks  nbformat.Reader
	parameters params.Reader
}

// parameters returns what reads the notebook's parameters.
func (o *opened) parameters() *params.Reader {
	if o.reader == nil {
		return new(params.Reader)
	}
	return &o.reader.parameters
}

// LargeFile is the size from which on a notebook's outputs are not all read at
// once, in bytes.
const LargeFile = 32 << 20

// open reads the notebook at path. The caller closes it with [loader.close].
func (l *loader) open(path string) (opened, error) {
	if path != stdinPath {
		return l.openFile(path)
	}
	if l.opts.Stdin == nil {
		return opened{}, errors.New("no standard input")
	}
	nb, err := nbformat.Read(l.opts.Stdin, "stdin")
	return l.strict(opened{Notebook: nb}, err)
}

// strict returns what was opened, or the first warning as an error where that
// is what the user wants.
func (l *loader) strict(o opened, err error) (opened, error) {
	if err == nil && l.opts.Strict && len(o.Warnings) > 0 {
		err = o.Warnings[0]
	}
	if err != nil {
		l.close(o)
		return opened{}, err
	}
	return o, nil
}

func (l *loader) openFile(path string) (opened, error) {
	f, err := disk.Open(path)
	if err != nil {
		return opened{}, err
	}
	info, err := f.Info()
	if err == nil && info.Regular && info.Size < LargeFile {
		defer f.Close()
		return l.strict(l.readFile(f, path, info))
	}
	file := f.OS()
	if err == nil && info.Regular {
		o := opened{large: file, file: &savedFile{path, info}}
		o.Notebook, err = nbformat.ReadLarge(file, info.Size, path)
		return l.strict(o, err)
	}
	defer file.Close()
	if err != nil {
		return opened{}, err
	}
	nb, err := nbformat.Read(file, path)
	return l.strict(opened{Notebook: nb}, err)
}

// readFile reads a notebook as a whole.
func (l *loader) readFile(f disk.File, path string, info disk.Info) (opened, error) {
	reader := l.reader()
	o := opened{reader: reader, file: &savedFile{path, info}}
	var err error
	if reader.buffer, err = f.ReadAll(reader.buffer[:0], int(info.Size)+1); err == nil {
		o.Notebook, err = reader.notebooks.Parse(reader.buffer, path)
	}
	return o, err
}

// reader returns one that nobody is using.
func (l *loader) reader() *reader {
	select {
	case free := <-l.readers:
		return free
	default:
		return new(reader)
	}
}

// close gives the reader back; the notebook must not be used any more.
func (l *loader) close(o opened) {
	if o.large != nil {
		o.large.Close()
	}
	if o.reader != nil {
		select {
		case l.readers <- o.reader:
		default:
		}
	}
}

// A savedFile is a notebook's file as it was when it was read.
type savedFile struct {
	path string
	disk.Info
}

// read returns length bytes from offset on, in room unless that is nil. It is an
// error when the file has changed: something else may stand there now.
func (s *savedFile) read(room *[]byte, offset int64, length int) ([]byte, error) {
	f, err := disk.Open(s.path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Info()
	if err != nil {
		return nil, err
	}
	if info.Size != s.Size || !info.Modified.Equal(s.Modified) {
		return nil, fmt.Errorf("%s changed after it was read", s.path)
	}
	if room == nil {
		room = new([]byte)
	}
	*room = slices.Grow((*room)[:0], length)[:length]
	b := *room
	_, err = f.ReadAt(b, offset)
	return b, err
}
