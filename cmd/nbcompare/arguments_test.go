package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestJoinPairs(t *testing.T) {
	for in, want := range map[string]string{
		"stamp t -p a 1 -o x":               "stamp t -p=a=1 -o x",
		"stamp -p a -5 -r b --c":            "stamp -p=a=-5 -r=b=--c",
		"stamp -p a=1 t":                    "stamp -p=a=1 t",
		"run --parameters a - -p b -p":      "run -p=a=- -p=b=-p",
		"stamp --parameters_raw a 1 -p":     "stamp -r=a=1 -p",
		"stamp -p a":                        "stamp -p a",
		"stamp -- -p a 1":                   "stamp -- -p a 1",
		"show -p a 1":                       "show -p a 1",
		"stamp -p a x=y -pb=1 -p=c=2 -r d=": "stamp -p=a=x=y -pb=1 -p=c=2 -r=d=",
	} {
		require.Equal(t, want, strings.Join(joinPairs(strings.Split(in, " ")), " "))
	}
	require.Equal(t, []string{"stamp", "-p=a="}, joinPairs([]string{"stamp", "-p", "a", ""}))
}
