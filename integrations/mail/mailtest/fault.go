package mailtest

import "sync"

// faults says how the server misbehaves next.
type faults struct {
	mu         sync.Mutex
	rejectCode int
	rejectLeft int
	dropLeft   int
}

func (f *faults) reject(code, n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rejectCode, f.rejectLeft = code, max(n, 0)
}

func (f *faults) drop(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.dropLeft = max(n, 0)
}

// takeReject returns the code to refuse the next mail with, 0 for none.
func (f *faults) takeReject() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.rejectLeft == 0 {
		return 0
	}
	f.rejectLeft--
	return f.rejectCode
}

// takeDrop says whether to break the connection after the next mail.
func (f *faults) takeDrop() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.dropLeft == 0 {
		return false
	}
	f.dropLeft--
	return true
}
