package kernel

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"testing"

	"github.com/nbcompare/nbcompare/internal/testenv"
	"github.com/stretchr/testify/require"
)

// Whatever is read as a message takes no more bytes than it may, and written
// again it is read as the same.
func FuzzRecv(f *testing.F) {
	f.Add([]byte{0, 1, 'a'})
	f.Add([]byte{1, 0, 0, 0})
	f.Add(append([]byte{flagLong, 0, 0, 0, 0, 0, 0, 1, 4}, bytes.Repeat([]byte("x"), 260)...))
	f.Add([]byte{flagLong, 0xFF, 0, 0, 0, 0, 0, 0, 0})
	f.Add([]byte{4, 5, 4, 'P', 'I', 'N', 'G', 0, 1, 'a'})
	f.Add(append(greeting(), readyFrame()...))
	f.Fuzz(testenv.Inputs(func(t *testing.T, b []byte) {
		_ = readGreeting(bytes.NewReader(b))
		s := &socket{r: bytes.NewReader(b), maxBytes: 4096}
		if len(b) > 4 && b[0] == flagCommand {
			commandName(b[2:])
			return // an answer would need a connection
		}
		frames, err := s.recv()
		if err != nil {
			require.Nil(t, frames)
			return
		}
		var again []byte
		size := 0
		for i, frame := range frames {
			size += len(frame)
			flags := byte(flagMore)
			if i == len(frames)-1 {
				flags = 0
			}
			again = appendFrame(again, flags, frame)
		}
		require.LessOrEqual(t, size, 4096)
		second, err := (&socket{r: bytes.NewReader(again), maxBytes: 4096}).recv()
		require.NoError(t, err)
		require.Equal(t, frames, second)
	}))
}

func readyFrame() []byte { return appendFrame(nil, flagCommand, readyCommand(dealer, "me")) }

// What is read as a message was signed, and has objects where they belong.
func FuzzDecodeMessage(f *testing.F) {
	frames, err := encodeMessage("key", header{MsgID: "a_1_2", MsgType: "status"}, nil, map[string]string{"execution_state": "idle"})
	require.NoError(f, err)
	f.Add("key", frames[2], frames[3], frames[5], frames[1])
	f.Add("", []byte("{}"), []byte(`{"msg_id": 3}`), []byte("[]"), []byte(""))
	f.Add("", []byte(" {}"), []byte("{}"), []byte("{"), []byte("x"))
	f.Fuzz(testenv.Inputs(func(t *testing.T, key string, head, parent, content, signed []byte) {
		m, err := decodeMessage(key, [][]byte{[]byte("topic"), []byte(delimiter), signed, head, parent, []byte("{}"), content})
		if err != nil {
			require.Nil(t, m)
			return
		}
		if key != "" {
			require.Equal(t, string(signature(key, head, parent, []byte("{}"), content)), string(signed))
		}
		require.True(t, json.Valid(head))
		require.Equal(t, byte('{'), bytes.TrimSpace(m.Content)[0])
		isIdle(m)
		newReply(m)
		new(gaps).saw(m.ID)
	}))
}

func TestRecvLimits(t *testing.T) {
	read := func(maxBytes int64, b ...byte) error {
		_, err := (&socket{r: bytes.NewReader(b), maxBytes: maxBytes}).recv()
		return err
	}
	require.NoError(t, read(3, 1, 2, 'a', 'b', 0, 1, 'c'))
	require.ErrorIs(t, read(2, 1, 2, 'a', 'b', 0, 1, 'c'), errProtocol, "the frames together")
	require.ErrorIs(t, read(2, 8, 0), errProtocol, "a flag that does not exist")
	require.ErrorIs(t, read(9, 1, 0, 4, 1, 0), errProtocol, "a command within a message")
	require.ErrorIs(t, read(9, 0, 5, 'a'), io.ErrUnexpectedEOF)
	require.ErrorIs(t, read(9, 1, 0), io.ErrUnexpectedEOF)
	require.True(t, errors.Is(read(9), io.EOF))
	require.ErrorIs(t, read(9, bytes.Repeat([]byte{1, 0}, maxFrames+2)...), errProtocol, "frames without end")

	greet := greeting()
	copy(greet[12:], "CURVE")
	require.ErrorContains(t, readGreeting(bytes.NewReader(greet)), `"CURVE"`)
	greet = greeting()
	greet[10] = 1
	require.ErrorIs(t, readGreeting(bytes.NewReader(greet)), errProtocol)
}
