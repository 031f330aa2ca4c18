package main

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"debrief/internal/testenv"
)

// published is a postmortem that somebody published, with the action items that its readers found in it.
type published struct {
	title string
	body  string
	items []string
}

// publishedFiles are the ones that the walk is done with.
var publishedFiles = []string{
	"posthog-2025-09-29-flags-is-down.md",
	"mybinder-2022-01-27-prime-version.md",
	"dfds-pm2023-001-total-node-failure.md",
}

// readPublished reads the published postmortems of the shared test material; it skips the test where that is absent.
func readPublished(t *testing.T) []published {
	t.Helper()
	folder := testenv.Shared(t, "wording/dev")
	items := map[string][]string{}
	f, err := os.Open(filepath.Join(folder, "actions.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var a struct{ Text, Source string }
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		items[a.Source] = append(items[a.Source], a.Text)
	}
	var list []published
	for _, name := range publishedFiles {
		body, err := os.ReadFile(filepath.Join(folder, "postmortems", name))
		if err != nil {
			t.Fatal(err)
		}
		p := published{title: name, body: string(body), items: items[name]}
		for line := range strings.Lines(p.body) {
			if title, ok := strings.CutPrefix(line, "# "); ok {
				p.title = strings.TrimSpace(title)
				break
			}
		}
		if len(p.items) == 0 {
			t.Fatalf("%s has no action items", name)
		}
		list = append(list, p)
	}
	return list
}
