package main

import (
	"bufio"
	"bytes"
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"debrief/integrations/jira/jiratest"
	"debrief/integrations/mail/mailtest"
	"debrief/internal/testenv"
)

// patience bounds every wait of these tests.
const patience = 30 * time.Second

// surroundings are what a program under test talks to: a database, a fake Jira, a real SMTP server, and a clock.
type surroundings struct {
	t        *testing.T
	database string
	jira     *jiratest.Server
	jiraURL  string
	gate     *gate
	mails    *mailtest.Server
	listen   string
	clock    string
	mu       sync.Mutex
	now      time.Time
}

// gate holds requests of one kind back, as a network does that is slow.
type gate struct {
	mu     sync.Mutex
	closed map[string]chan struct{}
	held   chan string
}

func (g *gate) wait(r *http.Request) {
	key := r.Method + " " + r.URL.Path
	g.mu.Lock()
	closed := g.closed[key]
	g.mu.Unlock()
	if closed == nil {
		return
	}
	g.held <- key
	select {
	case <-closed:
	case <-r.Context().Done():
	}
}

// shut holds requests back until open is called.
func (g *gate) shut(key string) (open func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	c := make(chan struct{})
	g.closed[key] = c
	return func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		if g.closed[key] == c {
			delete(g.closed, key)
			close(c)
		}
	}
}

// monday is when these tests begin: a Monday at work in most of the world.
var monday = time.Date(2026, time.March, 2, 10, 0, 0, 0, time.UTC)

func surround(t *testing.T, database string) *surroundings {
	t.Helper()
	w := &surroundings{t: t, database: database, clock: filepath.Join(t.TempDir(), "clock"), now: monday,
		gate: &gate{closed: map[string]chan struct{}{}, held: make(chan string, 100)}}
	w.setClock(monday)
	w.jira = jiratest.New(jiratest.Options{Now: w.time, SearchLag: 2 * time.Minute})
	handler := w.jira.Handler()
	site := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.gate.wait(r)
		handler.ServeHTTP(rw, r)
	}))
	t.Cleanup(site.Close)
	w.jiraURL = site.URL
	var err error
	if w.mails, err = mailtest.Start(mailtest.Options{Now: w.time}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.mails.Close() })
	w.listen = freeAddress(t)
	return w
}

// engines are what everything runs on.
var engines = map[string]func(t *testing.T) string{
	"sqlite":   func(t *testing.T) string { return filepath.Join(t.TempDir(), "debrief.db") },
	"postgres": func(t *testing.T) string { return testenv.Postgres(t) },
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func (w *surroundings) time() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *surroundings) setClock(at time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = at
	fresh := w.clock + ".new"
	if err := os.WriteFile(fresh, []byte(at.Format(time.RFC3339Nano)), 0o600); err != nil {
		w.t.Fatal(err)
	}
	if err := os.Rename(fresh, w.clock); err != nil { // whole, whenever it is read
		w.t.Fatal(err)
	}
}

// pass moves the clock ahead.
func (w *surroundings) pass(d time.Duration) { w.setClock(w.time().Add(d)) }

func (w *surroundings) environment(listen string) []string {
	return append(os.Environ(), asProgram+"=1", clockFile+"="+w.clock,
		"DEBRIEF_DATABASE_URL="+w.database, "DEBRIEF_LISTEN="+listen, "DEBRIEF_BASE_URL=http://"+w.listen,
		"DEBRIEF_ADMIN_EMAIL=robin@example.com", "DEBRIEF_OUTBOUND_ALLOW=127.0.0.1",
		"DEBRIEF_JIRA_URL="+w.jiraURL, "DEBRIEF_JIRA_USER="+jiratest.DefaultUser, "DEBRIEF_JIRA_TOKEN="+jiratest.DefaultToken,
		"DEBRIEF_JIRA_PROJECT=OPS", "DEBRIEF_SMTP_HOST="+w.mails.Host(), "DEBRIEF_SMTP_PORT="+portOf(w.mails.Addr()),
		"DEBRIEF_SMTP_TLS=none", "DEBRIEF_SMTP_FROM=debrief@example.com", "DEBRIEF_SMTP_TIMEOUT=5s")
}

func portOf(address string) string {
	_, port, _ := net.SplitHostPort(address)
	return port
}

// process is a running program.
type process struct {
	cmd    *exec.Cmd
	url    string
	log    *logBuffer
	exited chan error
}

// logBuffer keeps what a program prints.
type logBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// start starts the program and waits until it is ready.
func (w *surroundings) start(t *testing.T, listen string) *process {
	t.Helper()
	p := w.launch(t, listen)
	if !p.waitReady() {
		t.Fatalf("the program did not become ready:\n%s", p.log)
	}
	return p
}

// launch starts the program without waiting.
func (w *surroundings) launch(t *testing.T, listen string) *process {
	t.Helper()
	p := &process{url: "http://" + listen, log: &logBuffer{}, exited: make(chan error, 1)}
	p.cmd = exec.Command(os.Args[0], "serve")
	p.cmd.Env, p.cmd.Stdout, p.cmd.Stderr = w.environment(listen), p.log, p.log
	p.cmd.SysProcAttr = childOfTest()
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { p.exited <- p.cmd.Wait() }()
	t.Cleanup(func() {
		p.kill()
		if text := p.log.String(); t.Failed() {
			t.Logf("the program on %s said:\n%s", listen, text[max(0, len(text)-4000):])
		}
	})
	return p
}

// waitReady polls until the program answers, and returns false where it ends first or takes too long.
func (p *process) waitReady() bool {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		if r, err := http.Get(p.url + "/readyz"); err == nil {
			r.Body.Close()
			if r.StatusCode == http.StatusOK {
				return true
			}
		}
		select {
		case err := <-p.exited:
			p.exited <- err
			return false
		case <-ctx.Done():
			return false
		case <-tick.C:
		}
	}
}

// kill is kill -9.
func (p *process) kill() {
	p.cmd.Process.Kill()
	err := <-p.exited
	p.exited <- err
}

// stop is SIGTERM; it returns the exit code.
func (p *process) stop(t *testing.T) int {
	t.Helper()
	p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case err := <-p.exited:
		p.exited <- err
		return p.cmd.ProcessState.ExitCode()
	case <-time.After(patience):
		t.Fatalf("the program did not stop:\n%s", p.log)
		return -1
	}
}

// signInLink returns the administrator's link that a first start prints.
func (p *process) signInLink() string {
	lines := bufio.NewScanner(strings.NewReader(p.log.String()))
	for lines.Scan() {
		if line := strings.TrimSpace(lines.Text()); strings.HasPrefix(line, "http") && strings.Contains(line, "/sign-in/") {
			return line
		}
	}
	return ""
}

// command runs another subcommand to its end and returns what it printed.
func (w *surroundings) command(t *testing.T, args ...string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Env = w.environment("127.0.0.1:0")
	out, err := cmd.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

// eventually polls until the condition holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	within(t, patience, what, holds)
}

func within(t *testing.T, bound time.Duration, what string, holds func() bool) {
	t.Helper()
	deadline := time.After(bound)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-deadline:
			t.Fatalf("in vain: %s", what)
		case <-tick.C:
		}
	}
}
