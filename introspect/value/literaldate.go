package value

import "fmt"

// ints returns the positional arguments when all are ints from 0 up, and
// there are min to max of them; missing ones are 0.
func (a callArgs) ints(least, most int) ([]int, bool) {
	if len(a.positional) < least || len(a.positional) > most {
		return nil, false
	}
	ints := make([]int, most)
	for i, v := range a.positional {
		n, ok := v.(Number)
		if !ok || !n.IsInt || n.Float < 0 || n.Float > 999_999 {
			return nil, false
		}
		ints[i] = int(n.Float)
	}
	return ints, true
}

// newDatetime reads datetime.datetime(2024, 1, 2, 3, 4) as "2024-01-02 03:04:00".
func newDatetime(_ *literalReader, args callArgs) (Value, bool) {
	n, ok := args.ints(3, 7)
	zone, zoneOK := args.zone()
	if !ok || !zoneOK {
		return nil, false
	}
	return Text(formatDate(n[0], n[1], n[2]) + " " + formatTime(n[3], n[4], n[5], n[6]) + zone), true
}

// newDate reads datetime.date(2024, 1, 2) as "2024-01-02".
func newDate(_ *literalReader, args callArgs) (Value, bool) {
	n, ok := args.ints(3, 3)
	if !ok || len(args.named) > 0 {
		return nil, false
	}
	return Text(formatDate(n[0], n[1], n[2])), true
}

// newTime reads datetime.time(3, 4) as "03:04:00".
func newTime(_ *literalReader, args callArgs) (Value, bool) {
	n, ok := args.ints(2, 4)
	zone, zoneOK := args.zone()
	if !ok || !zoneOK {
		return nil, false
	}
	return Text(formatTime(n[0], n[1], n[2], n[3]) + zone), true
}

// zone returns the UTC offset of the named arguments. Other zones than UTC
// need a time zone database.
func (a callArgs) zone() (string, bool) {
	zone := ""
	for _, arg := range a.named {
		switch {
		case arg.name == "fold":
		case arg.name == "tzinfo" && arg.value == opaque("datetime.timezone.utc"):
			zone = "+00:00"
		default:
			return "", false
		}
	}
	return zone, true
}

func formatDate(year, month, day int) string {
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day)
}

func formatTime(hour, minute, second, microsecond int) string {
	return fmt.Sprintf("%02d:%02d:%02d", hour, minute, second) + formatMicroseconds(microsecond)
}

func formatMicroseconds(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(".%06d", n)
}

// newTimedelta reads datetime.timedelta(days=1, seconds=3) as "1 day, 0:00:03".
func newTimedelta(_ *literalReader, args callArgs) (Value, bool) {
	var days, seconds, microseconds int
	for _, arg := range args.named {
		n, ok := arg.value.(Number)
		if !ok || !n.IsInt || n.Float < -999_999_999 || n.Float > 999_999_999 {
			return nil, false
		}
		switch arg.name {
		case "days":
			days = int(n.Float)
		case "seconds":
			seconds = int(n.Float)
		case "microseconds":
			microseconds = int(n.Float)
		default:
			return nil, false
		}
	}
	// A repr is normalised: only days are negative. timedelta(0) is its zero.
	zero, ok := args.ints(0, 1)
	if !ok || zero[0] != 0 || seconds < 0 || seconds >= 24*60*60 || microseconds < 0 || microseconds > 999_999 {
		return nil, false
	}
	return Text(formatTimedelta(days, seconds, microseconds)), true
}

func formatTimedelta(days, seconds, microseconds int) string {
	text := fmt.Sprintf("%d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60) + formatMicroseconds(microseconds)
	switch days {
	case 0:
		return text
	case 1, -1:
		return fmt.Sprintf("%d day, %s", days, text)
	}
	return fmt.Sprintf("%d days, %s", days, text)
}
