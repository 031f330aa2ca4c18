package postmortem

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

// readTable reads a table that the test knows to be one.
func readTable(t testing.TB, source string, columns map[string]Field) *Table {
	t.Helper()
	table, err := ParseCSV([]byte(source), columns)
	if err != nil {
		t.Fatalf("%q: %v", source, err)
	}
	return table
}

// onlyRow reads a table of one row without a problem.
func onlyRow(t testing.TB, source string) TableRow {
	t.Helper()
	table := readTable(t, source, nil)
	if len(table.Rows) != 1 || len(table.Problems) > 0 {
		t.Fatalf("%q: %+v", source, table)
	}
	return table.Rows[0]
}

func fieldsOf(table *Table) string {
	var out []string
	for _, c := range table.Columns {
		out = append(out, first(string(c.Field), "-"))
	}
	return strings.Join(out, " ")
}

func rowTitles(table *Table) []string {
	out := []string{}
	for _, r := range table.Rows {
		out = append(out, r.Title)
	}
	return out
}

func TestATableIsReadFromEveryColumn(t *testing.T) {
	t.Parallel()
	table := readTable(t, "Action item,Details,Done when,Owner,Team,Due date,Status,Priority,Type,Labels,Ticket,Created,Closed,Incident,Incident date,Severity,Services,Postmortem link\n"+
		"Add a limit to uploads,The queue grew,An upload of 2 GB is refused,Ana Lee,Storage,2026-03-31,In progress,High,Prevention,\"quick, queue\",OPS-12,2026-03-02,,Uploads hung,2026-03-01,SEV-2,\"uploads; queue\",https://wiki.example/uploads\n", nil)
	if want := "title description done_when owner team due status priority kind labels link created closed incident date severity service document"; fieldsOf(table) != want {
		t.Errorf("got  %s\nwant %s", fieldsOf(table), want)
	}
	day := func(text string) Date {
		at, _ := time.Parse(time.DateOnly, text)
		return Date{Time: at, Text: text}
	}
	want := TableRow{
		Line: 2, Title: "Add a limit to uploads", Description: "The queue grew", DoneWhen: "An upload of 2 GB is refused", Owner: "Ana Lee", Team: "Storage",
		Due: day("2026-03-31"), Created: day("2026-03-02"), DoneKnown: true, Status: "In progress", Priority: "P1", Kind: "prevent",
		Labels: []string{"quick", "queue"}, Key: "OPS-12", Incident: "Uploads hung", Date: day("2026-03-01"), Severity: 2,
		Services: []string{"uploads", "queue"}, DocumentURL: "https://wiki.example/uploads",
	}
	if len(table.Rows) != 1 || !reflect.DeepEqual(table.Rows[0], want) {
		t.Errorf("got  %+v\nwant %+v", table.Rows, want)
	}
	if len(table.Problems)+len(table.Notices) > 0 {
		t.Errorf("%+v, %+v", table.Problems, table.Notices)
	}
}

