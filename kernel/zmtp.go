package kernel

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"
)

// ZMTP 3.0, https://rfc.zeromq.org/spec/23/: the connecting side, the NULL
// mechanism, sockets of the types DEALER and SUB.

// socketType is what READY announces.
type socketType string

const (
	dealer socketType = "DEALER"
	sub    socketType = "SUB"
)

// Flags of a frame.
const (
	flagMore    = 1
	flagLong    = 2
	flagCommand = 4
)

const (
	greetingSize = 64
	maxFrames    = 1 << 16 // of a message; Jupyter has six and one a buffer
	maxCommand   = 1 << 16 // bytes; READY has some tens
)

// errProtocol is wrapped by every error about what the other side sent.
var errProtocol = errors.New("no ZMTP 3")

// A socket is one connection. send may be called by several goroutines, recv
// by one.
type socket struct {
	conn     net.Conn
	r        io.Reader
	maxBytes int64 // of a message
	mutex    sync.Mutex
}

// dialSocket connects to a listening socket, shakes hands, and for SUB
// subscribes to everything. It keeps to ctx while the other side says nothing.
func dialSocket(ctx context.Context, network, address string, kind socketType, identity string, maxBytes int64) (*socket, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })
	s := &socket{conn: conn, r: newReader(conn), maxBytes: maxBytes}
	err = s.handshake(kind, identity)
	if err == nil && kind == sub {
		err = s.send([][]byte{{1}})
	}
	if !stop() && err == nil { // the deadline may be set at any moment now
		err = context.Cause(ctx)
	}
	if err != nil {
		conn.Close()
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return nil, err
	}
	return s, nil
}

// handshake sends and reads the greetings and then READY.
func (s *socket) handshake(kind socketType, identity string) error {
	if _, err := s.conn.Write(greeting()); err != nil {
		return err
	}
	if err := readGreeting(s.r); err != nil {
		return err
	}
	if _, err := s.conn.Write(appendFrame(nil, flagCommand, readyCommand(kind, identity))); err != nil {
		return err
	}
	flags, body, err := readFrame(s.r, maxCommand)
	if err != nil {
		return err
	}
	switch name, rest := commandName(body); {
	case flags&flagCommand == 0:
		return fmt.Errorf("%w: a message where READY belongs", errProtocol)
	case name == "ERROR":
		return fmt.Errorf("%w: the other side refuses: %q", errProtocol, rest)
	case name != "READY":
		return fmt.Errorf("%w: the command %q where READY belongs", errProtocol, name)
	}
	return nil
}

func greeting() []byte {
	b := make([]byte, greetingSize)
	b[0], b[9] = 0xFF, 0x7F
	b[10], b[11] = 3, 0 // version; 3.0 has no heartbeats and subscribes by message
	copy(b[12:32], "NULL")
	return b
}

func readGreeting(r io.Reader) error {
	b := make([]byte, greetingSize)
	if _, err := io.ReadFull(r, b[:11]); err != nil {
		return err
	}
	if b[0] != 0xFF || b[9]&1 != 1 || b[10] < 3 {
		return fmt.Errorf("%w: greeted with % x", errProtocol, b[:11])
	}
	if _, err := io.ReadFull(r, b[11:]); err != nil {
		return err
	}
	if mechanism := string(bytes.TrimRight(b[12:32], "\x00")); mechanism != "NULL" {
		return fmt.Errorf("%w: the other side wants the mechanism %q", errProtocol, mechanism)
	}
	return nil
}

func readyCommand(kind socketType, identity string) []byte {
	b := append([]byte{5}, "READY"...)
	b = appendProperty(b, "Socket-Type", string(kind))
	if kind == dealer {
		b = appendProperty(b, "Identity", identity)
	}
	return b
}

func appendProperty(b []byte, name, value string) []byte {
	b = append(append(b, byte(len(name))), name...)
	b = binary.BigEndian.AppendUint32(b, uint32(len(value)))
	return append(b, value...)
}

