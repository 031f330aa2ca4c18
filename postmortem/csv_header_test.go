package postmortem

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

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