func TestAHeaderIsKnownHoweverItIsSpelled(t *testing.T) {
	t.Parallel()
	for field, headers := range map[Field][]string{
		FieldTitle:       {"Action Item", "ACTION_ITEMS", "action-item(s)", "Action:", "Follow-up", "Follow Up Actions", "Task name", "Corrective actions", "Title", "Summary", "Name", "To-do", "Remediation", "Recommendations", "Long-term action items"},
		FieldDescription: {"Details", "Notes", "Comments", "Latest update", "Root cause", "Resolution notes", "Reviewer comments"},
		FieldDoneWhen:    {"Done when", "done_when", "Definition of Done", "Acceptance Criteria", "Exit criteria"},
		FieldOwner:       {"Owner", "Assignee", "Assigned To", "assigned_to", "DRI", "Responsible", "Who", "Action owner", "Owner's name", "Owner(s)", "By whom", "Item owner", "Assignees", "Point person", "Contact", "Owner (one person)"},
		FieldTeam:        {"Team", "Owning team", "Squad", "Department", "Teams"},
		FieldDue:         {"Due", "Due Date", "dueDate", "DUE_DATE", "due-on", "Deadline", "Target date", "ETA", "By when?", "Target completion date", "Due date (UTC)", "Action due date"},
		FieldStatus:      {"Status", "State", "Current status", "Action item status", "status ", "Rollout status"},
		FieldPriority:    {"Priority", "Prio", "Importance", "Task priority", "Urgency (1-4)", "Custom field (Priority)"},
		FieldKind:        {"Type", "Kind", "Action type", "Category"},
		FieldLabels:      {"Labels", "Tags", "label"},
		FieldLink:        {"Issue key", "Jira", "Ticket", "JIRA Ticket #", "URL", "Link", "Tracking issue", "Tickets", "GitHub issue", "link.key", "Phabricator", "PRs"},
		FieldCreated:     {"Created", "created_at", "createdAt", "Date created", "Created At (UTC)", "Committed on", "Agreed on"},
		FieldClosed:      {"closed_at", "Closed date", "Completed At", "Resolved on", "Date completed", "Resolution date", "Actual completion date"},
		FieldIncident:    {"Incident", "Incident title", "incident_id", "Incident #", "Postmortem", "Post-mortem", "Review", "Outage", "Retrospective", "Source incident", "PIR", "INC"},
		FieldDate:        {"Incident date", "Date of incident", "Date", "Outage date", "Incident start (UTC)", "Date of the outage"},
		FieldSeverity:    {"Severity", "Sev", "Incident severity", "Incident priority", "Severity level", "Custom field (Severity)"},
		FieldService:     {"Service", "Services", "Affected services", "Component/s", "Incident services", "Systems affected"},
		FieldDocument:    {"Postmortem URL", "postmortem link", "Document URL", "RCA link", "Confluence page", "Incident report link"},
		FieldNone: {"Issue id", "Reporter", "Sprint", "Updated", "Assignee Id", "owner_id", "Incident commander", "Incident status", "Original due date", "Days overdue", "Secondary owner",
			"Project", "Votes", "First due", "Issue Type", "", "#", "No.", "Watchers", "Review date"},
	} {
		for _, header := range headers {
			other := FieldTitle
			if field == FieldTitle {
				other = FieldNone
			}
			table := readTable(t, "What?,"+header+"\nAdd a limit,"+map[bool]string{true: "Add a limit"}[field == FieldTitle]+"\n", map[string]Field{"What?": other})
			if got := table.Columns[1].Field; got != field {
				t.Errorf("%q is %q, want %q", header, got, field)
			}
		}
	}
}

