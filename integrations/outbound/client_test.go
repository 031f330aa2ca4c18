package outbound_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"debrief/integrations/outbound"
)

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

func get(t *testing.T, c *http.Client, url string) (*http.Response, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := c.Do(req)
	if err == nil {
		t.Cleanup(func() { resp.Body.Close() })
	}
	return resp, err
}

func serve(t *testing.T, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

func wantRefused(t *testing.T, err error) {
	t.Helper()
	var refused *outbound.RefusedError
	if !errors.As(err, &refused) {
		t.Fatalf("error is %v, want a *RefusedError", err)
	}
}

func TestALoopbackAddressIsRefusedUnlessAllowed(t *testing.T) {
	t.Parallel()
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "hello") })
	_, err := get(t, outbound.New(outbound.Config{}), s.URL)
	wantRefused(t, err)

	resp, err := get(t, outbound.New(outbound.Config{AllowedNetworks: loopback}), s.URL)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(resp.Body); err != nil || string(b) != "hello" {
		t.Errorf("body is %q, %v", b, err)
	}
}

func TestANameThatLeadsToLoopbackIsRefusedAtTheDial(t *testing.T) {
	t.Parallel()
	var reached atomic.Bool
	s := serve(t, func(http.ResponseWriter, *http.Request) { reached.Store(true) })
	port := s.URL[strings.LastIndex(s.URL, ":"):]
	c := outbound.New(outbound.Config{Resolver: resolver(t, "127.0.0.1")})
	_, err := get(t, c, "http://rebind.example"+port)
	wantRefused(t, err)
	if reached.Load() {
		t.Error("the request went out")
	}
}

func TestARedirectIntoAPrivateAddressIsRefused(t *testing.T) {
	t.Parallel()
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
	})
	_, err := get(t, outbound.New(outbound.Config{AllowedNetworks: loopback}), s.URL)
	wantRefused(t, err)
}

func TestARedirectFromHTTPSToHTTPIsRefused(t *testing.T) {
	t.Parallel()
	plain := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("the plain server was called") })
	secure := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, plain.URL, http.StatusFound)
	}))
	t.Cleanup(secure.Close)
	roots := x509.NewCertPool()
	roots.AddCert(secure.Certificate())
	_, err := get(t, outbound.New(outbound.Config{AllowedNetworks: loopback, RootCAs: roots}), secure.URL)
	var redirect *outbound.RedirectError
	if !errors.As(err, &redirect) {
		t.Fatalf("error is %v, want a *RedirectError", err)
	}
}

func TestFiveRedirectsAreFollowedAndNotASixth(t *testing.T) {
	t.Parallel()
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		var left int
		fmt.Sscanf(r.URL.Path, "/%d", &left)
		if left > 0 {
			http.Redirect(w, r, fmt.Sprintf("/%d", left-1), http.StatusFound)
		}
	})
	c := outbound.New(outbound.Config{AllowedNetworks: loopback})
	if _, err := get(t, c, s.URL+"/5"); err != nil {
		t.Errorf("five redirects: %v", err)
	}
	_, err := get(t, c, s.URL+"/6")
	var redirect *outbound.RedirectError
	if !errors.As(err, &redirect) {
		t.Errorf("six redirects: %v, want a *RedirectError", err)
	}
}

func TestAuthorizationIsDroppedWhenTheHostChanges(t *testing.T) {
	t.Parallel()
	var leaked atomic.Value
	target := serve(t, func(_ http.ResponseWriter, r *http.Request) { leaked.Store(r.Header.Get("Authorization")) })
	_, targetPort, _ := net.SplitHostPort(target.Listener.Addr().String())
	first := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "" {
			t.Error("the first host was not given Authorization")
		}
		http.Redirect(w, r, "http://other.example:"+targetPort, http.StatusTemporaryRedirect)
	})
	_, firstPort, _ := net.SplitHostPort(first.Listener.Addr().String())
	c := outbound.New(outbound.Config{AllowedNetworks: loopback, Resolver: resolver(t, "127.0.0.1")})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://tracker.test:"+firstPort, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth("user", "secret")
	resp, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if got := leaked.Load(); got != "" {
		t.Errorf("the other host got Authorization %q", got)
	}
}