// commandName splits a command into its name and its data.
func commandName(body []byte) (name string, rest []byte) {
	if len(body) == 0 || len(body) < 1+int(body[0]) {
		return "", nil
	}
	n := 1 + int(body[0])
	return string(body[1:n]), body[n:]
}

// appendFrame appends one frame.
func appendFrame(b []byte, flags byte, body []byte) []byte {
	if len(body) > 255 {
		b = binary.BigEndian.AppendUint64(append(b, flags|flagLong), uint64(len(body)))
	} else {
		b = append(b, flags, byte(len(body)))
	}
	return append(b, body...)
}

// readFrame reads one frame of at most limit bytes.
func readFrame(r io.Reader, limit int64) (flags byte, body []byte, err error) {
	var head [9]byte
	if _, err := io.ReadFull(r, head[:2]); err != nil {
		return 0, nil, err
	}
	flags = head[0]
	size := uint64(head[1])
	switch {
	case flags&^(flagMore|flagLong|flagCommand) != 0 || flags&flagCommand != 0 && flags&flagMore != 0:
		return 0, nil, fmt.Errorf("%w: a frame with the flags %#x", errProtocol, flags)
	case flags&flagLong != 0:
		if _, err := io.ReadFull(r, head[2:9]); err != nil {
			return 0, nil, unexpected(err)
		}
		size = binary.BigEndian.Uint64(head[1:9])
	}
	if limit < 0 || size > uint64(limit) {
		return 0, nil, fmt.Errorf("%w: a frame of %d bytes, more than the %d that are left of a message's", errProtocol, size, max(limit, 0))
	}
	body, err = readBody(r, int(size))
	return flags, body, err
}

// readBody reads size bytes. It takes memory as they come, not as they were
// announced.
func readBody(r io.Reader, size int) ([]byte, error) {
	const step = 1 << 20
	if size <= step {
		body := make([]byte, size)
		_, err := io.ReadFull(r, body)
		return body, unexpected(err)
	}
	var b bytes.Buffer
	b.Grow(step)
	if _, err := io.CopyN(&b, r, int64(size)); err != nil {
		return nil, unexpected(err)
	}
	return b.Bytes(), nil
}

// unexpected makes the end of the stream within a frame an error.
func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// send sends one message.
func (s *socket) send(frames [][]byte) error {
	var b []byte
	for i, frame := range frames {
		var flags byte
		if i < len(frames)-1 {
			flags = flagMore
		}
		b = appendFrame(b, flags, frame)
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	_, err := s.conn.Write(b)
	return err
}

// recv reads the next message. The error is io.EOF when the other side closed
// the connection between two messages.
func (s *socket) recv() ([][]byte, error) {
	var frames [][]byte
	left := s.maxBytes
	for {
		flags, body, err := readFrame(s.r, left)
		if err == nil && flags&flagCommand != 0 {
			if len(frames) > 0 {
				return nil, fmt.Errorf("%w: a command within a message", errProtocol)
			}
			if err := s.command(body); err != nil {
				return nil, err
			}
			continue
		}
		if err != nil {
			if len(frames) > 0 {
				err = unexpected(err)
			}
			return nil, err
		}
		frames = append(frames, body)
		if left -= int64(len(body)); len(frames) > maxFrames {
			return nil, fmt.Errorf("%w: a message of more than %d frames", errProtocol, maxFrames)
		}
		if flags&flagMore == 0 {
			return frames, nil
		}
	}
}

// command answers the only command that wants an answer, the PING of ZMTP 3.1.
func (s *socket) command(body []byte) error {
	name, rest := commandName(body)
	if name != "PING" || len(rest) < 2 {
		return nil
	}
	pong := append(append([]byte{4}, "PONG"...), rest[2:]...) // without the time to live
	s.mutex.Lock()
	defer s.mutex.Unlock()
	_, err := s.conn.Write(appendFrame(nil, flagCommand, pong))
	return err
}

func (s *socket) close() { s.conn.Close() }