func TestOfTwoColumnsTheBetterHoldsAField(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, source, want string }{
		{"the summary is the title", "Summary,Owner\nx,y", "title owner"},
		{"the summary is a description beside a title", "Summary,Title,Owner\na,b,c", "description title owner"},
		{"the first of equals", "Action,Action item,Owner\na,b,c", "title description owner"},
		{"a title that is a number of the row is none", "Action item,Title\nAI-1,Add a limit\nAI-2,Write it down", "- title"},
		{"a description is the title where nothing else is", "#,Description,Owner\n1,Add a,Ana", "- title owner"},
		{"an issue in words is the title where nothing else is", "Issue,Owner\nAlerts are late,Ana", "title owner"},
		{"an issue by its key is a link", "Issue,Description\nOPS-1,Add a", "link title"},
		{"an address of mail before a name", "Title,Assignee,Assignee email\na,Ana,ana@example.org", "title - owner"},
		{"the date is the incident's", "Title,Date\na,2026-03-01", "title date"},
		{"the date is nothing beside the incident's date", "Title,Date,Incident date\na,2026-03-01,2026-03-01", "title - date"},
		{"severity is the incident's, priority the item's", "Title,Severity,Priority\na,SEV-1,High", "title severity priority"},
		{"resolved on a day", "Title,Resolved\na,2026-03-01\nb,", "title closed"},
		{"resolved or not", "Title,Resolved\na,yes\nb,no", "title status"},
		{"a completion date is when it is due", "Title,Completion date\na,2026-03-01", "title due"},
		{"a completion date is when it was done, beside a due date", "Title,Completion date,Due\na,2026-03-01,2026-03-01", "title closed due"},
		{"a target that is no day", "Title,Target\na,fewer pages", "title description"},
		{"a target that is a day", "Title,Target\na,2026-03-01", "title due"},
		{"a postmortem by its address", "Title,Postmortem\na,https://wiki.example/1", "title document"},
		{"a postmortem by its name", "Title,Postmortem\na,Uploads hung", "title incident"},
		{"an incident by two names", "Title,Incident,Incident ID\na,Uploads hung,77", "title incident description"},
		{"committed before created", "Title,Created,Committed\na,2026-03-01,2026-03-02", "title - created"},
		{"a resolution beside a status", "Title,Status,Resolution\na,Closed,Won't Do", "title status status"},
		{"a resolution in words", "Title,Resolution\na,We rolled it back on all hosts", "title description"},
		{"a column twice, one of them empty", "Title,Title,Completion date,Completion date,Due\na,,2026-03-01,,2026-03-01\n", "title title closed closed due"},
		{"labels twice", "Title,Labels,Labels\na,b,c", "title labels labels"},
		{"an issue's key in the column of ids", "ID,Title\nENG-1,a\nENG-2,b", "link title"},
		{"numbers in the column of ids", "ID,Title\nAI-1,a\nAI-2,b", "- title"},
	} {
		if got := fieldsOf(readTable(t, test.source, nil)); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

func TestTheExportsOfTrackersAreRead(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, source, fields string
		want                 TableRow
	}{
		{"Jira", "Summary,Issue key,Issue id,Issue Type,Status,Project key,Priority,Resolution,Assignee,Reporter,Created,Updated,Resolved,Due date,Labels,Labels,Description,Comment,Comment,Custom field (Severity)\n" +
			"Add a limit,OPS-12,10012,Task,Closed,OPS,Highest,Won't Do,Ana Lee,Bo Ek,14/Jul/25 3:42 PM,15/Jul/25 3:42 PM,15/Jul/25 4:00 PM,20/Jul/25 12:00 AM,quick,queue,It grew.,once,twice,SEV-1\n",
			"title link - - status - priority status owner - created - closed due labels labels description description description severity",
			TableRow{Title: "Add a limit", Key: "OPS-12", Priority: "P0", Owner: "Ana Lee", Status: "Won't Do", DoneKnown: true, Done: true, Rejected: true, Severity: 1,
				Labels: []string{"quick", "queue"}, Description: "Description: It grew.\nComment: once\nComment: twice"}},
		{"Asana, with its address above the header", ",,\n,,https://app.asana.example/csv\n,,\nTask ID,Created At,Completed At,Last Modified,Name,Section/Column,Assignee,Assignee Email,Start Date,Due Date,Tags,Notes\n" +
			"77,2025-07-14,2025-07-20,2025-07-20,Add a limit,Later,Ana Lee,ana@example.org,,2025-07-20,quick,It grew.\n",
			"- created closed - title status - owner - due labels description",
			TableRow{Title: "Add a limit", Owner: "ana@example.org", Status: "Later", DoneKnown: true, Done: true, Labels: []string{"quick"}, Description: "It grew."}},
		{"GitLab", "Title,Description,Issue ID,URL,State,Author,Assignee,Assignee Username,Due Date,Created At (UTC),Closed At (UTC),Milestone,Labels\n" +
			"Add a limit,It grew.,12,https://gitlab.example/x/y/-/issues/12,Open,Bo Ek,Ana Lee,ana,2025-07-20,2025-07-14 10:00:00,,soon,\"quick,queue\"\n",
			"title description - link status - owner - due created closed description labels",
			TableRow{Title: "Add a limit", Link: "https://gitlab.example/x/y/-/issues/12", Key: "#12", Owner: "Ana Lee", Status: "Open", DoneKnown: true,
				Labels: []string{"quick", "queue"}, Description: "Description: It grew.\nMilestone: soon"}},
		{"Linear", "ID,Team,Title,Description,Status,Priority,Creator,Assignee,Labels,Created,Completed,Canceled,Due Date\n" +
			"ENG-12,Storage,Add a limit,,Done,Urgent,bo@example.org,ana@example.org,,Mon Jul 14 2025 10:00:00 GMT+0000,Sun Jul 20 2025 10:00:00 GMT+0000,,2025-07-20\n",
			"link team title description status priority - owner labels created closed - due",
			TableRow{Title: "Add a limit", Key: "ENG-12", Team: "Storage", Priority: "P0", Owner: "ana@example.org", Status: "Done", DoneKnown: true, Done: true}},
		{"GitHub", "number,title,state,stateReason,assignees,labels,url,createdAt,closedAt,body\n" +
			"12,Add a limit,CLOSED,NOT_PLANNED,ana,quick,https://github.com/x/y/issues/12,2025-07-14T10:00:00Z,2025-07-20T10:00:00Z,It grew.\n",
			"- title status status owner labels link created closed description",
			TableRow{Title: "Add a limit", Link: "https://github.com/x/y/issues/12", Key: "#12", Owner: "ana", Status: "NOT_PLANNED", DoneKnown: true, Done: true, Rejected: true,
				Labels: []string{"quick"}, Description: "It grew."}},
		{"Debrief", "action item,review,title,state,kind,priority,owner,team,due,first due,slips,committed,closed,done when,jira\n" +
			"AI-42,PM-17,'-1 is refused as a limit,committed,detect,P2,Ana Lee,Storage,2025-07-20,2025-07-20,0,2025-07-14,,It is refused,OPS-12\n",
			"- incident title status kind priority owner team due - - created closed done_when link",
			TableRow{Title: "-1 is refused as a limit", Incident: "PM-17", Kind: "detect", Priority: "P2", Owner: "Ana Lee", Team: "Storage", Status: "committed", DoneKnown: true,
				DoneWhen: "It is refused", Key: "OPS-12"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			table := readTable(t, test.source, nil)
			if got := fieldsOf(table); got != test.fields {
				t.Errorf("got  %s\nwant %s", got, test.fields)
			}
			if len(table.Rows) != 1 || len(table.Problems) > 0 {
				t.Fatalf("%+v", table)
			}
			got := table.Rows[0]
			if due := got.Due.Time.Format(time.DateOnly); due != "2025-07-20" && strings.Contains(test.fields, "due") {
				t.Errorf("due %s", due)
			}
			if created := got.Created.Time.Format(time.DateOnly); created != "2025-07-14" {
				t.Errorf("created %s", created)
			}
			got.Line, got.Due, got.Created, got.Closed = 0, Date{}, Date{}, Date{}
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("got  %+v\nwant %+v", got, test.want)
			}
		})
	}
}

