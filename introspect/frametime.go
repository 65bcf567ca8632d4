package introspect

import (
	"fmt"
	"time"

	"github.com/parquet-go/parquet-go/format"
)

// unitOf returns how many of a time unit make a second.
func unitOf(u format.TimeUnit) int64 {
	switch u.Value.(type) {
	case *format.MilliSeconds:
		return 1e3
	case *format.MicroSeconds:
		return 1e6
	}
	return 1e9
}

// instant is in UTC; perSecond divides 10^9.
func instant(n, perSecond int64) time.Time {
	return time.Unix(floorDiv(n, perSecond), (n-floorDiv(n, perSecond)*perSecond)*(1e9/perSecond)).UTC()
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// timestamp writes a time as pandas' str(Timestamp) does.
func timestamp(t time.Time, zoned bool) string {
	text := t.Format(time.DateOnly) + " " + clock(t)
	if zoned {
		text += "+00:00"
	}
	return text
}

func clock(t time.Time) string {
	return t.Format(time.TimeOnly) + fraction(t.Nanosecond())
}

// fraction writes six digits, nine when it must, and nothing for zero.
func fraction(nanos int) string {
	switch {
	case nanos == 0:
		return ""
	case nanos%1000 == 0:
		return fmt.Sprintf(".%06d", nanos/1000)
	}
	return fmt.Sprintf(".%09d", nanos)
}

// timedeltaUnit reads timedelta64[ns]: how many units make a second.
func timedeltaUnit(numpy string) (perSecond int64, ok bool) {
	switch numpy {
	case "timedelta64[s]":
		return 1, true
	case "timedelta64[ms]":
		return 1e3, true
	case "timedelta64[us]":
		return 1e6, true
	case "timedelta64[ns]":
		return 1e9, true
	}
	return 0, false
}

// timedelta writes a duration as pandas' str(Timedelta) does.
func timedelta(n, perSecond int64) string {
	days := floorDiv(n, 86400*perSecond)
	sign := ""
	if days < 0 {
		sign = "+"
	}
	rest := instant(n-days*86400*perSecond, perSecond)
	return fmt.Sprintf("%d days %s%s", days, sign, clock(rest))
}
