package postmortem

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestDaysAreReadInManyForms(t *testing.T) {
	t.Parallel()
	for _, value := range []string{
		"2026-03-31", "2026/3/31", "20260331", "2026-03-31T23:59:59Z", "2026-03-31T10:00:00.000+0200", "2026-03-31 10:00", "31.03.2026", "31.3.26", "3/31/2026", "3/31/26 10:00",
		"31/03/2026", "March 31, 2026", "Mar 31 2026", "31 March 2026", "31-Mar-2026", "31-Mar-26", "31/Mar/26 3:42 PM", "31/Mar/2026", "Tuesday, 31 March 2026", "31st of March 2026",
		"Tue Mar 31 2026 10:00:00 GMT+0000 (Coordinated Universal Time)", "'2026-03-31",
	} {
		row := onlyRow(t, "Title,Due\nAdd a,\""+strings.TrimPrefix(value, "'")+"\"\n")
		if got := row.Due.Time.Format(time.DateOnly); got != "2026-03-31" || row.Due.Ambiguous || row.Due.Text != strings.TrimPrefix(value, "'") {
			t.Errorf("%q is %+v", value, row.Due)
		}
	}
	for _, value := range []string{"", "-", "–", "TBD", "tbd.", "n/a", "N/A", "None", "?", "unknown", "null", "not set", "TBC", "#N/A", "(blank)"} {
		if row := onlyRow(t, "Title,Due\nAdd a,"+value+"\n"); row.Due != (Date{}) {
			t.Errorf("%q is %+v", value, row.Due)
		}
	}
	for _, value := range []string{"next week", "Q3 2026", "soon", "13/13/2026", "2026-02-30", "5/13", "March", strings.Repeat("2026-03-31 ", 20)} {
		table := readTable(t, "Title,Due\nAdd a,"+value+"\n", nil)
		if len(table.Problems) != 1 || table.Problems[0].Field != FieldDue || len(table.Problems[0].Message) > 130 {
			t.Errorf("%q is %+v", value, table)
		}
	}
}

func TestTheOrderOfDayAndMonthIsTheColumns(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name      string
		due       []string
		want      []string
		ambiguous bool
	}{
		{"the day first, as another value shows", []string{"3/4/2024", "25/12/2024", "4.3.2024"}, []string{"2024-04-03", "2024-12-25", "2024-03-04"}, false},
		{"the month first, as another value shows", []string{"3/4/2024", "12/25/2024"}, []string{"2024-03-04", "2024-12-25"}, false},
		{"nothing shows it", []string{"3/4/2024", "5-6-24", "7/7/2024", "2024-12-25"}, []string{"2024-03-04", "2024-05-06", "2024-07-07", "2024-12-25"}, true},
		{"both are there", []string{"3/4/2024", "25/12/2024", "12/25/2024"}, []string{"2024-04-03", "2024-12-25", "2024-12-25"}, true},
		{"all can be read in one way", []string{"7/7/2024", "2024-03-04"}, []string{"2024-07-07", "2024-03-04"}, false},
	} {
		table := readTable(t, "Title,Created,Due\nAdd a,13/01/2024,"+strings.Join(test.due, "\nAdd a,,")+"\n", nil)
		var got []string
		ambiguous := 0
		for i, r := range table.Rows {
			got = append(got, r.Due.Time.Format(time.DateOnly))
			if r.Due.Ambiguous {
				ambiguous++
			}
			if r.Due.Text != test.due[i] {
				t.Errorf("%s: %q", test.name, r.Due.Text)
			}
		}
		if !slices.Equal(got, test.want) || (ambiguous > 0) != test.ambiguous {
			t.Errorf("%s: %v, %d ambiguous", test.name, got, ambiguous)
		}
		if n := len(table.Notices); test.ambiguous && (n != 1 || table.Notices[0].Code != "ambiguous_dates" || !strings.Contains(table.Notices[0].Message, `"Due"`)) || !test.ambiguous && n > 0 {
			t.Errorf("%s: %+v", test.name, table.Notices)
		}
	}
}

