// Package mailtest is a real SMTP server inside the process: it catches what is
// sent, keeps it in memory, and fails on demand. Tests wait on it, and the demo
// shows its page.
//
// It is not for production: it delivers nothing and forgets everything.
package mailtest
