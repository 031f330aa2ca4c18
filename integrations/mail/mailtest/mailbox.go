package mailtest

import (
	"context"
	"fmt"
	"slices"
	"sync"
)

const (
	maxMessages = 1000
	maxBytes    = 64 << 20 // of all messages together, so that large ones do not fill the memory
)

// mailbox keeps the newest messages and wakes who waits for them.
type mailbox struct {
	mu       sync.Mutex
	messages []Message // oldest first
	bytes    int
	lastID   int
	changed  chan struct{} // closed and replaced with every change
}

func newMailbox() *mailbox { return &mailbox{changed: make(chan struct{})} }

// add numbers and keeps a message, and drops the oldest ones over the limits.
func (b *mailbox) add(m Message) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lastID++
	m.ID = b.lastID
	b.messages = append(b.messages, m)
	b.bytes += len(m.Raw)
	drop := 0
	for len(b.messages)-drop > maxMessages || (b.bytes > maxBytes && drop < len(b.messages)-1) {
		b.bytes -= len(b.messages[drop].Raw)
		drop++
	}
	b.messages = slices.Delete(b.messages, 0, drop)
	b.wake()
}

func (b *mailbox) clear() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.messages, b.bytes = nil, 0
	b.wake()
}

func (b *mailbox) wake() {
	close(b.changed)
	b.changed = make(chan struct{})
}

// snapshot returns the messages, and a channel that is closed at the next change.
func (b *mailbox) snapshot() ([]Message, <-chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.messages), b.changed
}

func (b *mailbox) waitFor(ctx context.Context, enough func([]Message) bool) ([]Message, error) {
	for {
		messages, changed := b.snapshot()
		if enough(messages) {
			return messages, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return messages, fmt.Errorf("waiting for mail, %d caught so far: %w; check what should have sent it", len(messages), context.Cause(ctx))
		}
	}
}
