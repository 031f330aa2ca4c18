package api

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"debrief/internal/testenv"
	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// noon is when requests are made: three hours after the stories of storetest begin.
var noon = storetest.Monday.Add(3 * time.Hour)

// client speaks to an API on a real store.
type client struct {
	*storetest.House
	server *server
	echo   *echo.Echo
	token  string // of the administrator, unless as chose another
}

func newClient(t testing.TB, s *store.Store) *client {
	t.Helper()
	c := onHouse(s, storetest.NewHouse(t, s))
	return c.as(t, c.Admin)
}

func onHouse(s *store.Store, h *storetest.House) *client {
	c := &client{House: h, echo: echo.New()}
	c.server = mount(c.echo, s, Options{Now: func() time.Time { return noon }, Version: "test"})
	return c
}

func onSQLite(t testing.TB) *client {
	t.Helper()
	return newClient(t, storetest.Open(t, store.SQLite))
}

// each runs a test on both engines.
func each(t *testing.T, run func(t *testing.T, c *client)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, s *store.Store) { run(t, newClient(t, s)) })
}

// as returns a client with a new token of that person.
func (c *client) as(t testing.TB, p models.Person) *client {
	t.Helper()
	_, secret, err := c.AddToken(t.Context(), models.ActorFor(p), noon, models.Token{Name: "test", PersonID: p.ID})
	storetest.Must(t, err)
	other := *c
	other.token = secret
	return &other
}

// do sends a request; headers are names and values in turn. A path that does not begin with /api is one of the API's.
func (c *client) do(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	if !strings.HasPrefix(path, "/api") {
		path = Prefix + path
	}
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	r := httptest.NewRequest(method, path, reader)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	for n := 0; n+1 < len(headers); n += 2 {
		r.Header.Set(headers[n], headers[n+1])
	}
	w := httptest.NewRecorder()
	c.echo.ServeHTTP(w, r)
	return w
}

// ok sends a request that has to succeed, and decodes the answer.
func ok[T any](t testing.TB, w *httptest.ResponseRecorder) (body T) {
	t.Helper()
	if w.Code >= 300 {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
		t.Fatalf("decode %s: %v", w.Body, err)
	}
	return body
}

// refused checks that a request was refused with that status and type, and returns the problem.
func refused(t testing.TB, w *httptest.ResponseRecorder, status int, kind string) Problem {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
	}
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("Content-Type %q", got)
	}
	var p Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		t.Fatalf("decode %s: %v", w.Body, err)
	}
	if p.Status != status || p.Type != "/problems/"+kind || p.Title == "" {
		t.Errorf("problem %+v, want %d %s", p, status, kind)
	}
	return p
}

func TestGoldenOpenAPI(t *testing.T) {
	t.Parallel()
	c := onSQLite(t)
	c.token = ""
	w := c.do(http.MethodGet, "/api/openapi.yaml", "")
	if w.Code != http.StatusOK {
		t.Fatal(w.Code, w.Body)
	}
	path := filepath.Join("testdata", "openapi.yaml")
	if os.Getenv("DEBRIEF_UPDATE_GOLDEN") == "1" {
		storetest.Must(t, os.MkdirAll("testdata", 0o755))
		storetest.Must(t, os.WriteFile(path, w.Body.Bytes(), 0o644))
		return
	}
	want, err := os.ReadFile(path)
	storetest.Must(t, err)
	if w.Body.String() != string(want) {
		t.Error("the OpenAPI document changed: look at the diff after DEBRIEF_UPDATE_GOLDEN=1 go test ./api -run Golden")
	}
}

// huma drops a path parameter of an embedded unexported struct without a word.
func TestEveryPathParameterIsDeclared(t *testing.T) {
	t.Parallel()
	for path, item := range onSQLite(t).server.huma.OpenAPI().Paths {
		for method, op := range operations(item) {
			declared := map[string]bool{}
			for _, p := range op.Parameters {
				if p.In == "path" {
					declared[p.Name] = true
				}
			}
			for _, part := range strings.Split(path, "/") {
				if name, ok := strings.CutPrefix(part, "{"); ok {
					name = strings.TrimSuffix(name, "}")
					if !declared[name] {
						t.Errorf("%s %s does not declare {%s}", method, path, name)
					}
					delete(declared, name)
				}
			}
			if len(declared) > 0 {
				t.Errorf("%s %s declares %v, which is not in the path", method, path, declared)
			}
		}
	}
}
