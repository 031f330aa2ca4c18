package mailtest

import (
	"net"
	"sync"
)

// listener is a net.Listener that can be down: it then closes what is open and
// what comes.
type listener struct {
	net.Listener

	mu   sync.Mutex
	down bool
	open map[net.Conn]struct{}
}

func newListener(l net.Listener) *listener {
	return &listener{Listener: l, open: map[net.Conn]struct{}{}}
}

// Accept returns the next connection that arrives while the server is up.
func (l *listener) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if tracked := (&conn{Conn: c, of: l}); l.track(tracked) {
			return tracked, nil
		}
		_ = c.Close()
	}
}

func (l *listener) track(c net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.down {
		return false
	}
	l.open[c] = struct{}{}
	return true
}

func (l *listener) setDown(down bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = down
	if down {
		for c := range l.open {
			_ = c.(*conn).Conn.Close() // the wrapper's Close would ask for the lock
		}
		clear(l.open)
	}
}

// conn tells its listener when it is closed.
type conn struct {
	net.Conn
	of *listener
}

// Close closes the connection and forgets it.
func (c *conn) Close() error {
	c.of.mu.Lock()
	delete(c.of.open, c)
	c.of.mu.Unlock()
	return c.Conn.Close()
}
