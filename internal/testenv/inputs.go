package testenv

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// inputsVar says how many inputs each fuzz target is to be given.
const inputsVar = "NBCOMPARE_FUZZ_INPUTS"

// seedsOf holds the seeds of each target that has run in this process.
var seedsOf = map[string]*seeds{}

// Inputs returns what to give to testing.F.Fuzz for a target: the target itself, unless
// NBCOMPARE_FUZZ_INPUTS is set. Then, run twice (go test -count=2 -run '^Fuzz'),
// a target's seeds are gathered the first time, and the second time it is given that many inputs
// which are made of them at random. Nothing watches which code an input reaches, as
// `go test -fuzz` does; so each takes what the target takes and no more, and
// ten million are a matter of minutes.
func Inputs[F any](target F) F {
	count, err := strconv.Atoi(os.Getenv(inputsVar))
	if err != nil {
		return target
	}
	runtime.MemProfileRate = 0 // millions of inputs allocate from so many places that to count them takes a third of the time
	fn := reflect.ValueOf(target)
	var mine *seeds
	return reflect.MakeFunc(fn.Type(), func(args []reflect.Value) []reflect.Value {
		t := args[0].Interface().(*testing.T)
		name, _, _ := strings.Cut(t.Name(), "/")
		gathered := seedsOf[name]
		if gathered == nil {
			gathered, mine = &seeds{}, &seeds{}
			seedsOf[name] = gathered
		}
		switch {
		case mine != nil: // the first time
			gathered.args = append(gathered.args, args[1:])
		case !gathered.tried:
			gathered.tried = true
			gathered.try(t, fn, count)
		}
		return nil
	}).Interface().(F)
}

// Plain returns what asserts fail on instead of t, which takes them a tenth of the
// time: they do not note that they are helpers.
func Plain(t *testing.T) interface {
	Errorf(format string, args ...any)
	FailNow()
} {
	return plain{t}
}

type plain struct{ t *testing.T }

func (p plain) Errorf(format string, args ...any) { p.t.Errorf(format, args...) }
func (p plain) FailNow()                          { p.t.FailNow() }

// seeds are the arguments of a target's seeds, without its *testing.T.
type seeds struct {
	args  [][]reflect.Value
	tried bool
}

// try gives the target so many inputs.
func (s *seeds) try(t *testing.T, fn reflect.Value, count int) {
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	input := []reflect.Value{reflect.ValueOf(t)}
	done := 0
	defer func() {
		if problem := recover(); problem != nil || t.Failed() || done < count {
			fmt.Fprintf(os.Stderr, "%s: the input after %d:\n", t.Name(), done)
			for _, arg := range input[1:] {
				fmt.Fprintf(os.Stderr, "\t%s(%#v)\n", arg.Type(), arg.Interface())
			}
			if problem != nil {
				panic(problem)
			}
			t.Fatal("it did not come to its end")
		}
	}()
	start := time.Now()
	for ; done < count; done++ {
		input = append(input[:1], s.args[random.IntN(len(s.args))]...)
		for i := range input[1:] {
			if random.IntN(len(input)) == 0 && len(input) > 2 {
				continue // the seed's own
			}
			other := s.args[random.IntN(len(s.args))][i]
			input[i+1] = changed(random, input[i+1], other)
		}
		fn.Call(input)
	}
	fmt.Fprintf(os.Stderr, "%s: %d inputs in %s\n", t.Name(), done, time.Since(start).Round(time.Second))
}

// changed returns an argument with some changes; other is the same argument of another seed.
func changed(random *rand.Rand, arg, other reflect.Value) reflect.Value {
	switch arg.Kind() {
	case reflect.String:
		return reflect.ValueOf(string(changedText(random, []byte(arg.String()), []byte(other.String())))).Convert(arg.Type())
	case reflect.Slice:
		return reflect.ValueOf(changedText(random, arg.Bytes(), other.Bytes())).Convert(arg.Type())
	case reflect.Int:
		return reflect.ValueOf([]int{int(arg.Int()) + random.IntN(3) - 1, random.IntN(100) - 50, math.MaxInt, math.MinInt, random.Int()}[random.IntN(5)])
	case reflect.Float64:
		return reflect.ValueOf([]float64{arg.Float() * 2, math.NaN(), math.Inf(-1), 0.1, math.Float64frombits(random.Uint64())}[random.IntN(5)])
	}
	panic("no way to change a " + arg.Type().String())
}

// telling are bytes that mean something in JSON, HTML, YAML, Python or a terminal.
const telling = "\x00\t\n\r\x1b \"#$%&'()*+,-./0:;<=>?@[\\]^_`{|}~\x7f\x80\xc3\xe2\xff"

// longest is how long an input grows.
const longest = 4096

// changedText returns a copy of text with up to eight changes.
func changedText(random *rand.Rand, text, other []byte) []byte {
	text = append(make([]byte, 0, len(text)+64), text...)
	piece := func(of []byte) []byte {
		if len(of) == 0 {
			return nil
		}
		from := random.IntN(len(of))
		return of[from : from+random.IntN(min(len(of)-from, 1<<random.IntN(8)))+1]
	}
	for range 1 + random.IntN(1<<random.IntN(4)) {
		at := random.IntN(len(text) + 1)
		insert, drop := []byte(nil), 0
		switch random.IntN(8) {
		case 0:
			insert, drop = []byte{byte(random.Uint32())}, 1
		case 1:
			insert, drop = []byte{telling[random.IntN(len(telling))]}, random.IntN(2)
		case 2:
			drop = random.IntN(1 << random.IntN(8))
		case 3:
			insert = piece(other)
		case 4:
			insert, drop = piece(other), random.IntN(16)
		case 5:
			insert = piece(text)
		case 6:
			if one := piece(text); len(one) > 0 {
				for range 1 << random.IntN(8) {
					insert = append(insert, one...)
				}
			}
		case 7: // the first part of one and the last of the other
			insert, drop = other[random.IntN(len(other)+1):], len(text)
		}
		if len(text)+len(insert) > max(longest, len(text)) {
			continue
		}
		rest := append(append([]byte(nil), insert...), text[min(at+drop, len(text)):]...)
		text = append(text[:at], rest...)
	}
	return text
}
