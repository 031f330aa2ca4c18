package models

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Category is what a tracker's status amounts to (Jira's statusCategory keys).
type Category string

// The categories of a tracker's status.
const (
	CategoryNew        Category = "new"
	CategoryInProgress Category = "indeterminate"
	CategoryDone       Category = "done"
)

// Link is an action item's issue in the tracker. The item says what should be, AgreedHash what the tracker last took;
// the reconciler makes them match and brings back what changed there.
type Link struct {
	ID       int64  `json:"id"`
	ItemID   int64  `json:"item_id"`
	RemoteID string `json:"remote_id,omitempty" doc:"The issue's id, which stays when its key changes"`
	Key      string `json:"key,omitempty" doc:"The issue's key, such as OPS-12"`
	URL      string `json:"url,omitempty"`

	Status         string   `json:"status,omitempty" doc:"The issue's status, in the tracker's words"`
	AgreedHash     string   `json:"-"`
	AgreedCategory Category `json:"-"`
	AgreedDueOn    Date     `json:"-"`
	AgreedAssignee string   `json:"-"`
	ToldCategory   Category `json:"-"` // what it is being told: seen there before it is agreed, it is our own echo
	ToldDueOn      Date     `json:"-"`
	AgreedLabels   []string `json:"-" gorm:"serializer:json"`
	Dropped        []string `json:"dropped,omitempty" gorm:"serializer:json" doc:"Fields that this project's screens do not take"`
	Gone           bool     `json:"gone" doc:"The issue was deleted, or may no longer be seen"`

	CreateStartedAt *time.Time `json:"-"` // a create may have reached the tracker: search before another
	SyncedAt        *time.Time `json:"synced_at,omitempty" doc:"When the tracker was last heard"`
	Pending         bool       `json:"pending" gorm:"-" doc:"Something has not reached the tracker yet"`
	Revision        int64      `json:"-"`
	DueAt           *time.Time `json:"due_at,omitempty" doc:"When it is looked at next"`
	Queue           `gorm:"embedded"`
}

// LinkFields are what the tracker sees of an item.
type LinkFields struct {
	Project     string
	Summary     string
	Description string
	Priority    Priority
	DueOn       Date
	Assignee    string // account id at the tracker
	Labels      []string
	Category    Category
	Reason      string // why it was rejected; becomes a comment
}

// Hash names the fields' values: equal hashes, nothing to tell the tracker.
func (f LinkFields) Hash() string {
	text, err := json.Marshal(f)
	if err != nil {
		panic(err) // strings and dates only
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// DesiredFields returns what the tracker should show of the item: the description ends with the done_when sentence and
// a link back (without the incident's title where that is empty, as it is for a restricted review), the labels are the incident's, the item's own, and the one by which it is found again.
func (a ActionItem) DesiredFields(i Incident, team *Team, owner *Person, address string) LinkFields {
	zone := time.UTC
	f := LinkFields{Summary: a.Title, Priority: a.Priority, DueOn: a.DueOn, Category: a.category(), Reason: a.RejectedReason}
	if team != nil {
		f.Project, zone = team.JiraProject, team.Location()
	}
	if owner != nil {
		f.Assignee = owner.JiraAccountID
	}
	var parts []string
	if a.Description != "" {
		parts = append(parts, a.Description)
	}
	if a.DoneWhen != "" {
		parts = append(parts, "Done when: "+a.DoneWhen)
	}
	if i.Title == "" {
		parts = append(parts, "Agreed in a review: "+address)
	} else {
		parts = append(parts, fmt.Sprintf("Agreed in the review of %s incident “%s”: %s", i.Severity, i.Title, address))
	}
	f.Description = strings.Join(parts, "\n\n")
	f.Labels = append(i.Labels(zone), a.Labels...)
	f.Labels = append(f.Labels, a.Label())
	slices.Sort(f.Labels)
	f.Labels = slices.Compact(f.Labels)
	return f
}

func (a ActionItem) category() Category {
	if a.RejectionProposed != "" { // closed there; it stays so until somebody decides here
		return CategoryDone
	}
	switch a.State {
	case InProgress:
		return CategoryInProgress
	case Done, Rejected:
		return CategoryDone
	}
	return CategoryNew
}

// Remote is what the tracker says of an issue.
type Remote struct {
	ID       string
	Key      string
	URL      string
	Status   string
	Category Category
	WontDo   bool // closed without being done
	DueOn    Date
}

// Change is one thing that the tracker changed on an item, for the record.
type Change struct {
	Verb string
	Note string
}

// Adopt takes over what changed in the tracker since it last agreed: closed, reopened, started, another due date. What
// did not change there is left alone, so an edit made here meanwhile is not undone. It returns what it did.
func (a *ActionItem) Adopt(now time.Time, today Date, l Link, r Remote) []Change {
	var changes []Change
	did := func(verb, note string) { changes = append(changes, Change{verb, note}) }
	if a.RejectionProposed != "" && r.Category == CategoryDone && !r.WontDo { // given up first, then done after all
		_ = a.Complete(now, today) // open, so it cannot refuse
		did("completed", "closed in Jira")
	}
	if r.Category != l.AgreedCategory && r.Category != l.ToldCategory && l.AgreedCategory != "" {
		switch {
		case r.Category == CategoryDone && r.WontDo && a.State.Open():
			a.RejectionProposed, a.LadderFrom = "Jira closed "+r.Key+" as “"+r.Status+"”", today
			did("rejection proposed", a.RejectionProposed)
		case r.Category == CategoryDone && a.State.Open():
			_ = a.Complete(now, today) // open, so it cannot refuse
			did("completed", "closed in Jira")
		case l.AgreedCategory == CategoryDone && a.State == Done: // else it was done here, and Jira has not heard yet
			_ = a.Reopen(today, "reopened in Jira") // done and with a reason, so it cannot refuse
			if r.Category == CategoryNew {
				a.State = Committed
			}
			did("reopened", "reopened in Jira")
		case r.Category != CategoryDone && a.RejectionProposed != "":
			a.RejectionProposed, a.LadderFrom = "", today
			did("rejection withdrawn", "reopened in Jira")
		case r.Category == CategoryInProgress && a.State == Committed:
			a.State = InProgress
			did("started", "started in Jira")
		case r.Category == CategoryNew && a.State == InProgress:
			a.State = Committed
			did("stopped", "moved back in Jira")
		}
	}
	if l.AgreedCategory != "" && r.DueOn != l.AgreedDueOn && r.DueOn != l.ToldDueOn && !r.DueOn.IsZero() && r.DueOn != a.DueOn && a.State.Open() {
		later := r.DueOn.After(a.DueOn)
		_ = a.MoveDue(today, r.DueOn, "changed in Jira") // open and with a reason, so it cannot refuse
		a.SlipAsked = later
		did("due date moved", "changed in Jira")
	}
	return changes
}
