package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// config is a program's configuration with the given variables, and two more
// behind a prefix.
func config(names []string) string {
	return "package main\n\ntype smtp struct {\n\tPassword string `env:\"PASSWORD,PASSWORD_FILE\"`\n}\n\n" +
		"type config struct {\n\tAll string `env:\"" + strings.Join(names, ",") + "\"`\n" +
		"\tSMTP smtp `embed:\"\" envprefix:\"DEBRIEF_SMTP_\"`\n}\n"
}

// TestCheck spoils the real files in one way each and wants it noticed.
func TestCheck(t *testing.T) {
	for _, c := range []struct{ file, old, new, want string }{
		{"", "", "", ""},
		{"page.md", "", "DEBRIEF_SMTP_PASSWORD_FILE, DEBRIEF_SMTP_*", ""},
		{"page.md", "", "DEBRIEF_NOPE", "page.md:1: DEBRIEF_NOPE is not in the configuration"},
		{"Dockerfile", "USER 65532:65532", "", "runs as"},
		{"Dockerfile", "USER 65532:65532", "USER root", "runs as"},
		{"Dockerfile", "golang:1.26-bookworm", "golang", "not pinned"},
		{"Dockerfile", "CGO_ENABLED=0", "CGO_ENABLED=1", "CGO_ENABLED=0"},
		{"Dockerfile", `["/debrief"]`, `["/bin/sh"]`, "ENTRYPOINT"},
		{"Dockerfile", `["/debrief"]`, `/debrief`, "needs a shell"},
		{"Dockerfile", "EXPOSE 8080", "ENV DEBRIEF_SMTP_PASSWORD=x", "does not belong into an image"},
		{"Dockerfile", "EXPOSE 8080", "ENV DEBRIEF_NOPE=x", "DEBRIEF_NOPE is not in the configuration"},
		{"docker-compose.yml", "DEBRIEF_LISTEN:", "DEBRIEF_LISTENS:", "DEBRIEF_LISTENS is not in the configuration"},
		{"docker-compose.yml", "\n  postgres:\n    image", "\n  database:\n    image", "undefined service"},
		{"docker-compose.yml", "postgres:17-bookworm", "postgres:latest", "not pinned"},
		{"docker-compose.yml", "read_only: true", "read_only: false", "read_only is not set"},
		{"docker-compose.yml", `user: "999:999"`, "", "postgres: runs as"},
		{"docker-compose.yml", "shm_size: 128mb", `ports: ["5432:5432"]`, "publishes a port"},
		{"docker-compose.yml", `test: ["CMD", "/debrief", "health"]`, "disable: true", "no health check"},
		{"docker-compose.yml", "POSTGRES_PASSWORD_FILE: /run/secrets/postgres_password", "POSTGRES_PASSWORD: ${PW:-debrief}", "plain value or default"},
		{"docker-compose.yml", "POSTGRES_PASSWORD_FILE: /run/secrets/postgres_password", "POSTGRES_PASSWORD: ${PW:?set it}", ""},
		{"docker-compose.yml", "DEBRIEF_DATABASE_URL_FILE: /run/secrets/database_url", "DEBRIEF_DATABASE_URL: postgres://a:b@postgres/x", "password in its URL"},
		{"docker-compose.yml", "/run/secrets/database_url", "/run/secrets/postgres_password", "not given"},
	} {
		t.Run(c.file+" "+c.new, func(t *testing.T) {
			root := t.TempDir()
			var known []string
			for _, file := range []string{dockerfileName, composeName} {
				content, err := os.ReadFile(filepath.Join("..", "..", file))
				if err != nil {
					t.Fatal(err)
				}
				text := string(content)
				known = append(known, anyName.FindAllString(text, -1)...)
				if file == c.file {
					if !strings.Contains(text, c.old) {
						t.Fatalf("no %q in %s", c.old, file)
					}
					text = strings.Replace(text, c.old, c.new, 1)
				}
				write(t, root, file, text)
			}
			write(t, root, "cmd/debrief/config.go", config(known))
			if c.old == "" && c.file != "" {
				write(t, root, c.file, c.new)
			}
			check := &checker{root: root}
			got := ""
			if err := check.run(t.Context()); err != nil {
				got = err.Error()
			}
			got += strings.Join(check.problems, "\n")
			if c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("want %q, got %q", c.want, got)
			}
		})
	}
}

func write(t *testing.T, root, name, content string) {
	t.Helper()
	path := filepath.Join(root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
