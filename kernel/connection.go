package kernel

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/nbcompare/nbcompare/internal/lazyre"
)

// Transports of a kernel's sockets.
const (
	// IPC are sockets of the file system: nobody else can take their names.
	IPC = "ipc"
	// TCP are ports of this machine. They are chosen before the kernel opens
	// them, so another program may be faster; then the kernel starts again.
	TCP = "tcp"
)

// A connectionFile is what a kernel is told, by the names of Jupyter.
type connectionFile struct {
	Transport       string `json:"transport"`
	IP              string `json:"ip"`
	ShellPort       int    `json:"shell_port"`
	IOPubPort       int    `json:"iopub_port"`
	StdinPort       int    `json:"stdin_port"`
	ControlPort     int    `json:"control_port"`
	HBPort          int    `json:"hb_port"`
	Key             string `json:"key"`
	SignatureScheme string `json:"signature_scheme"`
	KernelName      string `json:"kernel_name"`
}

// maxSocketPath is how long the path of a socket may be: macOS has 104 bytes
// with the final zero, Linux 108.
const maxSocketPath = 103

// newConnection chooses where a kernel in the folder dir shall listen.
func newConnection(spec *Spec, transport, dir string) (*connectionFile, error) {
	c := &connectionFile{
		Transport: transport, Key: newID(), SignatureScheme: "hmac-sha256", KernelName: spec.Name,
		IP: filepath.Join(dir, "k"), ShellPort: 1, IOPubPort: 2, StdinPort: 3, ControlPort: 4, HBPort: 5,
	}
	if transport == "" {
		c.Transport = spec.transport()
		if len(c.IP) > maxSocketPath-len("-1") {
			c.Transport = TCP
		}
	}
	switch c.Transport {
	case IPC:
		return c, nil
	case TCP:
		c.IP = "127.0.0.1"
		return c, c.choosePorts()
	}
	return nil, fmt.Errorf("transport %q: must be ipc or tcp", transport)
}

var speaksIPC = lazyre.New(`(?i)^(python[0-9.]*|r|julia|x[a-z]+)(\.exe)?$`)

// transport returns IPC for what is known to speak it: what stands on libzmq
// and builds addresses as ipykernel does, in Python, R, Julia, and xeus. Others
// may read the name of a socket as that of a host.
func (s *Spec) transport() string {
	if runtime.GOOS != "windows" && speaksIPC.MatchString(filepath.Base(s.Argv[0])) {
		return IPC
	}
	return TCP
}

// ports are those that this process gave away and that are still in use.
var ports = struct {
	sync.Mutex
	taken map[int]bool
}{taken: map[int]bool{}}

// choosePorts finds ports that are free now.
func (c *connectionFile) choosePorts() error {
	ports.Lock()
	defer ports.Unlock()
	var listeners []net.Listener
	defer func() {
		for _, l := range listeners {
			l.Close()
		}
	}()
	for _, port := range c.ports() {
		for *port <= 5 {
			l, err := net.Listen("tcp", c.IP+":0")
			if err != nil {
				return err
			}
			listeners = append(listeners, l)
			if n := l.Addr().(*net.TCPAddr).Port; !ports.taken[n] {
				ports.taken[n], *port = true, n
			}
		}
	}
	return nil
}

// release gives the ports back.
func (c *connectionFile) release() {
	ports.Lock()
	defer ports.Unlock()
	for _, port := range c.ports() {
		delete(ports.taken, *port)
	}
}

func (c *connectionFile) ports() []*int {
	return []*int{&c.ShellPort, &c.IOPubPort, &c.StdinPort, &c.ControlPort, &c.HBPort}
}

// address returns what a channel's socket is dialled with.
func (c *connectionFile) address(from channel) (network, address string) {
	port := map[channel]int{shell: c.ShellPort, iopub: c.IOPubPort, stdin: c.StdinPort, control: c.ControlPort}[from]
	if c.Transport == IPC {
		return "unix", fmt.Sprintf("%s-%d", c.IP, port)
	}
	return "tcp", fmt.Sprintf("%s:%d", c.IP, port)
}

// mayListen reports whether it is worth to dial an address: to ask whether the
// file of a socket is there costs a fiftieth of an attempt to connect.
func (c *connectionFile) mayListen(address string) bool {
	if c.Transport != IPC {
		return true
	}
	_, err := os.Lstat(address)
	return err == nil
}

// write writes the file for this user's eyes alone: it holds the key.
func (c *connectionFile) write(path string) error {
	text, err := json.MarshalIndent(c, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o600)
}

// A folder is the temporary folder of a kernel: connection file, sockets, log.
// As long as it is in use a lock is held in it, so that what a killed process
// left can be told from what is in use, see sweep.
type folder struct {
	path string
	lock *os.File
}

const (
	folderPattern = "nbcompare-kernel-*"
	lockName      = "lock"
)

func newFolder() (*folder, error) {
	path, err := os.MkdirTemp("", folderPattern)
	if err != nil {
		return nil, err
	}
	lock, err := os.OpenFile(filepath.Join(path, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err == nil {
		err = lockFile(lock)
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(path))
	}
	return &folder{path, lock}, nil
}

func (f *folder) join(name string) string { return filepath.Join(f.path, name) }

// remove removes the lock last: by it a later sweep knows the folder, when we
// are killed here.
func (f *folder) remove() error {
	entries, err := os.ReadDir(f.path)
	for _, entry := range entries {
		if entry.Name() != lockName {
			err = errors.Join(err, os.RemoveAll(f.join(entry.Name())))
		}
	}
	return errors.Join(err, f.lock.Close(), os.RemoveAll(f.path))
}

var sweepOnce sync.Once

// sweep removes the folders that killed processes left.
func sweep() {
	left, _ := filepath.Glob(filepath.Join(os.TempDir(), folderPattern))
	for _, path := range left {
		lock, err := os.OpenFile(filepath.Join(path, lockName), os.O_RDWR, 0)
		if err != nil {
			removeEmpty(path)
			continue
		}
		err = lockFile(lock)
		lock.Close()
		if err == nil {
			_ = os.RemoveAll(path)
		}
	}
}

// removeEmpty removes a folder without a lock if it is empty, and not just
// being made.
func removeEmpty(path string) {
	const old = time.Minute
	if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > old {
		_ = os.Remove(path) // refused when it holds something: then it is not ours
	}
}