func TestAPersonChoosesWhatColumnsHold(t *testing.T) {
	t.Parallel()
	source := "Massnahme;Wer;Owner;Notes\nAdd a limit;Ana;Bo;soon\n"
	table := readTable(t, source, map[string]Field{"Massnahme": FieldTitle, " Wer ": FieldOwner, "Notes": FieldNone})
	if got := fieldsOf(table); got != "title owner - -" {
		t.Errorf("%s", got)
	}
	if row := table.Rows[0]; row.Title != "Add a limit" || row.Owner != "Ana" || row.Description != "" {
		t.Errorf("%+v", row)
	}

	table = readTable(t, "Title,Owner\nAdd a limit,Ana\n", map[string]Field{"Ownr": FieldTeam})
	if len(table.Notices) != 1 || table.Notices[0].Code != "no_column" || !strings.Contains(table.Notices[0].Message, `"Ownr"`) {
		t.Errorf("%+v", table.Notices)
	}

	// A header that is there twice is chosen for both.
	table = readTable(t, "A,B,B,Due,Due\nAdd a limit,Ana,Bo,3/4/2024,\nAdd b,,Bo,,5/4/2024\n", map[string]Field{"A": FieldTitle, "B": FieldOwner})
	if a, b := table.Rows[0], table.Rows[1]; fieldsOf(table) != "title owner owner due due" || a.Owner != "Ana" || a.Description != "B: Bo" || b.Owner != "Bo" || b.Description != "" || b.Due.IsZero() || len(table.Notices) != 1 {
		t.Errorf("%+v", table)
	}
	// What was guessed may be chosen again as it is.
	guessed := readTable(t, "Title,Notes,Comment,Status,Resolution,Ticket,URL\na,b,c,Open,,OPS-1,https://x.example\n", nil)
	again := map[string]Field{}
	for _, c := range guessed.Columns {
		again[c.Header] = c.Field
	}
	if chosen := readTable(t, "Title,Notes,Comment,Status,Resolution,Ticket,URL\na,b,c,Open,,OPS-1,https://x.example\n", again); !reflect.DeepEqual(chosen, guessed) {
		t.Errorf("got  %+v\nwant %+v", chosen, guessed)
	}
}

