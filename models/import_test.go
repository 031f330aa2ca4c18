package models

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

var today = time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)

func read(t *testing.T, name, text string, o ImportOptions) ImportFile {
	t.Helper()
	o.Now = today
	f, err := ReadImport(ImportSourceFile{Name: name, Table: IsTable(name), Text: []byte(text)}, nil, o)
	accepted(t, err)
	return f
}

func TestWhatAFileDoesNotSayIsFilledInAndTold(t *testing.T) {
	t.Parallel()
	f := read(t, "index.md", "Search was slow.\n", ImportOptions{Severity: 4})
	in := f.Imports[0]
	if i := in.Incident; i.Severity != 4 || DateOf(i.StartedAt) != DateOf(today) || i.ResolvedAt == nil || i.ExternalID != "index.md" {
		t.Errorf("the incident is %+v", i)
	}
	if told := strings.Join(append(in.Notices, in.Assumed...), "; "); !strings.Contains(told, "no date: today stands") || !strings.Contains(told, "no headings") ||
		!strings.Contains(told, "no severity: SEV-4 stands for it") || strings.Contains(told, "no times") {
		t.Errorf("it tells %s", told)
	}
	in = read(t, "tills.md", "# Checkout on 2031-02-10\n\nThe tills failed.\n", ImportOptions{}).Imports[0]
	if told := strings.Join(in.Assumed, "; "); DateOf(in.Incident.StartedAt) != DateOf(today) || !strings.Contains(told, "2031-02-10 cannot be right") {
		t.Errorf("what has not come yet began at %s: %s", in.Incident.StartedAt, told)
	}
	in = read(t, "tills.md", "# Checkout on 2026-02-10\n\nThe tills failed, which began at 01:00 UTC and was noticed at 01:13 UTC.\n", ImportOptions{}).Imports[0]
	if told := strings.Join(in.Assumed, "; "); !in.Incident.ResolvedAt.Equal(*in.Incident.DetectedAt) || !strings.Contains(told, "no end: the last time that is known, 2026-02-10 01:13 UTC, stands for it") {
		t.Errorf("an end that is not told is %s: %s", in.Incident.ResolvedAt, told)
	}
	if in := read(t, "2019/02-checkout/index.md", "# Checkout\n", ImportOptions{}).Imports[0]; in.Incident.ExternalID != "02-checkout/index.md" {
		t.Errorf("a name that says nothing is known as %s", in.Incident.ExternalID)
	}
}

func TestWhatStandsForTimesAndASeverityIsTold(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"# Checkout on 2026-02-10\n\n- Severity: 2\n\nThe tills failed.\n":                                             "no times: the day stands for all of them",
		"# Checkout on 2026-02-10\n\n- Severity: 2\n\nThe tills failed from 10:00 to 11:00 UTC.\n":                     "",
		"# Checkout on 2026-02-10\n\nThe tills failed from 10:00 to 11:00 UTC.\n":                                      "no severity: SEV-3 stands for it",
		"# Checkout on 2026-02-10\n\n**Severity: SEV-2.** Window: 00:00 to 01:00 UTC\n":                                "",
		"# Checkout on 2026-02-10\n\n- Severity: 2\n\n## Timeline\n\n- 2026-02-09 it is cold\n- 2026-02-10 it is warm": "no times: the day stands for all of them",
	} {
		in := read(t, "checkout.md", text, ImportOptions{}).Imports[0]
		if got := strings.Join(in.AssumedOf(false), "; "); got != want {
			t.Errorf("%q tells %q, want %q", text, got, want)
		}
	}
	rows := "Incident,Action\nMail was late,Add a cache\nPM-7,Page earlier\n"
	var told []string
	for _, in := range read(t, "tracker.csv", rows, ImportOptions{}).Imports {
		told = append(told, in.AssumedOf(false)...)
	}
	if want := "if “Mail was late” is new: no date: today stands for the day of the incident; if “Mail was late” is new: no severity: SEV-3 stands for it"; strings.Join(told, "; ") != want {
		t.Errorf("a table tells %q", told)
	}
}

func TestAPriorityThatIsNoneIsKeptAndToldOnce(t *testing.T) {
	t.Parallel()
	f := read(t, "tracker.csv", "Action,Priority\nAdd a cache,P7\nPage earlier,P7\nTell support,whenever\nWrite a runbook,P1\n", ImportOptions{})
	if want := "not known as a priority: “P7” and “whenever”; it stands in the description"; strings.Join(f.Notices, "; ") != want {
		t.Errorf("it tells %q", f.Notices)
	}
	if a := f.Imports[0].Items[0]; a.Priority != "" || a.Description != "Priority: P7" {
		t.Errorf("the item is %+v", a)
	}
	f = read(t, "checkout.md", "# Checkout on 2026-02-10\n\n## Action items\n\n| Action | Priority |\n|-|-|\n| Add a cache | P7 |\n", ImportOptions{})
	if told := strings.Join(f.Notices, "; "); !strings.Contains(told, "“P7”; it stands in the description") || f.Imports[0].Items[0].Description != "Priority: P7" {
		t.Errorf("a document tells %q of %+v", told, f.Imports[0].Items)
	}
}

