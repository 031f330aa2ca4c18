package postmortem

import (
	"slices"
	"testing"
	"time"
)

func TestTheTitleIsFound(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, source, file, want string }{
		{"the front matter's", "---\ntitle: \"A: b\"\n---\n# Other\n", "", "A: b"},
		{"TOML front matter", "+++\ntitle = \"A b\"\n+++\ntext\n", "", "A b"},
		{"front matter below a comment", "<!-- from x -->\n---\ntitle: A b\n---\n# Other\n", "", "A b"},
		{"the first heading", "# A `b`\n\n## Summary\n", "x.md", "A b"},
		{"without the word postmortem", "# Post-Mortem: A b\n", "", "A b"},
		{"without what else a review is called", "# Post Incident Review - A b\n", "", "A b"},
		{"without a report", "# POST-MORTEM REPORT – A b\n", "", "A b"},
		{"without an analysis", "# Root Cause Analysis (RCA): A b\n", "", "A b"},
		{"without brackets before it", "# [Postmortem] A b\n", "", "A b"},
		{"about messages", "# Duplicate emails to customers\n\n## Timeline\n", "x.md", "Duplicate emails to customers"},
		{"not the name of a message", "# Message to customers\n\ntext\n", "cold-ovens.md", "Cold ovens"},
		{"without any of two", "# Postmortem: Incident report: A b\n", "", "A b"},
		{"with a word that begins as a review is called", "# PIR-sensor failure in the cold store\n", "", "PIR-sensor failure in the cold store"},
		{"in German", "# Retrospektive: A b\n", "", "A b"},
		{"without the word behind it", "# A b — Postmortem\n", "", "A b"},
		{"without a review behind it", "# [SECURITY] A b - post-incident review\n", "", "[SECURITY] A b"},
		{"without brackets behind it", "# A b (postmortem)\n", "", "A b"},
		{"with what its words say", "# The b outage postmortem\n", "", "The b outage postmortem"},
		{"with what it is called for", "# b.example: incident report\n", "", "b.example: incident report"},
		{"not the name of a section", "# Summary\n\ntext\n\n# Timeline\n", "2024-05-01-cache_was-full.md", "Cache was full"},
		{"a second-level heading", "## A b broke\n\ntext\n", "", "A b broke"},
		{"the file's name", "## Summary\n\ntext\n", "in/20240501-database-down.html.md.erb", "Database down"},
		{"not ASCII", "text", "émeute.md", "Émeute"},
		{"a sentence when there is nothing else", "The site was down. We fixed it.\n", "", "The site was down."},
	} {
		if got := parse(t, test.source, WithFileName(test.file)).Title; got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func TestTheDateIsFound(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ source, file, want string }{
		{"---\ndate: 2024-05-01T10:00:00Z\n---\n# T\n", "", "2024-05-01"},
		{"---\ndate: '2013-11-26T15:14:59.000Z'\n---\n# T\n", "", "2013-11-26"},
		{"# March 26th, 2019 outage\n", "", "2019-03-26"},
		{"# Outage on the 3rd of May 2021\n", "", "2021-05-03"},
		{"# Outage 5-26-21\n", "", "2021-05-26"},
		{"# T\n\n**Date:** January 14-19, 2026\n", "2020-01-01.md", "2026-01-14"},
		{"# T\n\n| | |\n|-|-|\n| Date | 2022-04-20 |\n", "", "2022-04-20"},
		{"# T\n", "20240501_x.md", "2024-05-01"},
		{"# T\n## Timeline\n- 2024-05-01 10:00 it broke\n", "", "2024-05-01"},
		{"# T\n\nIt began on 1 May 2024.\n", "", "2024-05-01"},
		{"# Cold ovens on 12 November\n\nPublished 14 November 2026.\n\nThe ovens were cold.\n", "", "2026-11-12"},
		{"# Cold ovens on 30 December\n\nPublished 4 January 2027.\n\nThe ovens were cold.\n", "", "2026-12-30"},
		{"# Cold ovens since 12 May\n\nPublished 14 November 2026.\n\nThe ovens were cold.\n", "", "2026-11-14"},
		{"# T\n\nIt was slow.\n\n## Action items\n\n- Add a limit (Mira, due 2027-09-30)\n", "", "0001-01-01"},
		{"# T\n\nIt was slow. A limit is due on 30 September 2027.\n", "", "0001-01-01"},
		{"# T\n\nIt began at 10.5.1 with 99/100/2024.\n", "", "0001-01-01"},
	} {
		if got := parse(t, test.source, WithFileName(test.file)).Date.Time.Format(time.DateOnly); got != test.want {
			t.Errorf("%q %s: %s, want %s", test.source, test.file, got, test.want)
		}
	}
	var told []string
	for _, n := range parse(t, "# T\n\nDate: 5/4/2026\n").Notices {
		told = append(told, n.Message)
	}
	if want := "the date 5/4/2026 was read as 2026-05-04; it might be the other way round"; !slices.Contains(told, want) {
		t.Errorf("it tells %q", told)
	}
	if d, _ := ParseDate("03/04/2024", 0); !d.Ambiguous || d.Time.Month() != time.March {
		t.Errorf("03/04/2024 is %+v", d)
	}
}

