package kernel

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// protocolVersion is that of Jupyter's messages, not of ZMTP.
const protocolVersion = "5.3"

// delimiter stands between the addresses and the signature of a message.
const delimiter = "<IDS|MSG>"

// A Message is what a kernel sent.
type Message struct {
	// Type is the msg_type, such as "stream" or "execute_reply".
	Type string
	// ID is the message's own id, ParentID that of the request it belongs to;
	// ParentID is "" where there is none.
	ID, ParentID string
	// Date is the header's date as the kernel wrote it; "" when absent.
	Date string
	// ParentHeader, Metadata and Content are JSON objects; they are not nil.
	ParentHeader, Metadata, Content json.RawMessage
	// Buffers are binary data, as widgets have them.
	Buffers [][]byte

	head json.RawMessage // its own header: the parent of an answer
}

type header struct {
	MsgID    string `json:"msg_id"`
	Session  string `json:"session"`
	Username string `json:"username"`
	Date     string `json:"date"`
	MsgType  string `json:"msg_type"`
	Version  string `json:"version"`
}

// signature returns the HMAC-SHA256 of four parts in hexadecimal; nothing
// when there is no key.
func signature(key string, parts ...[]byte) []byte {
	if key == "" {
		return nil
	}
	mac := hmac.New(sha256.New, []byte(key))
	for _, part := range parts {
		mac.Write(part)
	}
	return []byte(hex.EncodeToString(mac.Sum(nil)))
}

// encodeMessage returns the frames of a message.
func encodeMessage(key string, head header, parent json.RawMessage, content any) ([][]byte, error) {
	h, err := json.Marshal(head)
	if err != nil {
		return nil, err
	}
	var c bytes.Buffer
	encoder := json.NewEncoder(&c)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(content); err != nil {
		return nil, err
	}
	if parent == nil {
		parent = json.RawMessage("{}")
	}
	metadata, body := []byte("{}"), bytes.TrimSuffix(c.Bytes(), []byte("\n"))
	return [][]byte{[]byte(delimiter), signature(key, h, parent, metadata, body), h, parent, metadata, body}, nil
}

var (
	errSignature = errors.New("a message with a wrong signature")
	errMessage   = errors.New("no message of Jupyter's")
)

// decodeMessage reads the frames of a message and checks its signature.
func decodeMessage(key string, frames [][]byte) (*Message, error) {
	for len(frames) > 0 && string(frames[0]) != delimiter {
		frames = frames[1:] // addresses, or the topic of iopub
	}
	if len(frames) < 6 {
		return nil, fmt.Errorf("%w: parts are missing", errMessage)
	}
	if want := signature(key, frames[2:6]...); want != nil && !hmac.Equal(want, frames[1]) {
		return nil, errSignature
	}
	var head, parent header
	for i, part := range frames[2:6] {
		if part = bytes.TrimSpace(part); len(part) == 0 || part[0] != '{' {
			return nil, fmt.Errorf("%w: part %d is no object", errMessage, i)
		}
	}
	if err := json.Unmarshal(frames[2], &head); err != nil {
		return nil, fmt.Errorf("%w: header: %w", errMessage, err)
	}
	if err := json.Unmarshal(frames[3], &parent); err != nil {
		return nil, fmt.Errorf("%w: parent header: %w", errMessage, err)
	}
	return &Message{
		Type: head.MsgType, ID: head.MsgID, ParentID: parent.MsgID, Date: head.Date,
		ParentHeader: frames[3], Metadata: frames[4], Content: frames[5], Buffers: frames[6:], head: frames[2],
	}, nil
}

// unmarshal decodes the content; what does not fit leaves v as it is.
func (m *Message) unmarshal(v any) { _ = json.Unmarshal(m.Content, v) }

// newID returns 32 random hexadecimal digits.
func newID() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // it never fails
	return hex.EncodeToString(b)
}

// now writes a time as Jupyter's headers have it.
func now() string { return time.Now().UTC().Format("2006-01-02T15:04:05.000000Z") }

func newReader(r io.Reader) io.Reader { return bufio.NewReaderSize(r, 1<<16) }