func TestOfManyNamesTheFirstAreTold(t *testing.T) {
	t.Parallel()
	for want, names := range map[string]string{"“a”": "a a", "“a” and “b”": "a b a", "“a”, “b”, “c”, “d”, “e” and “f”": "a b c d e f", "“a”, “b”, “c”, “d”, “e” and 2 more": "a b c d e f g"} {
		if got := SomeOf(strings.Fields(names)); got != want {
			t.Errorf("%s is told as %s, want %s", names, got, want)
		}
		if want, got := strings.ReplaceAll(want, " and ", " or "), AnyOf(strings.Fields(names)); got != want {
			t.Errorf("any of %s is told as %s, want %s", names, got, want)
		}
	}
}

func TestWhereAnImportedReviewStands(t *testing.T) {
	t.Parallel()
	done, open := "# Checkout on 2026-02-10\n\n## TODO\n\n- [x] Add a cache\n", "# Checkout on 2026-02-10\n\n## TODO\n\n- [ ] Add a cache\n"
	for text, want := range map[string]ReviewState{done: Closed, open: Reviewed} {
		if got := read(t, "checkout.md", text, ImportOptions{}).Imports[0].State(); got != want {
			t.Errorf("history is %s, want %s:\n%s", got, want, text)
		}
		if got := read(t, "checkout.md", text, ImportOptions{Open: true}).Imports[0].State(); got != Draft {
			t.Errorf("one that goes on is %s", got)
		}
	}
}

func TestWhatAnItemSaysIsKept(t *testing.T) {
	t.Parallel()
	text := `# Checkout on 2026-02-10

## Action items

| Action | Owner | Due | Priority | Type | Status | Ticket |
|---|---|---|---|---|---|---|
| Add a cache | Ana | 2026-03-31 | P1 | prevention | Open | [SHOP-7](https://jira.example.com/browse/SHOP-7) |
| Drop the second pool | Bo | next quarter | whenever | | Won't do | |
`
	items := read(t, "checkout.md", text, ImportOptions{}).Imports[0].Items
	if len(items) != 2 {
		t.Fatalf("%d items", len(items))
	}
	a, b := items[0], items[1]
	if a.Priority != P1 || a.Kind != Prevent || a.DueOn.String() != "2026-03-31" || a.Owner != "Ana" || a.State != Proposed || !a.FirstDueOn.IsZero() {
		t.Errorf("the first is %+v", a)
	}
	for _, want := range []string{"Owner: Ana", "Issue: https://jira.example.com/browse/SHOP-7"} {
		if !strings.Contains(a.Description, want) {
			t.Errorf("%q is lost: %q", want, a.Description)
		}
	}
	if b.State != Rejected || !strings.Contains(b.RejectedReason, "Won't do") || !b.DueOn.IsZero() {
		t.Errorf("the second is %+v", b)
	}
	for _, want := range []string{"Due: next quarter", "Priority: whenever"} {
		if !strings.Contains(b.Description, want) {
			t.Errorf("%q is lost: %q", want, b.Description)
		}
	}
}

func TestWhatTellsThatAnItemIsDoneIsKept(t *testing.T) {
	t.Parallel()
	text := "# Checkout on 2026-02-10\n\n## Action items\n\n- Alert on a long queue (P1, detect, Ana, due 2026-03-31). Done when the alert fires in staging.\n"
	a := read(t, "checkout.md", text, ImportOptions{}).Imports[0].Items[0]
	if a.DoneWhen != "the alert fires in staging" || a.Kind != Detect || a.Priority != P1 || a.Owner != "Ana" || a.DueOn.String() != "2026-03-31" {
		t.Errorf("the item is %+v", a)
	}
}

func TestATablesRowsGoToTheReviewsThatTheyName(t *testing.T) {
	t.Parallel()
	f := read(t, "q1/tracker.csv", `Incident;Incident date;Sev;Action item;Owner;Due;Status;Done on;Agreed on
Checkout was down;2026-02-10;SEV-1;Add a cache;Ana;2026-03-31;Open;;2026-02-11
Checkout was down;;;Page earlier;Bo;2026-02-20;Done;2026-02-21;2026-02-12
PM-7;;;Tell support;;;Done;;
;;;Write a runbook;;;;;
`, ImportOptions{})
	if len(f.Imports) != 3 || f.Imports[0].Into != "Checkout was down" || f.Imports[1].Into != "PM-7" || f.Imports[2].Into != "Follow-ups from tracker" {
		t.Fatalf("they go to %+v", f.Imports)
	}
	in := f.Imports[0]
	if i := in.Incident; i.Severity != 1 || i.StartedAt.Format(time.DateOnly) != "2026-02-10" || i.ExternalID != "" || len(in.Items) != 2 {
		t.Errorf("the incident is %+v", in)
	}
	if a := in.Items[0]; a.State != Proposed || !a.CommittedOn.IsZero() || !strings.Contains(a.Description, "Agreed on: 2026-02-11") {
		t.Errorf("the one that is open is %+v", a)
	}
	if a := in.Items[1]; a.State != Done || a.ClosedOn.String() != "2026-02-21" || a.ClosedAt == nil || a.CommittedOn.String() != "2026-02-12" || a.Line != 3 {
		t.Errorf("the one that is done is %+v", a)
	}
	if a := f.Imports[1].Items[0]; a.State != Done || !a.ClosedOn.IsZero() || !a.CommittedOn.IsZero() {
		t.Errorf("one that was done at a time that nobody knows is %+v", a)
	}
	for _, in := range read(t, "tracker.csv", "Action,Status,Incident date\nAdd a cache,done,2026-02-10\n", ImportOptions{Open: true}).Imports {
		if a := in.Items[0]; a.CommittedOn.String() != "2026-02-10" || !a.ClosedOn.IsZero() || a.Historic {
			t.Errorf("of a review that goes on, one that is done is %+v", a)
		}
	}
}

