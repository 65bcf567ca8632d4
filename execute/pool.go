package execute

import (
	"context"
	"errors"
	"sync"
)

// A Job is one notebook of a pool. Run executes it; it is called again when it
// failed and the pool retries.
type Job struct {
	Run func(ctx context.Context) (*Result, error)
}

// PoolOptions say how a pool runs its jobs. The zero value runs one at a time.
type PoolOptions struct {
	// Jobs is how many run at a time; 0 for one.
	Jobs int
	// Retries is how often a job that failed runs again.
	Retries int
	// FailFast begins no further job once one has failed for good.
	FailFast bool
	// Started and Ended are told of each attempt, starting at 1; last says
	// that no other follows. Several goroutines call them. They may be nil.
	Started func(job, attempt int)
	Ended   func(job, attempt int, last bool, result *Result, err error)
}

// ErrNotBegun is the error of a job that was never begun, because the context
// ended before or because another had failed.
var ErrNotBegun = errors.New("not begun")

// Pool runs jobs and returns an error a job, in their order; nil for those that
// went well. When ctx ends, the jobs that run end as [Notebook] says, and no
// other begins. It returns when the kernels are gone, too.
func Pool(ctx context.Context, jobs []Job, opts PoolOptions) []error {
	p := &pool{opts: opts, errs: make([]error, len(jobs)), next: make(chan int)}
	ctx, p.stop = context.WithCancel(ctx)
	defer p.stop()
	var workers sync.WaitGroup
	for range min(max(opts.Jobs, 1), len(jobs)) {
		workers.Go(func() {
			for i := range p.next {
				p.errs[i] = p.run(ctx, i, jobs[i])
			}
		})
	}
	for i := range jobs {
		if p.isStopped() {
			p.errs[i] = ErrNotBegun
			continue
		}
		select {
		case p.next <- i:
		case <-ctx.Done():
			p.errs[i] = ErrNotBegun
		}
	}
	close(p.next)
	workers.Wait()
	p.closing.Wait()
	return p.errs
}

type pool struct {
	opts    PoolOptions
	errs    []error
	next    chan int
	stop    context.CancelFunc
	closing sync.WaitGroup // for kernels that are ending

	mutex   sync.Mutex
	stopped bool
}

// isStopped reports whether a failure ended the pool.
func (p *pool) isStopped() bool {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.stopped
}

// run runs a job until it goes well or its attempts are used up.
func (p *pool) run(ctx context.Context, i int, job Job) error {
	for attempt := 1; ; attempt++ {
		if ctx.Err() != nil || p.isStopped() {
			return ErrNotBegun
		}
		if p.opts.Started != nil {
			p.opts.Started(i, attempt)
		}
		result, err := job.Run(ctx)
		if result != nil && result.Closed != nil {
			p.closing.Go(func() { <-result.Closed })
		}
		last := err == nil || attempt > p.opts.Retries || ctx.Err() != nil
		if p.opts.Ended != nil {
			p.opts.Ended(i, attempt, last, result, err)
		}
		if !last {
			continue
		}
		if err != nil && p.opts.FailFast {
			p.mutex.Lock()
			p.stopped = true
			p.mutex.Unlock()
		}
		return err
	}
}
