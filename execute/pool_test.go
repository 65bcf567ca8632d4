package execute

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nbcompare/nbcompare/nbformat"
)

func TestPool(t *testing.T) {
	bad := errors.New("bad")
	result := &Result{Closed: closedChannel()}
	t.Run("at most so many at a time, all of them", func(t *testing.T) {
		var now, most, all atomic.Int32
		full := make(chan struct{}) // three run at the same time
		job := Job{func(context.Context) (*Result, error) {
			all.Add(1)
			n := now.Add(1)
			defer now.Add(-1)
			for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
			}
			if n == 3 {
				close(full)
			}
			if all.Load() <= 3 {
				<-full
			}
			return result, nil
		}}
		errs := Pool(t.Context(), []Job{job, job, job}, PoolOptions{Jobs: 3})
		require.Equal(t, []error{nil, nil, nil}, errs)
		require.EqualValues(t, 3, most.Load())
	})
	t.Run("retries", func(t *testing.T) {
		tries := 0
		job := Job{func(context.Context) (*Result, error) {
			if tries++; tries < 3 {
				return result, bad
			}
			return result, nil
		}}
		require.Equal(t, []error{bad}, Pool(t.Context(), []Job{job}, PoolOptions{Retries: 1}))
		tries = 0
		require.Equal(t, []error{nil}, Pool(t.Context(), []Job{job}, PoolOptions{Retries: 2}))
	})
	t.Run("fail fast", func(t *testing.T) {
		fails := Job{func(context.Context) (*Result, error) { return result, bad }}
		require.Equal(t, []error{bad, ErrNotBegun, ErrNotBegun}, Pool(t.Context(), []Job{fails, fails, fails}, PoolOptions{FailFast: true}))
		require.Equal(t, []error{bad, bad, bad}, Pool(t.Context(), []Job{fails, fails, fails}, PoolOptions{}))
	})
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		job := Job{func(ctx context.Context) (*Result, error) { cancel(); return result, ctx.Err() }}
		require.Equal(t, []error{context.Canceled, ErrNotBegun}, Pool(ctx, []Job{job, job}, PoolOptions{Retries: 5}))
	})
}

func TestFingerprint(t *testing.T) {
	of := func(kernel string, skip []string, inputs map[string]string, cells ...string) string {
		text := `{"cells": [`
		for i, c := range cells {
			if i > 0 {
				text += ","
			}
			text += c
		}
		nb, err := nbformat.Parse([]byte(text+`], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}`), "")
		require.NoError(t, err)
		return Fingerprint(nb, kernel, skip, inputs)
	}
	const a = `{"cell_type": "code", "metadata": {"tags": ["slow"]}, "source": "a", "outputs": []}`
	const b = `{"cell_type": "code", "metadata": {}, "source": ["b", "\n", "c"], "outputs": []}`
	const again = `{"cell_type": "code", "metadata": {"x": 1}, "source": "b\nc", "outputs": [], "execution_count": 3}`
	const text = `{"cell_type": "markdown", "metadata": {}, "source": "words"}`
	same := of("python3", nil, nil, a, b)
	require.Equal(t, same, of("Python3", nil, nil, text, a, text, again))
	require.NotEqual(t, same, of("ir", nil, nil, a, b))
	require.NotEqual(t, same, of("python3", nil, nil, b, a))
	require.NotEqual(t, same, of("python3", []string{"slow"}, nil, a, b))
	require.Equal(t, of("python3", nil, nil, b), of("python3", []string{"slow"}, nil, a, b))
	require.NotEqual(t, same, of("python3", nil, map[string]string{"data.csv": "1"}, a, b))
}