func TestEveryBadRowIsNamed(t *testing.T) {
	t.Parallel()
	f, err := ReadImport(ImportSourceFile{Name: "tracker.csv", Table: true, Text: []byte("Action,Due\nAdd a cache,soon\n,2026-03-01\nPage earlier,2026-03-31\n")}, nil, ImportOptions{Now: today})
	refused(t, err, Invalid, "line 2", "line 3")
	if f.Table == nil || len(f.Table.Columns) != 2 {
		t.Error("the table is not there to be looked at")
	}
	_, err = ReadImport(ImportSourceFile{Name: "x.md", Text: []byte("<!doctype html><html>")}, nil, ImportOptions{Now: today})
	var fault *Error
	if !errors.As(err, &fault) || fault.Kind != Invalid || !strings.Contains(fault.Message, "HTML page") {
		t.Errorf("a page is refused with %v", err)
	}
}

func TestWhatAFileMakesCanBeStored(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("long ", 200)
	text := "# " + long + "\n\n- Date: 0202-02-30\n- Services: " + strings.Repeat("x", 59) + "\n\n## TODO\n\n- Add " + long + "\u0007 (@" + strings.Repeat("a", 500) + ")\n- Add a\tcache\n"
	in := read(t, strings.Repeat("n", 400)+".md", text, ImportOptions{}).Imports[0]
	accepted(t, in.Validate())
	if n := len(in.Items); n != 2 {
		t.Errorf("%d items", n)
	}
}

func TestDaysThatMayBeReadBothWays(t *testing.T) {
	t.Parallel()
	const text = "# Slow tills\n\nDate: %s\n\nThe tills were slow from 10:00 UTC to 11:00 UTC.\n\n## Action items\n\n- Add an alert on a queue of more than 100 (due 05/04/2026)\n"
	for name, c := range map[string]struct {
		written        string
		dayFirst       bool
		began, due     string
		told, notAsked string
	}{
		"nothing says which":                    {"02/01/2026", false, "2026-02-01", "2026-05-04", "was read as 2026-02-01; it might be the other way round", "to come"},
		"the day first, as is said":             {"02/01/2026", true, "2026-01-02", "2026-04-05", "", "the other way round"},
		"with the month first it is to come":    {"05/02/2026", false, "2026-02-05", "2026-04-05", "the date 05/02/2026 was read as 2026-02-05, and others like it: with the month first it would be to come", "the other way round"},
		"to come both ways":                     {"05/04/2026", false, "2026-03-02", "2026-05-04", "cannot be right", "the month first it would"},
		"the text says that the month is first": {"02/14/2026", true, "2026-02-14", "2026-05-04", "", "the other way round"},
	} {
		in := read(t, "tills.md", fmt.Sprintf(text, c.written), ImportOptions{DayFirst: c.dayFirst}).Imports[0]
		told := strings.Join(append(in.Notices, in.Assumed...), "; ")
		if DateOf(in.Incident.StartedAt).String() != c.began || in.Items[0].DueOn.String() != c.due || !strings.Contains(told, c.told) || strings.Contains(told, c.notAsked) {
			t.Errorf("%s: it began on %s, its item is due %s; told is %s", name, DateOf(in.Incident.StartedAt), in.Items[0].DueOn, told)
		}
	}

	const table = "title,due\nAdd a limit,03/04/2026\nAdd an alert,%s\n"
	for second, want := range map[string][2]string{"05/06/2026": {"2026-03-04", "2026-04-03"}, "05/31/2026": {"2026-03-04", "2026-03-04"}, "31/05/2026": {"2026-04-03", "2026-04-03"}} {
		for n, dayFirst := range []bool{false, true} {
			f := read(t, "items.csv", fmt.Sprintf(table, second), ImportOptions{DayFirst: dayFirst})
			if got := f.Imports[0].Items[0].DueOn.String(); got != want[n] {
				t.Errorf("beside %s, with the day first %v, 03/04/2026 is %s, want %s", second, dayFirst, got, want[n])
			}
			if asks := strings.Contains(strings.Join(f.Notices, " "), "can be read in two ways"); asks != (second == "05/06/2026" && !dayFirst) {
				t.Errorf("beside %s, with the day first %v, it tells %q", second, dayFirst, f.Notices)
			}
		}
	}
}