func TestAStateIsReadFromWhatIsWritten(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		header, cells         string
		known, done, rejected bool
		status                string
	}{
		{"Status", "Done", true, true, false, "Done"},
		{"Status", "In Progress", true, false, false, "In Progress"},
		{"Status", "in_progress", true, false, false, "in_progress"},
		{"Status", "committed", true, false, false, "committed"},
		{"Status", "TODO", true, false, false, "TODO"},
		{"Status", "Won't Do", true, true, true, "Won't Do"},
		{"Status", "Closed (won't fix)", true, true, true, "Closed (won't fix)"},
		{"Status", "Canceled", true, true, true, "Canceled"},
		{"Status", "100%", true, true, false, "100%"},
		{"Status", "40 %", true, false, false, "40 %"},
		{"Status", "Parked with legal", false, false, false, "Parked with legal"},
		{"Status", "-", false, false, false, ""},
		{"Status", "", false, false, false, ""},
		{"Done?", "yes", true, true, false, "yes"},
		{"Done", "FALSE", true, false, false, "FALSE"},
		{"Completed", "x", true, true, false, "x"},
		{"Status,Closed at", ",2026-03-01", true, true, false, ""},
		{"Status,Closed at", "Parked with legal,2026-03-01", true, true, false, "Parked with legal"},
		{"Status,Closed at", "Open,2026-03-01", true, false, false, "Open"},
		{"Status,Closed at", ",no", true, false, false, "no"},
		{"Status,Resolution", "Closed,Duplicate", true, true, true, "Duplicate"},
		{"Status,Resolution", "Reopened,Duplicate", true, false, false, "Reopened"},
		{"Resolution,Status", "Unresolved,Done", true, true, false, "Done"},
		{"Status,Status Category", "Parked with legal,Done", true, true, false, "Parked with legal"},
	} {
		row := onlyRow(t, "Title,"+test.header+"\nAdd a,"+test.cells+"\n")
		if row.DoneKnown != test.known || row.Done != test.done || row.Rejected != test.rejected || row.Status != test.status {
			t.Errorf("%s %q: %+v", test.header, test.cells, row)
		}
	}
}

func TestAPriorityIsReadFromWhatIsWritten(t *testing.T) {
	t.Parallel()
	for want, values := range map[string][]string{
		"P0": {"P0", "p0", "0", "Critical", "BLOCKER", "Highest", "Urgent", "1 - Critical", "Very high"},
		"P1": {"P1", "P-1", "1", "High", "Major", "Prio 1", "Priority 1", "High (P1)", "2 - High", "high_priority"},
		"P2": {"P2", "2", "Medium", "normal", "3 - Moderate", "2.0", "P2 (low)"},
		"P3": {"P3", "P4", "P5", "3", "4", "Low", "Minor", "Trivial", "Lowest", "very low", "Priority: Low"},
		"":   {"", "-", "xyz", "High/Low", "P0/P1/P2", "3 days", "9", "10", "6.0", "TBD", "No priority", strings.Repeat("high ", 50)},
	} {
		for _, v := range values {
			if got := PriorityOf(v); got != want {
				t.Errorf("%q is %q, want %q", v, got, want)
			}
		}
	}
	for cell, want := range map[string]string{"xyz": "Priority: xyz", "High": "", "-": "", "No priority": ""} {
		if row := onlyRow(t, "Title,Priority\nAdd a,"+cell+"\n"); row.Description != want {
			t.Errorf("%q: %q, want %q", cell, row.Description, want)
		}
	}
}

func TestAKindIsReadFromWhatIsWritten(t *testing.T) {
	t.Parallel()
	for want, values := range map[string][]string{
		"prevent":  {"prevent", "Prevention", "PREVENTIVE", "Preventative", "Prevent recurrence"},
		"detect":   {"detect", "Detection", "Detective", "Monitoring", "Alerting", "monitoring/alerting"},
		"mitigate": {"mitigate", "Mitigation", "Response", "Repair", "Corrective", "Incident response"},
		"process":  {"process", "Documentation", "Training", "People", "Process improvement"},
		"":         {"", "Bug", "Prevent or detect", "xyz"},
	} {
		for _, v := range values {
			if got := ItemKindOf(v); got != want {
				t.Errorf("%q is %q, want %q", v, got, want)
			}
		}
	}
	row := onlyRow(t, "Title,Notes,Kind,Priority\nAdd a,soon,Bug,xyz\n")
	if want := []string{"Kind: Bug", "Priority: xyz", "soon"}; !slices.Equal(slices.Sorted(strings.SplitSeq(row.Description, "\n")), want) || row.Kind != "" {
		t.Errorf("%+v", row)
	}
}