func TestWhatIsNoTableIsRefusedWithAReason(t *testing.T) {
	t.Parallel()
	var rows strings.Builder
	for range MaxTableRows + 1 {
		rows.WriteString("a\n")
	}
	for _, test := range []struct {
		name, source string
		columns      map[string]Field
		reason       Reason
		line         int
		says         string
	}{
		{"nothing", "", nil, ReasonEmpty, 0, "the table is empty"},
		{"only blank lines", " \n\r\n\n", nil, ReasonEmpty, 0, "the table is empty"},
		{"only empty cells", ",,,\n,,,\n", nil, ReasonEmpty, 0, "the table is empty"},
		{"only what a spreadsheet is told", "sep=;\n", nil, ReasonEmpty, 0, "the table is empty"},
		{"a NUL", "Title\na\x00b\n", nil, ReasonBinary, 2, "binary"},
		{"a workbook", "PK\x03\x04rest", nil, ReasonBinary, 0, "save the table as CSV"},
		{"a page", "<!DOCTYPE html>\n<table>", nil, ReasonHTML, 1, "HTML"},
		{"too large", "Title\n" + strings.Repeat("x", MaxTableSize), nil, ReasonTooLarge, 0, "more than 8 MiB"},
		{"too many rows", "Title\n" + rows.String(), nil, ReasonTooLarge, MaxTableRows + 2, "more than 50000 rows"},
		{"too many cells", "Title\na\n" + strings.Repeat(",", 5000), nil, ReasonTooLarge, 3, "more than 2000 cells"},
		{"a quote that is never closed", "Title,Owner\nAdd a,Ana\nAdd b,\"Bo\nAdd c,\n", nil, ReasonQuotes, 3, "quotes"},
		{"a quote in the middle", "Title,Owner\nAdd a,Ana\nAdd 5\" disks,Bo\n", nil, ReasonQuotes, 3, "quote"},
		{"text behind a quote", "Title,Owner\n\"Add\n\"a\",Ana\n", nil, ReasonQuotes, 2, "quotes"},
		{"no header", "Add a limit,Ana,2026-03-31\nAdd b,Bo,\n", nil, ReasonNoHeader, 1, "such as: Action item, Owner"},
		{"no title", "\nOwner,Due date\nAna,2026-03-31\n", nil, ReasonNoTitle, 2, "found: Owner, Due date"},
		{"the title left out", "Title,Owner\na,Ana\n", map[string]Field{"Title": FieldNone}, ReasonNoTitle, 1, "no column has the titles"},
		{"a field chosen twice", "A,B,C\na,b,c\n", map[string]Field{"A": FieldTitle, "B": FieldOwner, "C": FieldOwner}, ReasonColumnTwice, 1, `"B" and "C"`},
		{"no such field", "A,B\na,b\n", map[string]Field{"A": "titel"}, ReasonUnknownField, 0, `"titel" is no field`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			table, err := ParseCSV([]byte(test.source), test.columns)
			var refused *Error
			if !errors.As(err, &refused) || refused.Reason != test.reason || refused.Line != test.line || !strings.Contains(err.Error(), test.says) {
				t.Fatalf("%v, %#v", table, err)
			}
			if strings.Contains(err.Error(), "\n") || len(err.Error()) > 240 {
				t.Errorf("not one clear line: %q", err)
			}
			choice := slices.Contains([]Reason{ReasonNoHeader, ReasonNoTitle, ReasonColumnTwice}, test.reason)
			if choice != (table != nil && len(table.Columns) > 0) {
				t.Errorf("the columns to choose from: %+v", table)
			}
		})
	}
}

