package testenv_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"debrief/internal/testenv"
	"debrief/internal/testenv/pgtemp"
)

func TestMain(m *testing.M) { testenv.Main(m) }

func TestPostgresGivesEachTestItsOwnDatabase(t *testing.T) {
	ctx := t.Context()
	var first string
	t.Run("first", func(t *testing.T) {
		first = testenv.Postgres(t)
		second := testenv.Postgres(t)
		if first == second {
			t.Fatalf("two databases with one DSN %s", first)
		}
		conn := connect(ctx, t, first)
		if _, err := conn.Exec(ctx, "CREATE TABLE x (id bigint)"); err != nil {
			t.Fatal(err)
		}
		other := connect(ctx, t, second)
		if _, err := other.Exec(ctx, "SELECT * FROM x"); err == nil {
			t.Error("the second database sees the first one's table")
		}
		// conn stays open: the drop must not wait for it.
	})
	if first == "" {
		t.SkipNow()
	}
	if conn, err := pgx.Connect(ctx, first); err == nil {
		_ = conn.Close(ctx)
		t.Error("the database outlived its test")
	}
}

func connect(ctx context.Context, t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

func TestServerStops(t *testing.T) {
	if _, err := pgtemp.Find(); err != nil {
		t.Skip(err)
	}
	if testing.Short() {
		t.Skip("starts a second server")
	}
	s, err := pgtemp.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.Stop()
	s.Stop()
	if conn, err := pgx.Connect(t.Context(), s.DSN); err == nil {
		_ = conn.Close(t.Context())
		t.Error("the server answers after Stop")
	}
}

func TestChromium(t *testing.T) {
	if _, err := os.Stat(testenv.Chromium(t)); err != nil {
		t.Error(err)
	}
}

func TestShared(t *testing.T) {
	if path := testenv.Shared(t, "README.md"); filepath.Base(path) != "README.md" {
		t.Errorf("got %s", path)
	}
}

// TestRequireAll runs this test binary again without a Chromium on its PATH.
func TestRequireAll(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		require, want string
		fails         bool
	}{
		{"", "--- SKIP: TestChromium", false},
		{"1", "apt-get install chromium", true},
	} {
		cmd := exec.CommandContext(t.Context(), self, "-test.v", "-test.run=^TestChromium$") // #nosec G204 -- this binary
		cmd.Env = []string{"PATH=" + t.TempDir(), testenv.EnvRequireAll + "=" + c.require}
		out, err := cmd.CombinedOutput()
		var exit *exec.ExitError
		if errors.As(err, &exit) != c.fails {
			t.Errorf("%s=%q: %v\n%s", testenv.EnvRequireAll, c.require, err, out)
		}
		if !strings.Contains(string(out), c.want) {
			t.Errorf("%s=%q: no %q in\n%s", testenv.EnvRequireAll, c.require, c.want, out)
		}
	}
}