func TestALinkIsAKeyAnAddressOrBoth(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ header, cells, key, link, rest string }{
		{"Ticket", "OPS-12", "OPS-12", "", ""},
		{"Ticket", "#12", "#12", "", ""},
		{"Ticket", "12", "#12", "", ""},
		{"Ticket", "https://jira.example/browse/OPS-12", "OPS-12", "https://jira.example/browse/OPS-12", ""},
		{"Ticket", "[OPS-12](https://jira.example/browse/OPS-12)", "OPS-12", "https://jira.example/browse/OPS-12", ""},
		{"Ticket", "https://wiki.example/page", "", "https://wiki.example/page", ""},
		{"Ticket,URL", "OPS-12,https://jira.example/browse/OPS-12", "OPS-12", "https://jira.example/browse/OPS-12", ""},
		{"URL,Ticket", "https://jira.example/browse/OPS-12,OPS-12", "OPS-12", "https://jira.example/browse/OPS-12", ""},
		{"Ticket,PR", "OPS-12,https://github.com/x/y/pull/3", "OPS-12", "https://github.com/x/y/pull/3", ""},
		{"Ticket,Bug", "OPS-12,OPS-13", "OPS-12", "", "Bug: OPS-13"},
		{"Ticket", "will be filed", "", "", "Ticket: will be filed"},
		{"Ticket", "n/a", "", "", ""},
		{"Ticket", "javascript:alert(1)", "", "", "Ticket: javascript:alert(1)"},
	} {
		row := onlyRow(t, "Title,"+test.header+"\nAdd a,"+test.cells+"\n")
		if row.Key != test.key || row.Link != test.link || row.Description != test.rest {
			t.Errorf("%s %q: %+v", test.header, test.cells, row)
		}
	}
}

func TestACellLosesNothingThatMatters(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, source string
		get          func(TableRow) string
		want         string
	}{
		{"an apostrophe before a formula", "Title,Owner\n'=1+1 must be refused,'@ana\n", func(r TableRow) string { return r.Title + " " + r.Owner }, "=1+1 must be refused @ana"},
		{"an apostrophe that belongs there", "Title\n'Busy' must be said\n", func(r TableRow) string { return r.Title }, "'Busy' must be said"},
		{"lines of a title", "Title\n\"Add\n  a limit\"\n", func(r TableRow) string { return r.Title }, "Add a limit"},
		{"lines of a description", "Title,Details\nAdd a,\"one\n- two\"\n", func(r TableRow) string { return r.Description }, "one\n- two"},
		{"several descriptions", "Title,Details,Root  cause,Notes\nAdd a,it grew,-,soon\n", func(r TableRow) string { return r.Description }, "Details: it grew\nNotes: soon"},
		{"a list of an API", "Title,Labels\nAdd a,\"[\"\"quick\"\",\"\"one, two\"\"]\"\n", func(r TableRow) string { return strings.Join(r.Labels, "|") }, "quick|one, two"},
		{"labels, each once", "Title,Labels,Tags\nAdd a,quick; queue,\"queue, n/a,last\"\n", func(r TableRow) string { return strings.Join(r.Labels, "|") }, "quick|queue|last"},
		{"services", "Title,Services,Component\nAdd a,\"uploads, queue\",uploads\n", func(r TableRow) string { return strings.Join(r.Services, "|") }, "uploads|queue"},
		{"a severity that is none", "Title,Severity\nAdd a,green\n", func(r TableRow) string { return r.Description }, "Severity: green"},
		{"an owner that is nobody", "Title,Owner\nAdd a,Unassigned\n", func(r TableRow) string { return r.Owner }, ""},
		{"an incident that is none", "Title,Incident\nAdd a,n/a\n", func(r TableRow) string { return r.Incident }, ""},
		{"a document without an address", "Title,Postmortem link\nAdd a,in the wiki\n", func(r TableRow) string { return r.DocumentURL + r.Description }, "Postmortem link: in the wiki"},
	} {
		if got := test.get(onlyRow(t, test.source)); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
	for want, cells := range map[int][]string{1: {"SEV-0", "1", "SEV1", "Critical"}, 2: {"Sev 2", "High", "2 - major"}, 5: {"5"}, 0: {"", "n/a", "unknown"}} {
		for _, cell := range cells {
			if row := onlyRow(t, "Title,Severity\nAdd a,"+cell+"\n"); row.Severity != want {
				t.Errorf("severity %q is %d, want %d", cell, row.Severity, want)
			}
		}
	}
}

func TestALongTitleIsShortenedAndKeptWhole(t *testing.T) {
	t.Parallel()
	long := "Add a limit to uploads. " + strings.Repeat("It is long ü ", 30)
	long = strings.TrimSpace(long)
	row := onlyRow(t, "Title,Details\n"+long+",it grew\n")
	if row.Title != "Add a limit to uploads." || row.Description != long+"\nit grew" {
		t.Errorf("%+v", row)
	}
	for _, n := range []int{255, 256} {
		row := onlyRow(t, "Title\n"+strings.Repeat("ü", n)+"\n")
		if short := strings.HasSuffix(row.Title, "…"); short != (n > 255) || (row.Description != "") != short {
			t.Errorf("%d characters: %q", n, row.Title)
		}
	}
}
