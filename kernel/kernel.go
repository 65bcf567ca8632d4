package kernel

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"
)

// Options say how a kernel is started. The zero value works, but for Env.
type Options struct {
	// Env is the environment, a list as of [os.Environ]. Set is added to it.
	Env []string
	Set map[string]string
	// Dir is the working folder; "" for that of this process.
	Dir string
	// Transport is IPC or TCP; "" for IPC where kernel and system have it.
	Transport string
	// MaxMessage is how many bytes a message may have; 0 for 1 GiB.
	MaxMessage int64
	// Grace is how long an interrupted cell may go on before the kernel is
	// killed; 0 for 5 seconds.
	Grace time.Duration
	// Farewell is how long the kernel may take to end; 0 for 1.5 seconds.
	Farewell time.Duration
	// Threads limits the threads of BLAS libraries by environment variables,
	// where the environment does not do so itself; 0 for no limit.
	Threads int
	// ShortQueue leaves ipykernel's iopub queue as it is, at 1,000 messages.
	ShortQueue bool
}

func (o Options) withDefaults() Options {
	if o.MaxMessage == 0 {
		o.MaxMessage = 1 << 30
	}
	if o.Grace == 0 {
		o.Grace = 5 * time.Second
	}
	if o.Farewell == 0 {
		o.Farewell = 1500 * time.Millisecond
	}
	return o
}

// A Kernel is one that runs. Its methods are for one goroutine, but for
// Interrupt and Kill.
type Kernel struct {
	// Info is the content of its kernel_info_reply.
	Info Info

	spec       *Spec
	opts       Options
	session    string
	folder     *folder
	connection *connectionFile
	process    *running
	sockets    map[channel]*socket
	events     *queue
	readers    sync.WaitGroup
	gaps       gaps
	closeOnce  sync.Once
	closed     chan struct{}
}

// Start starts a kernel and waits until it answers. ctx limits the start, not
// the kernel's life. The error is a [*DeadError] when it ended instead. A
// kernel that was started must be shut down.
func Start(ctx context.Context, spec *Spec, opts Options) (*Kernel, error) {
	sweepOnce.Do(sweep)
	opts = opts.withDefaults()
	for attempt := 1; ; attempt++ {
		k, err := start(ctx, spec, opts)
		if err == nil {
			return k, nil
		}
		// Between choosing a port and its use another program may take it.
		var dead *DeadError
		if !errors.As(err, &dead) || !strings.Contains(strings.ToLower(dead.Log), "address already in use") || attempt == 3 {
			return nil, err
		}
	}
}

func start(ctx context.Context, spec *Spec, opts Options) (_ *Kernel, err error) {
	k := &Kernel{spec: spec, opts: opts, session: newID(), sockets: map[channel]*socket{}, events: newQueue(), closed: make(chan struct{})}
	if k.folder, err = newFolder(); err != nil {
		return nil, fmt.Errorf("making a folder for the kernel: %w", err)
	}
	defer func() {
		if err != nil {
			k.end()
		}
	}()
	if k.connection, err = newConnection(spec, opts.Transport, k.folder.path); err != nil {
		return nil, err
	}
	file := k.folder.join("connection.json")
	if err := k.connection.write(file); err != nil {
		return nil, err
	}
	argv := spec.Command(file)
	if k.process, err = launch(argv, opts.Dir, k.folder.join("log"), kernelEnv(opts.Env, spec, opts)); err != nil {
		return nil, fmt.Errorf("starting the kernel %s: %w", spec.Name, err)
	}
	if err := k.connect(ctx); err != nil {
		return nil, k.startError(ctx, err)
	}
	go k.watch()
	if err := k.waitReady(ctx); err != nil {
		return nil, k.startError(ctx, err)
	}
	k.gaps.skip()
	return k, nil
}

// startError says why a kernel did not start: it is dead, or it did not answer.
func (k *Kernel) startError(ctx context.Context, err error) error {
	var dead *DeadError
	select {
	case <-k.process.ended:
		return k.dead("while it started")
	default:
	}
	if errors.As(err, &dead) || ctx.Err() == nil {
		return err
	}
	log := k.process.tail()
	if log != "" {
		log = "; it wrote:\n" + log
	}
	return fmt.Errorf("the kernel %s did not answer: %w%s", k.spec.Name, context.Cause(ctx), log)
}

