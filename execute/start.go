package execute

import (
	"context"
	"time"

	"github.com/nbcompare/nbcompare/kernel"
)

// A start is a kernel that is starting, while the notebook is saved the first
// time.
type start struct {
	began  time.Time
	cancel context.CancelFunc
	done   chan struct{}
	kernel *kernel.Kernel // set, or err is, when done is closed
	err    error
}

func (r *run) startKernel(ctx context.Context) *start {
	limit := &TimeoutError{What: "the start of the kernel " + r.opts.Kernel.Name, Limit: r.opts.StartTimeout}
	ctx, cancel := context.WithTimeoutCause(ctx, r.opts.StartTimeout, limit)
	s := &start{began: time.Now(), cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(s.done)
		s.kernel, s.err = kernel.Start(ctx, r.opts.Kernel, r.opts.KernelOptions)
	}()
	return s
}

// wait returns the kernel once it answers.
func (s *start) wait() (*kernel.Kernel, error) {
	<-s.done
	s.cancel()
	return s.kernel, s.err
}

// abandon ends a kernel that nobody needs; the channel is closed when it is gone.
func (s *start) abandon() <-chan struct{} {
	s.cancel()
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		if k, err := s.wait(); err == nil {
			_ = k.Shutdown(context.Background()) // it is gone in any case
		}
	}()
	return gone
}
