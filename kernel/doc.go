// Package kernel talks to Jupyter kernels: it finds them, starts them and runs
// code on them. No other program of Jupyter is needed.
//
// # Vocabulary
//
// A [Spec] is an installed kernel: a folder with a kernel.json that says how
// to start it. A [Kernel] is one that runs. Its sockets are channels: shell
// and control take requests and give replies, iopub tells everybody what the
// kernel prints and whether it is busy or idle, stdin asks the user. What goes
// over them is a [Message], signed with a key that the connection file holds.
//
// # How it works
//
// [Find] lists the kernels by Jupyter's rules. [Start] starts one in a process
// group of its own and waits until it replies and its iopub is heard.
// [Kernel.Execute] runs one piece of code and hands over each message that
// comes meanwhile. [Kernel.Shutdown] ends it, by force when it must.
//
// A reader per socket never waits for who uses the messages: a kernel's iopub
// queue is short, and what does not fit is dropped there without a word. What
// was dropped nevertheless is counted, see [Reply.Lost].
//
// The protocol below is ZeroMQ's ZMTP 3.0, the connecting side only, without
// encryption, as DEALER and SUB (zmtp.go); the messages are those of Jupyter's
// protocol 5 (https://jupyter-client.readthedocs.io/en/stable/messaging.html).
package kernel