func TestTheDelimiterIsFound(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, source, want string }{
		{"commas", "Title,Owner\nAdd a; and b,Ana\n", "Add a; and b|Ana"},
		{"semicolons, with commas in the text", "Title;Owner\nAdd a, b, c;Ana\nAdd d, e, f;Bo\n", "Add a, b, c|Ana"},
		{"semicolons in a quoted header", "\"Title, short\";Owner;Status\nAdd a;Ana;Done\n", "Add a|Ana"},
		{"tabs", "Title\tOwner\nAdd a, b\tAna\n\tBo\n", "Add a, b|Ana"},
		{"bars", "Title|Owner\nAdd a, b|Ana\n", "Add a, b|Ana"},
		{"as the first line says", "sep=;\nTitle;Owner\nAdd a;Ana\n", "Add a|Ana"},
		{"as the first line says, in quotes", "\"SEP=^\"\r\nTitle^Owner\r\nAdd a^Ana\r\n", "Add a|Ana"},
		{"one column has none", "Action items\n\"Add a\"\nAdd b, c and d\n", "Add a|"},
		{"the others in quotes", "Title,Owner\n\"Add a;b;c;d\te|f\",Ana\n", "Add a;b;c;d e|f|Ana"},
		{"a space after the comma", "Title, Owner\n\"Add a\", \"Ana\"\n", "Add a|Ana"},
	} {
		table := readTable(t, test.source, map[string]Field{"Title, short": FieldTitle})
		if len(table.Rows) == 0 || table.Rows[0].Title+"|"+table.Rows[0].Owner != test.want {
			t.Errorf("%s: %+v", test.name, table)
		}
	}
}

func TestEncodingsOfSpreadsheetsAreRead(t *testing.T) {
	t.Parallel()
	wide := func(s string, order binary.ByteOrder, mark string) string {
		out := []byte(mark)
		for _, u := range utf16.Encode([]rune(s)) {
			out, _ = binary.Append(out, order, u)
		}
		return string(out)
	}
	plain := "Title\tOwner\r\nAdd a café\tAna\r\n"
	for _, test := range []struct{ name, source, code string }{
		{"UTF-8", plain, ""},
		{"UTF-8 with a byte order mark", "\ufeff" + plain, ""},
		{"Unicode text", wide(plain, binary.LittleEndian, "\xff\xfe"), "decoded"},
		{"big endian", wide(plain, binary.BigEndian, "\xfe\xff"), "decoded"},
		{"Windows-1252", strings.ReplaceAll(plain, "é", "\xe9"), "decoded"},
	} {
		table := readTable(t, test.source, nil)
		if len(table.Rows) != 1 || table.Rows[0].Title != "Add a café" || table.Rows[0].Line != 2 {
			t.Errorf("%s: %+v", test.name, table)
		}
		if code := ""; len(table.Notices) > 0 {
			code = table.Notices[0].Code
			if code != test.code {
				t.Errorf("%s: %+v", test.name, table.Notices)
			}
		} else if test.code != "" {
			t.Errorf("%s: no notice", test.name)
		}
	}
}

func TestALineIsTheOneThatAPersonSees(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, source string
		rows         []int
		problems     []int
	}{
		{"blank lines above and between", "\n\nTitle,Due\n\nAdd a,\n,\n\nAdd b,\n", []int{5, 8}, nil},
		{"cells of several lines", "Title,Notes\r\n\"Add a\",\"one\r\ntwo\r\nthree\"\r\nAdd b,\r\n", []int{2, 5}, nil},
		{"a line that tells the delimiter", "sep=,\nTitle,Due\nAdd a,\nAdd b,soon\n", []int{3}, []int{4}},
		{"a header of several lines", "Title,\"Due\ndate\"\nAdd a,\nAdd b,soon\n", []int{3}, []int{4}},
		{"lines above the header", "Follow-up of the spring,,\n,,\nAction,Owner,Due\nAdd a,Ana,\n", []int{4}, nil},
	} {
		table := readTable(t, test.source, nil)
		var rows, problems []int
		for _, r := range table.Rows {
			rows = append(rows, r.Line)
		}
		for _, p := range table.Problems {
			problems = append(problems, p.Line)
		}
		if !slices.Equal(rows, test.rows) || !slices.Equal(problems, test.problems) {
			t.Errorf("%s: rows %v, problems %v: %+v", test.name, rows, problems, table)
		}
	}
	table := readTable(t, "Follow-up of the spring,,\nAction,Owner,Due\nAdd a,Ana,\n", nil)
	if len(table.Notices) != 1 || table.Notices[0].Code != "skipped_rows" || table.Notices[0].Line != 2 {
		t.Errorf("%+v", table.Notices)
	}
}

