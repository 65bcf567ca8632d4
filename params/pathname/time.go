package pathname

import (
	"fmt"
	"strings"
	"time"

	"github.com/nbcompare/nbcompare/introspect/value"
)

// A Time is Python's datetime, as in papermill's {pm[current_datetime_utc]}.
type Time struct {
	time.Time
	// Aware says that the time zone is written, as of Python's aware datetimes.
	Aware bool
}

// Kind returns KindText.
func (Time) Kind() value.Kind { return value.KindText }

// str is Python's str(): microseconds when there are any.
func (t Time) str() string {
	text := t.Format("2006-01-02 15:04:05")
	if us := t.Nanosecond() / 1000; us != 0 {
		text += fmt.Sprintf(".%06d", us)
	}
	if t.Aware {
		text += t.Format("-07:00")
	}
	return text
}

// layouts are the letters of strftime that Go has too.
var layouts = map[byte]string{
	'Y': "2006", 'm': "01", 'd': "02", 'H': "15", 'M': "04", 'S': "05", 'y': "06", 'b': "Jan", 'B': "January", 'a': "Mon", 'A': "Monday",
	'I': "03", 'p': "PM", 'j': "002", 'D': "01/02/06", 'F': "2006-01-02", 'T': "15:04:05", 'R': "15:04", 'h': "Jan",
	'c': "Mon Jan _2 15:04:05 2006", 'x': "01/02/06", 'X': "15:04:05", 'e': "_2",
}

// format is strftime; without a layout it is str.
func (t Time) format(layout string) (string, error) {
	if layout == "" {
		return t.str(), nil
	}
	var b strings.Builder
	for i := 0; i < len(layout); i++ {
		if layout[i] != '%' || i+1 == len(layout) {
			b.WriteByte(layout[i])
			continue
		}
		i++
		text, ok := t.letter(layout[i])
		if !ok {
			return "", fmt.Errorf("%%%c is not understood in a format of times", layout[i])
		}
		b.WriteString(text)
	}
	return b.String(), nil
}

func (t Time) letter(c byte) (string, bool) {
	if layout, ok := layouts[c]; ok {
		return t.Format(layout), true
	}
	switch c {
	case '%':
		return "%", true
	case 'f':
		return fmt.Sprintf("%06d", t.Nanosecond()/1000), true
	case 's':
		return fmt.Sprint(t.Unix()), true
	case 'u':
		return fmt.Sprint((int(t.Weekday())+6)%7 + 1), true
	case 'w':
		return fmt.Sprint(int(t.Weekday())), true
	case 'V':
		_, week := t.ISOWeek()
		return fmt.Sprintf("%02d", week), true
	case 'G':
		year, _ := t.ISOWeek()
		return fmt.Sprint(year), true
	case 'z', 'Z':
		if !t.Aware {
			return "", true
		}
		if c == 'z' {
			return t.Format("-0700"), true
		}
		return t.Format("MST"), true
	}
	return "", false
}