func TestTheSeverityIsTheOneThatIsStatedOfThisIncident(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		source string
		want   int
	}{
		{"---\nseverity: 2\n---\n# T\n", 2},
		{"# SEV-1: the site was down\n", 1},
		{"# [P2] T\n", 2},
		{"# T\n\n**Severity:** 3\n", 3},
		{"# T\n\nSeverity: SEV-2\nDate: 2024-05-01\n", 2},
		{"# T\n\n- **Severity**: Sev 2 (major)\n", 2},
		{"# T\n\n| Severity | S1 |\n|-|-|\n| Date | x |\n", 1},
		{"# T\n\n| Field | Value |\n|-|-|\n| Severity | Major |\n", 2},
		{"# T\n\n**Severity:** Critical\n", 1},
		{"# T\n\n**Severity:** SEV-1 / SEV-2 / SEV-3\n", 0},
		{"# T\n\n**Time in SEV-3:** 2 h\n**Time in SEV-2:** 25 min\n**Time in SEV-1:** 0\n", 2},
		{"# T\n\n**Severity:** SEV-1 | SEV-2 | SEV-3\n", 0},
		{"# T\n\nSeverity: 1. Critical; 2. Major; 3. Minor\n", 0},
		{"# T\n\n**Severity:** 2; 3 ovens were down\n", 2},
		{"# T\n\n**Severity:** SEV-2 | **Owner:** Ana\n", 2},
		{"# T\n\nTime in SEV-1: n/a (see the log of 10:00)\nTime in SEV-2: about 1 h 20 min\n", 2},
		{"# T\n\nTime in SEV-1: none, see 2.1 below\n", 0},
		{"# T\n\nTime in SEV-1: 0, see 2.1 below\nTime in SEV-3: 0:45\n", 3},
		{"# T\n\nThis was declared a SEV-2 at 10:00.\n", 2},
		{"# T\n\nThis was a SEV0.\n", 1},
		{"# T\n\nWe classed it a SEV-2 that evening.\n", 2},
		{"# T\n\n**Severity: SEV-2.**\n", 2},
		{"# T\n\nTLP:GREEN. **Severity: SEV-2.** Owner: Ana\n", 2},
		{"# T\n\n**Owner**: Ana · **Sev:** 2. In 3 ovens of 4 the fan stood.\n", 2},
		{"# T\n\n**Sev 2** | **IC**: Ana\n", 2},
		{"# T\n\nowner: Ana | severity: 2\n", 2},
		{"# T\n\nThe fan stood; severity: it was low in 3 ovens.\n\nSev 1\n", 0},
		{"# T\n\n## Timeline\n\n- 10:00 An alert. Severity: 1\n", 0},
		{"# T\n\nTwo teams were busy with other severity 1 work.\n", 0},
		{"# T\n\nIt would have been a SEV-1 at noon.\n", 0},
		{"# T\n\n## Action items\n\n|Action|Severity|\n|-|-|\n|Add a|1|\n", 0},
		{"# T\n\nNothing about it.\n", 0},
	} {
		if got := parse(t, test.source).Severity; got.Level != test.want {
			t.Errorf("%q: %+v, want %d", test.source, got, test.want)
		}
	}
}

func TestTheServicesAreThoseStated(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		source string
		want   []string
	}{
		{"---\nservices: [api, web]\n---\n# T\n", []string{"api", "web"}},
		{"---\nservices:\n  - api\n  - web\n---\n# T\n", []string{"api", "web"}},
		{"# T\n\n**Services affected:** API, `web` and Mail\n", []string{"API", "web", "Mail"}},
		{"# T\n\n## Affected services\n\n- API\n- Web\n", []string{"API", "Web"}},
		{"# T\n\n- Affected services:\n  - API\n", []string{"API"}},
		{"# T\n\n**Service:** N/A\n", nil},
		{"# T\n\nThe API was down.\n", nil},
	} {
		if got := parse(t, test.source).Services; !slices.Equal(got, test.want) {
			t.Errorf("%q: %q, want %q", test.source, got, test.want)
		}
	}
}

func TestFrontMatterThatIsNoneBreaksNothing(t *testing.T) {
	t.Parallel()
	for _, source := range []string{
		"---\nSome text\n---\n# T\n- a\n",
		"---\ntitle: [unclosed\n  {{ what }}\n---\n# T\n",
		"---\n\n# T\n\ntext\n",
		"---\ntitle: never closed\n# T\n",
		"+++\n+++\n# T\n",
		"---\n\tkey: x\n\t\n: : :\na: b\n---\n# T\n",
	} {
		doc := parse(t, source)
		checkPositions(t, doc)
		found := false
		for _, s := range doc.Sections {
			found = found || s.Heading == "T"
		}
		if !found {
			t.Errorf("%q: the heading is lost", source)
		}
	}
}
