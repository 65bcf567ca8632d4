package translate

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// namesLike returns a check of names: they match the pattern and are none of
// the reserved words, which are separated by spaces.
func namesLike(title, pattern, reserved string) func(string) error {
	// At the first name, because classes of all scripts take a millisecond to compile.
	shape := sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?:` + pattern + `)$`) })
	words := strings.Fields(reserved)
	return func(name string) error {
		switch {
		case name == "":
			return errors.New("the name is empty")
		case !shape().MatchString(name):
			return fmt.Errorf("this is no name of a variable in %s", title)
		case slices.Contains(words, name):
			return fmt.Errorf("this is a word of %s itself and no name of a variable", title)
		}
		return nil
	}
}

// The characters that names begin with and go on with in most languages: the
// letters and digits of all scripts, and what combines with letters.
const (
	letter = `[_\p{L}\p{Nl}]`
	more   = `[_\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]`
	plain  = `[A-Za-z_][A-Za-z0-9_]*` // ASCII alone
)