// connect dials the four sockets as soon as the kernel opens them.
func (k *Kernel) connect(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		select {
		case <-k.process.ended:
			cancel(errors.New("the kernel ended"))
		case <-ctx.Done():
		}
	}()
	// One identity: a kernel asks on stdin whoever sent the request on shell.
	for _, from := range []channel{iopub, shell, stdin, control} {
		kind := dealer
		if from == iopub {
			kind = sub
		}
		s, err := k.dial(ctx, from, kind)
		if err != nil {
			return err
		}
		k.sockets[from] = s
		k.readers.Add(1)
		go k.read(from, s)
	}
	return nil
}

// dial reaches a socket as soon as it is there. It looks often at first, and less
// often the longer it takes: to look takes time from the kernels that start.
func (k *Kernel) dial(ctx context.Context, from channel, kind socketType) (*socket, error) {
	network, address := k.connection.address(from)
	began := time.Now()
	for {
		if k.connection.mayListen(address) {
			s, err := dialSocket(ctx, network, address, kind, k.session, k.opts.MaxMessage)
			if err == nil || errors.Is(err, errProtocol) {
				return s, err
			}
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(dialPause(time.Since(began))):
		}
	}
}

// dialPause returns how long to wait until the next attempt to reach a socket.
func dialPause(waited time.Duration) time.Duration {
	const least, most, share = 3 * time.Millisecond, 20 * time.Millisecond, 50
	return min(max(waited/share, least), most)
}

// read puts the messages of a socket into the queue.
func (k *Kernel) read(from channel, s *socket) {
	defer k.readers.Done()
	for {
		frames, err := s.recv()
		if err != nil {
			k.events.put(event{from: from, ended: err})
			return
		}
		msg, err := decodeMessage(k.connection.Key, frames)
		if err != nil {
			continue // not signed by the kernel, or no message: it is not for us
		}
		k.events.put(event{from: from, msg: msg})
	}
}

// drainLimit is how long the sockets of a dead kernel may still give messages:
// a child process that lives on can hold them open.
const drainLimit = 500 * time.Millisecond

// watch puts the end of the process into the queue, after what its sockets
// still gave.
func (k *Kernel) watch() {
	<-k.process.ended
	drained := make(chan struct{})
	go func() { k.readers.Wait(); close(drained) }()
	select {
	case <-drained:
	case <-k.closed:
	case <-time.After(drainLimit):
	}
	k.events.put(event{from: process, ended: errors.New("the process ended")})
}

// A DeadError says that the kernel ended by itself.
type DeadError struct {
	Kernel string // its name
	When   string // such as "while it started"
	Ending string // such as "it was ended by signal: killed"
	Log    string // the end of what it wrote by itself; may be ""
}

func (e *DeadError) Error() string {
	text := fmt.Sprintf("the kernel %s died %s: %s", e.Kernel, e.When, e.Ending)
	if e.Log != "" {
		text += "; it wrote:\n" + e.Log
	}
	return text
}

func (k *Kernel) dead(when string) error {
	return &DeadError{Kernel: k.spec.Name, When: when, Ending: k.process.ending(), Log: k.process.tail()}
}

// Spec returns what the kernel was started from.
func (k *Kernel) Spec() *Spec { return k.spec }

// Interrupt interrupts what the kernel does.
func (k *Kernel) Interrupt() error {
	if k.spec.InterruptMode == interruptMessage {
		_, err := k.request(control, "interrupt_request", struct{}{})
		return err
	}
	return interruptProcess(k.process.cmd)
}

// Kill ends the kernel and the processes of its group at once.
func (k *Kernel) Kill() error { return killProcess(k.process.cmd) }

// Shutdown asks the kernel to end, kills it when it does not in time, and
// removes its folder. ctx ends the waiting, not the killing.
func (k *Kernel) Shutdown(ctx context.Context) error {
	if _, err := k.request(control, "shutdown_request", map[string]bool{"restart": false}); err == nil {
		timer := time.NewTimer(k.opts.Farewell)
		defer timer.Stop()
		select {
		case <-k.process.ended:
		case <-timer.C:
		case <-ctx.Done():
		}
	}
	return k.end()
}

// end kills what is left and gives back what the kernel took.
func (k *Kernel) end() (err error) {
	k.closeOnce.Do(func() {
		close(k.closed)
		if k.process != nil {
			err = k.Kill()
			<-k.process.ended
		}
		for _, s := range k.sockets {
			s.close()
		}
		k.readers.Wait()
		if k.connection != nil {
			k.connection.release()
		}
		err = errors.Join(err, k.folder.remove())
	})
	return err
}
