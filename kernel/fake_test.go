//go:build unix

package kernel

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The test binary is also a kernel that misbehaves, in the way that
// FAKE_KERNEL says. Its code is the word that it shall do: "print N", "input",
// "die", "hang", "error", or anything to be printed.

const fakeVariable = "NBCOMPARE_FAKE_KERNEL"

func TestMain(m *testing.M) {
	if manner, fake := os.LookupEnv(fakeVariable); fake {
		runFake(manner, os.Args[1])
		return
	}
	os.Exit(m.Run())
}

// fakeSpec is a kernel that misbehaves in a manner.
func fakeSpec(t *testing.T, manner string) *Spec {
	self, err := os.Executable()
	require.NoError(t, err)
	spec := &Spec{Name: "fake", Dir: t.TempDir(), Argv: []string{self, "{connection_file}"},
		Env: map[string]string{fakeVariable: manner}, InterruptMode: interruptSignal}
	if manner == slowReply {
		spec.Argv = append(spec.Argv, "ipykernel_launcher") // so that its queue is widened
	}
	return spec
}

// slowReply is the manner of a kernel whose replies come late: that to
// kernel_info_request only when the kernel is busy with the next request.
const slowReply = "slow reply"

// startFake starts one, and shuts it down at the test's end.
func startFake(t *testing.T, manner string, opts Options) *Kernel {
	t.Helper()
	k, err := Start(patient(t), fakeSpec(t, manner), opts)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, k.Shutdown(context.Background())) })
	return k
}

// patient limits what hangs; a test that is well never needs it.
func patient(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

type fake struct {
	manner string
	c      connectionFile
	mutex  sync.Mutex
	subs   []*socket
	stdin  *socket
	number int
	infos  int
	held   [][]byte // a reply that comes late
}

func runFake(manner, file string) {
	f := &fake{manner: manner}
	text, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(text, &f.c)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	if manner == "dies at the start" {
		fmt.Fprintln(os.Stderr, "ImportError: no module named soul")
		os.Exit(7)
	}
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, syscall.SIGINT)
	done := make(chan struct{})
	for _, from := range []channel{shell, control, iopub, stdin} {
		network, address := f.c.address(from)
		l, err := net.Listen(network, address)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(4)
		}
		go f.listen(l, from, interrupts)
	}
	<-done
}

func (f *fake) listen(l net.Listener, from channel, interrupts chan os.Signal) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		if f.manner == "silent" {
			continue
		}
		s := &socket{conn: conn, r: newReader(conn), maxBytes: 1 << 20}
		go f.serve(s, from, interrupts)
	}
}

func (f *fake) serve(s *socket, from channel, interrupts chan os.Signal) {
	kind := map[channel]socketType{shell: "ROUTER", control: "ROUTER", stdin: "ROUTER", iopub: "XPUB"}[from]
	if s.handshake(kind, "") != nil {
		return
	}
	if f.manner == "pings" {
		_, _ = s.conn.Write(appendFrame(nil, flagCommand, append([]byte{4}, "PING\x00\x09hello"...)))
	}
	f.mutex.Lock()
	switch from {
	case stdin:
		f.stdin = s
	case iopub:
		if f.manner != "deaf" {
			f.subs = append(f.subs, s)
		}
	}
	f.mutex.Unlock()
	for {
		frames, err := s.recv()
		if err != nil {
			return
		}
		if from == iopub {
			continue
		}
		m, err := decodeMessage(f.c.Key, frames)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(5)
		}
		var head json.RawMessage
		for i, frame := range frames {
			if string(frame) == delimiter {
				head = frames[i+2]
			}
		}
		f.answer(s, m, head, interrupts)
	}
}

type object = map[string]any

func (f *fake) message(key, kind string, parent json.RawMessage, content any) [][]byte {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	id := fmt.Sprintf("session_1_%d", f.number)
	f.number++
	frames, err := encodeMessage(key, header{MsgID: id, MsgType: kind, Date: now()}, parent, content)
	if err != nil {
		panic(err)
	}
	return frames
}

func (f *fake) publish(kind string, parent json.RawMessage, content any) {
	frames := f.message(f.c.Key, kind, parent, content)
	f.mutex.Lock()
	defer f.mutex.Unlock()
	for _, s := range f.subs {
		_ = s.send(append([][]byte{[]byte("topic")}, frames...))
	}
}

func (f *fake) answer(s *socket, m *Message, parent json.RawMessage, interrupts chan os.Signal) {
	f.publish("status", parent, object{"execution_state": "busy"})
	switch m.Type {
	case "kernel_info_request":
		f.infos++
		if f.manner == "slow joiner" && f.infos < 3 {
			return // as if nobody heard it
		}
		reply := f.message(f.c.Key, "kernel_info_reply", parent, object{"language_info": object{"name": "fake"}, "implementation": "fake"})
		if f.manner == slowReply && f.infos == 1 {
			f.held = reply
			break
		}
		_ = s.send(reply)
	case "shutdown_request":
		if f.manner != "does not go" {
			os.Exit(0)
		}
		return
	case "execute_request":
		var content struct{ Code string }
		m.unmarshal(&content)
		if f.held != nil {
			_ = s.send(f.held)
			f.held = nil
		}
		reply := f.execute(content.Code, parent, interrupts)
		_ = s.send(f.message(f.c.Key, "execute_reply", parent, reply))
		if f.manner == "loses idle" {
			f.message(f.c.Key, "status", parent, nil)
			return
		}
	}
	f.publish("status", parent, object{"execution_state": "idle"})
}

func (f *fake) execute(code string, parent json.RawMessage, interrupts chan os.Signal) object {
	word, rest, _ := strings.Cut(code, " ")
	switch word {
	case "lose": // as many messages
		for range len(rest) {
			f.message(f.c.Key, "stream", parent, nil)
		}
	case "forge":
		frames := f.message("another key", "stream", parent, object{"name": "stdout", "text": "forged"})
		f.subs[0].send(frames)
		f.subs[0].send([][]byte{[]byte("nonsense")})
	case "huge":
		_, _ = f.subs[0].conn.Write([]byte{flagLong, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF})
	case "die":
		fmt.Fprintln(os.Stderr, "Segmentation fault, said the kernel")
		f.publish("stream", parent, object{"name": "stdout", "text": "last words"})
		os.Exit(9)
	case "abort":
		return object{"status": "aborted"}
	case "input":
		_ = f.stdin.send(f.message(f.c.Key, "input_request", parent, object{"prompt": "name?"}))
		<-interrupts
		return object{"status": "error", "ename": "KeyboardInterrupt", "evalue": "", "traceback": []string{"^C"}}
	case "wait":
		<-interrupts
		return object{"status": "error", "ename": "KeyboardInterrupt", "evalue": "", "traceback": []string{"^C"}}
	case "hang":
		select {}
	}
	f.publish("stream", parent, object{"name": "stdout", "text": code})
	return object{"status": "ok", "execution_count": 1}
}

// leftovers returns the folders of kernels in the temporary folder, which a
// test has for itself.
func leftovers(t *testing.T, folder string) []string {
	left, err := filepath.Glob(filepath.Join(folder, folderPattern))
	require.NoError(t, err)
	return left
}
