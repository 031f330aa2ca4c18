package bench

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"debrief/models/storetest"
	"debrief/postmortem"
)

// manyDocuments is how many postmortems a team with a long history has, and then some.
const manyDocuments = 10_000

// writePostmortems makes n different postmortems of 1 to 10 kB, about 5 kB on average, as a published one has.
func writePostmortems(b *testing.B, dir string, n int) {
	b.Helper()
	services := []string{"checkout", "search", "catalogue", "payments", "login", "mail"}
	for i := range n {
		var t strings.Builder
		day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i%2000)
		service := services[i%len(services)]
		fmt.Fprintf(&t, "# %s answered slowly (%d)\n\n- Date: %s\n- Severity: SEV-%d\n- Services: %s\n\n## Summary\n\n", service, i, day.Format(time.DateOnly), 1+i%4, service)
		for p := range 1 + i%12 {
			fmt.Fprintf(&t, "For %d minutes `%s` answered with **%d** errors a second to customers in region %d. See the [graph](https://graphs.example.com/d/%d) and "+
				"[the change](https://git.example.com/shop/%s/pull/%d). A pool of connections ran out while a job that runs once a week held %d of them.\n\n", 20+p, service, i%97, p, i, service, i+p, p+3)
		}
		t.WriteString("## Timeline (UTC)\n\n")
		for p := range 4 + i%20 {
			fmt.Fprintf(&t, "- %02d:%02d step %d of the day, in which the number of connections rose to %d\n", 9+p/4, (p*13)%60, p, 100+p)
		}
		t.WriteString("\n## Action items\n\n| Action | Owner | Due | Status |\n|---|---|---|---|\n")
		for p := range 1 + i%5 {
			fmt.Fprintf(&t, "| Limit job %d of %s to %d connections | Ana | %s | %s |\n", p, service, p+1, day.AddDate(0, 0, 30).Format(time.DateOnly), []string{"Done", "Open"}[p%2])
		}
		fmt.Fprintf(&t, "\n- [ ] Show the waiting connections of %s on its dashboard\n- [x] Tell support how to see that %s waits\n", service, service)
		storetest.Must(b, os.WriteFile(filepath.Join(dir, fmt.Sprintf("%05d-%s.md", i, service)), []byte(t.String()), 0o600))
	}
}

// parseAll reads every file and parses it, on one core: what an import cannot be faster than.
func parseAll(b *testing.B, dir string) (items int) {
	b.Helper()
	files, err := os.ReadDir(dir)
	storetest.Must(b, err)
	for _, f := range files {
		text, err := os.ReadFile(filepath.Join(dir, f.Name()))
		storetest.Must(b, err)
		doc, err := postmortem.Parse(text, postmortem.WithFileName(f.Name()))
		storetest.Must(b, err)
		items += len(doc.Items)
	}
	return items
}

// BenchmarkImport has the program import 10,000 documents into an empty database. ratio is its time against parsing the same
// files on one core, in the same run; memory is that of 10,000 documents against that of 1,000.
func BenchmarkImport(b *testing.B) {
	program := filepath.Join(b.TempDir(), "debrief")
	build := exec.CommandContext(b.Context(), "go", "build", "-o", program, "../cmd/debrief")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	few, many := b.TempDir(), b.TempDir()
	writePostmortems(b, few, manyDocuments/10)
	writePostmortems(b, many, manyDocuments)
	for _, engine := range storetest.Engines {
		b.Run(string(engine), func(b *testing.B) {
			for b.Loop() {
				_, memoryFew := importWith(b, program, few, storetest.Address(b, engine))
				start := time.Now()
				items := parseAll(b, many)
				parsing := time.Since(start)
				took, memory := importWith(b, program, many, storetest.Address(b, engine))
				b.ReportMetric(float64(manyDocuments)/took.Seconds(), "documents/s")
				b.ReportMetric(parsing.Seconds(), "parsing-s")
				b.ReportMetric(took.Seconds(), "import-s")
				b.ReportMetric(took.Seconds()/parsing.Seconds(), "ratio")
				b.ReportMetric(float64(memoryFew)/1024, "MB-of-1000")
				b.ReportMetric(float64(memory)/1024, "MB-of-10000")
				b.ReportMetric(float64(items), "items")
			}
		})
	}
}

// importWith runs the program, and returns how long it took and its largest memory in kB.
func importWith(b *testing.B, program, dir, address string) (time.Duration, int64) {
	b.Helper()
	c := exec.CommandContext(b.Context(), program, "import", "--database-url="+address, dir)
	var errs bytes.Buffer
	c.Stderr = &errs
	start := time.Now()
	if err := c.Run(); err != nil {
		b.Fatalf("%v: %s", err, errs.String())
	}
	took := time.Since(start)
	usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return took, 0
	}
	return took, usage.Maxrss
}
