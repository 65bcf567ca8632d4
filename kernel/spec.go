package kernel

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/nbcompare/nbcompare/internal/lazyre"
)

// A Spec is an installed kernel.
type Spec struct {
	// Name is how notebooks name it: the folder's name in lower case.
	Name string
	// Dir is the folder of kernel.json, Where the rule that led there.
	Dir   string
	Where Place

	Argv          []string // with {connection_file} and {resource_dir}
	DisplayName   string
	Language      string
	Env           map[string]string // added to the environment
	InterruptMode string            // "signal" or "message"

	// python is the interpreter that an argv[0] of "python" means; "" leaves
	// it to PATH.
	python string
}

// A Place is one folder that holds kernels, and why it is looked at.
type Place struct {
	Dir string // that holds one folder a kernel
	Why string // such as "JUPYTER_PATH" or "Python on PATH"

	python string // the interpreter of the environment; "" outside of one
}

// kernelJSON is the file kernel.json.
type kernelJSON struct {
	Argv          []string          `json:"argv"`
	DisplayName   string            `json:"display_name"`
	Language      string            `json:"language"`
	Env           map[string]string `json:"env"`
	InterruptMode string            `json:"interrupt_mode"`
}

// Find lists the kernels that are installed, in the order of the places, then
// of their names. Of two with one name the first counts. Problems are about
// kernels that cannot be read; the others are there.
//
// The variables of the environment decide, as Jupyter has it; env is a list as
// of [os.Environ].
func Find(env []string) (specs []Spec, problems []error) {
	for place := range places(environment(env)) {
		found, wrong := place.specs()
		problems = append(problems, wrong...)
		for _, spec := range found {
			if !slices.ContainsFunc(specs, func(s Spec) bool { return s.Name == spec.Name }) {
				specs = append(specs, spec)
			}
		}
	}
	return specs, problems
}

// Lookup finds one kernel by its name, as [Find] would, but looks no further
// than it must: to find Python's environment may take a start of Python. The
// error is a [*NotFoundError] when there is none.
func Lookup(env []string, name string) (*Spec, error) {
	for place := range places(environment(env)) {
		found, problems := place.specs()
		for _, spec := range found {
			if spec.Name == strings.ToLower(name) {
				return &spec, nil
			}
		}
		for _, problem := range problems {
			var wrong *SpecError
			if errors.As(problem, &wrong) && strings.EqualFold(filepath.Base(filepath.Dir(wrong.Path)), name) {
				return nil, problem
			}
		}
	}
	missing := &NotFoundError{Name: name}
	specs, _ := Find(env)
	for _, spec := range specs {
		missing.Installed = append(missing.Installed, spec.Name)
	}
	return nil, missing
}

// A NotFoundError says that no kernel has the name.
type NotFoundError struct {
	Name      string
	Installed []string // the names of those that there are
}

// Error names the kernel; what there is instead is for a hint.
func (e *NotFoundError) Error() string { return fmt.Sprintf("no kernel %q is installed", e.Name) }

// A SpecError says what is wrong with a kernel.json.
type SpecError struct {
	Path string
	Err  error
}

func (e *SpecError) Error() string { return e.Path + ": " + e.Err.Error() }

// Unwrap returns Err.
func (e *SpecError) Unwrap() error { return e.Err }

var validName = lazyre.New(`^[a-zA-Z0-9._-]+$`)

// specs reads the kernels of one place, sorted by name.
func (p Place) specs() (specs []Spec, problems []error) {
	entries, err := os.ReadDir(p.Dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) && !isNotFolder(p.Dir) {
		problems = append(problems, err)
	}
	for _, entry := range entries {
		path := filepath.Join(p.Dir, entry.Name(), "kernel.json")
		text, err := os.ReadFile(path)
		if err != nil && (errors.Is(err, fs.ErrNotExist) || isNotFolder(filepath.Dir(path))) {
			continue
		}
		spec, err := p.parse(path, text, err)
		if err != nil {
			problems = append(problems, &SpecError{path, err})
			continue
		}
		specs = append(specs, *spec)
	}
	slices.SortFunc(specs, func(a, b Spec) int { return strings.Compare(a.Name, b.Name) })
	return specs, problems
}

func isNotFolder(path string) bool {
	info, err := os.Stat(path)
	return err != nil || !info.IsDir()
}

// parse reads a kernel.json. err is that of reading the file.
func (p Place) parse(path string, text []byte, err error) (*Spec, error) {
	if err != nil {
		return nil, err
	}
	var file kernelJSON
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, err
	}
	dir := filepath.Dir(path)
	spec := &Spec{
		Name: strings.ToLower(filepath.Base(dir)), Dir: dir, Where: p,
		Argv: file.Argv, DisplayName: file.DisplayName, Language: file.Language, Env: file.Env,
		InterruptMode: file.InterruptMode, python: p.python,
	}
	if spec.InterruptMode == "" {
		spec.InterruptMode = interruptSignal
	}
	switch {
	case len(spec.Argv) == 0:
		return nil, errors.New("no argv: it does not say how to start the kernel")
	case !validName.MatchString(filepath.Base(dir)):
		return nil, errors.New("the folder's name is no name of a kernel: letters, digits, - . and _ only")
	case spec.InterruptMode != interruptSignal && spec.InterruptMode != interruptMessage:
		return nil, fmt.Errorf("interrupt_mode %q: must be signal or message", spec.InterruptMode)
	}
	return spec, nil
}

const (
	interruptSignal  = "signal"
	interruptMessage = "message"
)

var pythonName = lazyre.New(`^python(\d+(\.\d+)?)?$`)

// Command returns the command line that starts the kernel. Jupyter reads
// "python" as the interpreter that Jupyter runs on; here it is the one of the
// environment in which the kernel was found.
func (s *Spec) Command(connectionFile string) []string {
	argv := make([]string, len(s.Argv))
	replace := strings.NewReplacer("{connection_file}", connectionFile, "{resource_dir}", s.Dir,
		"{prefix}", filepath.Dir(filepath.Dir(s.python)))
	for i, arg := range s.Argv {
		argv[i] = replace.Replace(arg)
	}
	if pythonName.MatchString(argv[0]) && s.python != "" {
		argv[0] = s.python
	}
	if home, err := os.UserHomeDir(); err == nil && strings.HasPrefix(argv[0], "~/") {
		argv[0] = filepath.Join(home, argv[0][2:])
	}
	if s.isIPython() {
		argv = append(argv, "--HistoryManager.hist_file=:memory:") // else many kernels fight for one SQLite file
	}
	return argv
}

// isIPython reports whether the kernel is ipykernel, by how it is started.
func (s *Spec) isIPython() bool {
	return slices.ContainsFunc(s.Argv, func(arg string) bool {
		return arg == "ipykernel_launcher" || arg == "ipykernel" || arg == "IPython.kernel"
	})
}
