// Package slacktest is a Slack workspace in memory: as much of the Web API as Debrief uses, with Slack's refusals, and a page that
// shows what was posted. Tests run against it, and so does the demo.
package slacktest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// DefaultToken is what a Server accepts unless Options say otherwise.
const DefaultToken = "slacktest-token"

// Options describe the workspace. The zero value is one in which nobody is.
type Options struct {
	Now       func() time.Time // the workspace's clock; nil means time.Now
	Token     string           // the app's bot token; "" means DefaultToken
	Scopes    []string         // of the token; nil means all that Debrief needs
	Users     []User
	Channels  []Channel
	Everybody bool // whoever is looked up is there, and every channel
}

// User is somebody in the workspace.
type User struct {
	ID, Email string
	Deleted   bool // was deactivated
}

// Message is what was posted.
type Message struct {
	To       string // the address of the person whose direct messages it is in, or the channel as #name
	Channel  string
	PostedAt time.Time
	TS       string
	Text     string
	Blocks   []Block
	Form     map[string]string // all that was sent, but for the token
}

// Server is the fake workspace. It may be used by several goroutines at once.
type Server struct {
	opts Options

	mu       sync.Mutex
	users    []User
	channels []Channel
	messages []posted
	faults   faults
	requests map[string]int
}

// posted is a message with what only the app sees of it.
type posted struct {
	Message
	metadata json.RawMessage
}

// New returns a workspace without messages.
func New(opts Options) *Server {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Token == "" {
		opts.Token = DefaultToken
	}
	if opts.Scopes == nil {
		opts.Scopes = []string{"channels:history", "channels:read", "chat:write", "chat:write.public", "groups:history", "groups:read",
			"im:history", "im:write", "users:read", "users:read.email"}
	}
	s := &Server{opts: opts, requests: map[string]int{}}
	for _, u := range opts.Users {
		s.Join(u)
	}
	for _, c := range opts.Channels {
		s.Open(c)
	}
	return s
}

// Join adds somebody, or changes who has the address.
func (s *Server) Join(u User) User {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.join(u)
}

func (s *Server) join(u User) User {
	u.Email = strings.ToLower(u.Email)
	if at := slices.IndexFunc(s.users, func(known User) bool { return known.Email == u.Email }); at >= 0 {
		u.ID = s.users[at].ID
		s.users[at] = u
		return u
	}
	if u.ID == "" {
		u.ID = fmt.Sprintf("U%08d", len(s.users)+1)
	}
	s.users = append(s.users, u)
	return u
}

// Messages returns what was posted, the oldest first.
func (s *Server) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]Message, len(s.messages))
	for n, m := range s.messages {
		list[n] = m.Message
	}
	return list
}

// Clear takes what was posted away.
func (s *Server) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.messages = nil
}

// Requests returns how often each method was called, such as "chat.postMessage".
func (s *Server) Requests() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.requests)
}

// Handler serves the API below /api/, under whatever host, and Page at /.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/api/", http.StripPrefix("/api/", http.HandlerFunc(s.api)))
	mux.Handle("/", s.Page())
	return mux
}

// ts is how Slack names a moment: seconds, and what tells messages of the same moment apart.
func (s *Server) ts(at time.Time) string {
	return fmt.Sprintf("%d.%06d", at.Unix(), len(s.messages)+1)
}

func seconds(ts string) float64 {
	f, _ := strconv.ParseFloat(ts, 64)
	return f
}