func TestEveryProblemIsToldWithItsLineAndField(t *testing.T) {
	t.Parallel()
	table := readTable(t, "Title,Owner,Due,Created,Closed,Incident date\n"+
		"Add a,Ana,next week,,,\n"+
		",Bo,,,,\n"+
		"Add b,,,,,\n"+
		"Add c,Ana,31/31/2026,sometime,2026-02-30,x\n"+
		"Add d, with a comma,Ana,,,,\n"+
		"-,Ana,2026-03-31,,,\n"+
		"Add e,Ana,2026-03-31,,,\n"+
		"Add f,Ana\n", nil)
	var got []string
	for _, p := range table.Problems {
		got = append(got, fmt.Sprintf("%d %s: %s", p.Line, p.Field, p.Message))
	}
	want := []string{
		`2 due: "next week" is not a date such as 2026-03-31`,
		`3 title: there is no title in the column "Title"`,
		`5 due: "31/31/2026" is not a date such as 2026-03-31`,
		`5 created: "sometime" is not a date such as 2026-03-31`,
		`5 closed: "2026-02-30" is not a date such as 2026-03-31`,
		`5 date: "x" is not a date such as 2026-03-31`,
		`6 : the row has 7 cells, the header only 6; a cell with a comma in it must be in quotes`,
		`7 title: there is no title in the column "Title"`,
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if titles := rowTitles(table); !slices.Equal(titles, []string{"Add b", "Add e", "Add f"}) {
		t.Errorf("the rows that are read: %q", titles)
	}
	for i := 1; i < len(table.Problems); i++ {
		if table.Problems[i].Line < table.Problems[i-1].Line {
			t.Errorf("not in order: %+v", table.Problems)
		}
	}
}

func TestNotMoreThanAThousandProblemsAreTold(t *testing.T) {
	t.Parallel()
	table := readTable(t, "Title,Due\n"+strings.Repeat("Add a,soon\n", 1500)+"Add b,\n", nil)
	if n := len(table.Problems); n != 1001 {
		t.Fatalf("%d problems", n)
	}
	if last := table.Problems[1000]; last.Line != 1002 || !strings.Contains(last.Message, "more than 1000 problems") {
		t.Errorf("%+v", last)
	}
	if titles := rowTitles(table); !slices.Equal(titles, []string{"Add b"}) {
		t.Errorf("%q", titles)
	}
}

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
		"P3": {"P3", "P4", "P5", "3", "4", "9", "Low", "Minor", "Trivial", "Lowest", "very low", "Priority: Low"},
		"":   {"", "-", "xyz", "High/Low", "P0/P1/P2", "3 days", "TBD", "No priority", strings.Repeat("high ", 50)},
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

func TestHostileTablesNeitherCrashNorHang(t *testing.T) {
	t.Parallel()
	fill := func(head, s string) string { return head + strings.Repeat(s, (1<<20-len(head))/len(s)) }
	longHeader := "Title," + strings.Repeat("Notes on a long long long long header,", 1500)
	for name, source := range map[string]string{
		"commas":                      fill("Title\n", ","),
		"commas over lines in quotes": fill("Title\n", "\"\n\","),
		"quotes":                      fill("Title\n", `"`),
		"pairs of quotes":             fill("Title\n", `"",`),
		"lines":                       fill("Title\n", "\n"),
		"rows of nothing":             fill("Title,Owner\n", ",\n"),
		"one long cell":               fill("Title,Due\na,", "2026 "),
		"many labels":                 fill("Title,Labels\na,\"", "a;b;") + `"`,
		"many services":               fill("Title,Services\na,\"", "a1,") + `"`,
		"a long header":               fill("Title,"+strings.Repeat("Notes ", 1<<16)+"\n", "a,b\n"),
		"many long headers":           fill(longHeader+"\n", "a"+strings.Repeat(",b", 1500)+"\n"),
		"one long header":             fill("", "Title "),
		"not UTF-8":                   fill("Title\n", "\xff\xe9,"),
	} {
		start := time.Now()
		table, err := ParseCSV([]byte(source), nil)
		if took := time.Since(start); took > 20*time.Second { // each takes well below a second
			t.Errorf("%s: %v", name, took)
		}
		checkTable(t, []byte(source), table, err)
		size := 0
		if table != nil {
			for _, r := range table.Rows {
				size += len(r.Description) + len(r.Title)
			}
		}
		if size > 40<<20 {
			t.Errorf("%s: 1 MiB became %d", name, size)
		}
	}
}

// checkTable holds what is true of whatever ParseCSV returns.
func checkTable(t testing.TB, source []byte, table *Table, err error) {
	t.Helper()
	lines := 0
	if text, _, err := toUTF8(source, "table", MaxTableSize); err == nil {
		lines = 1 + bytes.Count(oneLineEnd(text), []byte("\n"))
	}
	inside := func(line int) {
		if line < 1 || line > lines {
			t.Errorf("line %d of %d", line, lines)
		}
	}
	if err != nil {
		var refused *Error
		if !errors.As(err, &refused) || refused.Message == "" || strings.Contains(refused.Message, "\n") || refused.Line < 0 || lines > 0 && refused.Line > lines {
			t.Fatalf("%#v", err)
		}
		return
	}
	bad := map[int]bool{}
	for _, p := range table.Problems {
		inside(p.Line)
		bad[p.Line] = true
		if p.Message == "" || strings.Contains(p.Message, "\n") || !p.Field.Valid() {
			t.Errorf("%+v", p)
		}
	}
	held := map[Field]string{}
	for _, c := range table.Columns {
		if by, ok := held[c.Field]; !c.Field.Valid() || ok && by != c.Header && !c.Field.Several() {
			t.Errorf("%+v", table.Columns)
		}
		held[c.Field] = c.Header
	}
	before := 0
	for _, r := range table.Rows {
		inside(r.Line)
		if r.Line < before || r.Title == "" || strings.Contains(r.Title, "\n") || len([]rune(r.Title)) > maxRowTitle || r.Severity < 0 || r.Severity > 5 || r.Done && !r.DoneKnown || r.Rejected && !r.Done {
			t.Errorf("%+v", r)
		}
		before = r.Line
	}
	for _, n := range table.Notices {
		if n.Line < 0 || n.Line > lines || n.Message == "" {
			t.Errorf("%+v", n)
		}
	}
}

// FuzzParseCSV holds that any source gives a table with its lines inside the text,
// or an Error, and the same one every time.
func FuzzParseCSV(f *testing.F) {
	for _, seed := range []string{
		"Title,Owner,Due,Status\nAdd a,Ana,2026-03-31,Done\nAdd b,,soon,\n",
		"sep=;\r\nAction;Wer;Severity\r\n\"Add\r\na\";'@ana;SEV-1\r\n;;\r\n",
		"Summary\tIssue key\tResolved\tLabels\tLabels\nAdd a\tOPS-1\t14/Jul/25 3:42 PM\ta\tb\n",
		"x,,\n\nAction item|Incident|Date|Postmortem\na|PM-1|3/4/2024|https://x.example\n",
		"\ufeffTitle\n\"a\"\"b\"\n", "\xff\xfeT\x00i\x00t\x00l\x00e\x00\n\x00a\x00", "Title,Owner\n\"a", "Title\na\"b\n", ",\n", "Priorit\xe9,Title\nP9,a\n",
		"Title,Kind,Priority,Services,Link\na,Bug,xyz,\"a;b\",#12\n", "Title,Due\n,25/12/2024\na,3/4/2024\na,b,c\n", "\rTitle\r\ra\r",
	} {
		f.Add([]byte(seed), "", "")
		f.Add([]byte(seed), "Owner", "title")
	}
	f.Fuzz(func(t *testing.T, source []byte, header, field string) {
		var columns map[string]Field
		if header != "" {
			columns = map[string]Field{header: Field(field)}
		}
		before, chosen := bytes.Clone(source), maps.Clone(columns)
		table, err := ParseCSV(source, columns)
		checkTable(t, source, table, err)
		again, errAgain := ParseCSV(source, columns)
		if !reflect.DeepEqual(table, again) || !reflect.DeepEqual(err, errAgain) {
			t.Fatalf("not the same twice: %+v, %v; %+v, %v", table, err, again, errAgain)
		}
		if !bytes.Equal(source, before) || !maps.Equal(columns, chosen) {
			t.Fatal("the arguments were changed")
		}
	})
}