func TestABodyPastTheLimitEndsInATooLargeError(t *testing.T) {
	t.Parallel()
	body := strings.Repeat("x", 1000)
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	io.WriteString(z, body)
	z.Close()
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/zipped" {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(zipped.Bytes())
			return
		}
		io.WriteString(w, body)
	})
	for path, limits := range map[string]map[int64]bool{
		"/plain":  {999: true, 1000: false},
		"/zipped": {999: true, 1000: false}, // the limit is of what is read, not of what is sent
	} {
		for limit, wantErr := range limits {
			resp, err := get(t, outbound.New(outbound.Config{AllowedNetworks: loopback, MaxBytes: limit}), s.URL+path)
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(resp.Body)
			var large *outbound.TooLargeError
			if errors.As(err, &large) != wantErr || int64(len(b)) > limit {
				t.Errorf("%s with a limit of %d: read %d bytes, %v", path, limit, len(b), err)
			}
			if wantErr {
				if _, again := resp.Body.Read(make([]byte, 1)); !errors.As(again, &large) {
					t.Errorf("%s: the next read gives %v", path, again)
				}
			}
		}
	}
}

func TestASilentServerIsGivenUpOn(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	s := serve(t, func(http.ResponseWriter, *http.Request) { <-release })
	t.Cleanup(func() { close(release) })
	_, err := get(t, outbound.New(outbound.Config{AllowedNetworks: loopback, Timeout: 50 * time.Millisecond}), s.URL)
	var timeout net.Error
	if !errors.As(err, &timeout) || !timeout.Timeout() {
		t.Errorf("error is %v, want a timeout", err)
	}
}

func TestOnlyHTTPGoesOut(t *testing.T) {
	t.Parallel()
	_, err := get(t, outbound.New(outbound.Config{}), "ftp://files.example/x")
	var scheme *outbound.SchemeError
	if !errors.As(err, &scheme) {
		t.Errorf("error is %v, want a *SchemeError", err)
	}
}

func TestTheEnvironmentsProxyIsIgnoredUnlessConfigured(t *testing.T) {
	var proxied atomic.Int32
	proxy := serve(t, func(http.ResponseWriter, *http.Request) { proxied.Add(1) })
	t.Setenv("HTTP_PROXY", proxy.URL) // hence not parallel
	_, err := get(t, outbound.New(outbound.Config{AllowedNetworks: loopback, Resolver: resolver(t, "10.0.0.1")}), "http://inside.example/")
	wantRefused(t, err)
	if proxied.Load() != 0 {
		t.Error("the request went through the environment's proxy")
	}
	at, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	c := outbound.New(outbound.Config{AllowedNetworks: loopback, Proxy: http.ProxyURL(at)})
	if _, err := get(t, c, "http://inside.example/"); err != nil || proxied.Load() != 1 {
		t.Errorf("through a configured proxy: %v, %d requests", err, proxied.Load())
	}
}

func TestDialContextDialsTCPOnly(t *testing.T) {
	t.Parallel()
	dial := outbound.DialContext(outbound.Config{AllowedNetworks: loopback})
	if _, err := dial(t.Context(), "udp", "127.0.0.1:9"); err == nil {
		t.Error("a UDP dial went through")
	}
	_, err := outbound.DialContext(outbound.Config{})(t.Context(), "tcp", "127.0.0.1:9")
	wantRefused(t, err)
}

// resolver answers every A question with addr, whatever the name.
func resolver(t *testing.T, addr string) *net.Resolver {
	t.Helper()
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pc.Close() })
	go func() {
		buf := make([]byte, 1500)
		for {
			n, from, err := pc.ReadFrom(buf)
			if err != nil {
				return
			}
			pc.WriteTo(answer(buf[:n], netip.MustParseAddr(addr).As4()), from)
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", pc.LocalAddr().String())
	}}
}

// answer is the DNS message that answers query: one A record, or none for another type.
func answer(query []byte, addr [4]byte) []byte {
	end := 12
	for query[end] != 0 {
		end += int(query[end]) + 1
	}
	end += 5 // the root label, type and class
	isA := query[end-3] == 1
	reply := append([]byte{}, query[:end]...)
	copy(reply[2:12], []byte{0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0})
	if isA {
		reply[7] = 1
		reply = append(reply, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4)
		reply = append(reply, addr[:]...)
	}
	return reply
}
