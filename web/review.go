package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/postmortem"
)

// step is one of the states that a review goes through.
type step struct {
	State       models.ReviewState
	Past, Here  bool
	Explanation string
}

// question is one of the checklist with all that was answered to it.
type question struct {
	models.Question
	Final   *models.Outcome
	Own     *models.Outcome // the signed-in person's
	Answers []models.Outcome
	Settled bool
	Agreed  models.Verdict // of all reviewers who answered, while it is not settled
	Differs bool           // reviewers do not say the same, and it is not settled
	Checked []evidence     // the first of what the check found of it: no verdict
	More    int            // of that
}

// listedRow is an action item that the document lists, with what the check says of its title.
type listedRow struct {
	models.ImportItem
	Scope models.Scope
}

// Lacks says in a few words why the item could not be committed as it is; "" where it could.
func (l listedRow) Lacks() string {
	var lacks []string
	for _, q := range []struct {
		ok   bool
		word string
	}{{l.Scope.Actionable, "not actionable"}, {l.Scope.Specific, "not specific"}, {l.Scope.Bounded, "not bounded"}} {
		if !q.ok {
			lacks = append(lacks, q.word)
		}
	}
	return strings.Join(lacks, ", ")
}

type reviewView struct {
	Review       models.Review
	Incident     models.Incident
	Meeting      *models.Meeting // scheduled or held, else the latest
	Earlier      []models.Meeting
	Due          due
	MeetingMet   bool // the deadline was kept
	MeetingLate  bool // the deadline has passed without a meeting
	MeetingAfter bool // a meeting is scheduled for after the deadline
	MeetingOver  bool // its time has come, so that what became of it can be recorded
	MeetingPast  bool // its time is over
	Steps        []step
	NextVerb     string // submission, completion or closure
	NextLabel    string
	Todos        []models.Todo // without which it cannot go on
	Advice       []models.Todo // what the guide wants as well
	Document     *models.Document
	Text         checkedText // of the document
	AllOf        string      // the rule of which all findings are shown, however many
	Questions    []question
	Agreed       int // of them
	Differ       int // of them, reviewers do not say the same
	Settled      int
	Blocking     int
	Items        []models.ActionItem
	Proposed     int
	Messages     map[models.Audience]models.Message
	ToCustomers  checkedText // of the external one
	Comments     []*remark
	OpenRemarks  int
	Listed       []listedRow                // that the document lists and nobody proposed yet
	InDocument   map[models.Audience]string // what the document has a section for and nobody has written here yet
	Services     []models.Service
	History      history
	Agenda       []models.AgendaPoint
	Editable     bool // by this person, in this state
}

func (r *request) reviewID() (int64, error) { return r.number("ref", "PM-", "review") }

func (w *site) reviewPage(r *request) error { return w.showReview(r, http.StatusOK, nil) }

func (w *site) showReview(r *request, status int, f *form) error {
	v, err := w.loadReview(r)
	if err != nil {
		return err
	}
	return r.render(status, "review", &page{Title: v.Review.Ref() + " " + v.Incident.Title, Form: f, Data: v})
}

func (w *site) loadReview(r *request) (v reviewView, err error) {
	ctx := r.Request().Context()
	id, err := r.reviewID()
	if err != nil {
		return v, err
	}
	if v.Review, err = w.store.Review(ctx, r.by, id); err != nil {
		return v, err
	}
	facts, err := w.store.ReviewFacts(ctx, v.Review)
	if err != nil {
		return v, err
	}
	v.Incident, v.Items, v.Meeting, v.Agenda = facts.Incident, facts.Items, facts.Meeting, models.Agenda
	v.Editable = v.Review.Editable() == nil && r.by.Need(models.Member) == nil
	// The deadline is a day in the team's zone, whatever zone the person sees times in.
	days := r.teamWorkdays(v.Incident.TeamID)
	today := days.DateOf(r.now)
	held := v.Meeting != nil && v.Meeting.State == models.Held
	v.Due = dueAsOf(today, v.Review.DueOn, v.Review.Open() && !v.Review.Historic && !held)
	v.MeetingLate = v.Review.MeetingLate(today, v.Meeting)
	if v.Meeting != nil {
		v.MeetingOver, v.MeetingPast = !r.now.Before(v.Meeting.StartsAt), !r.now.Before(v.Meeting.End())
		v.MeetingMet = held && !days.DateOf(v.Meeting.StartsAt).After(v.Review.DueOn)
		v.MeetingAfter = v.Meeting.State == models.Scheduled && afterDeadline(v.Review, days, v.Meeting.StartsAt)
	}
	v.setSteps(facts)
	v.AllOf = r.QueryParam("findings")
	rules, err := w.store.Rules(ctx)
	if err != nil {
		return v, err
	}
	if v.Review.DocumentNumber > 0 {
		d, err := w.store.Document(ctx, r.by, id, 0)
		if err != nil {
			return v, err
		}
		v.Document = &d
		findings, err := w.store.Findings(ctx, r.by, id)
		if err != nil {
			return v, err
		}
		if v.Comments, err = w.remarks(r, v.Document, id); err != nil {
			return v, err
		}
		if v.Text, err = beginningWith(d.Body, reviewPath(id)+"/document", findings, rules, v.Comments...); err != nil {
			return v, err
		}
	} else if v.Comments, err = w.remarks(r, nil, id); err != nil {
		return v, err
	}
	if v.Editable {
		listed, err := w.store.ListedItems(ctx, r.by, r.now, id)
		if err != nil {
			return v, err
		}
		for _, item := range listed {
			scope, _ := models.CheckScope(rules, item.Title)
			v.Listed = append(v.Listed, listedRow{item, scope})
		}
		messages, err := w.store.ListedMessages(ctx, r.by, id)
		if err != nil {
			return v, err
		}
		v.InDocument = map[models.Audience]string{}
		for _, m := range messages {
			v.InDocument[m.Audience] = m.Body
		}
	}
	outcomes, err := w.store.Outcomes(ctx, r.by, id)
	if err != nil {
		return v, err
	}
	for _, item := range v.Items {
		if item.State == models.Proposed {
			v.Proposed++
		}
	}
	err = w.fillReview(r, &v, rules)
	v.setQuestions(facts, outcomes, r.me.ID)
	return v, err
}

// fillReview loads what stands further down on the page.
func (w *site) fillReview(r *request, v *reviewView, rules *postmortem.Ruleset) error {
	ctx, id := r.Request().Context(), v.Review.ID
	meetings, err := w.store.Meetings(ctx, r.by, id)
	if err != nil {
		return err
	}
	for _, m := range meetings {
		if v.Meeting == nil || m.ID != v.Meeting.ID {
			v.Earlier = append(v.Earlier, m)
		}
	}
	messages, err := w.store.Messages(ctx, r.by, id)
	if err != nil {
		return err
	}
	v.Messages = map[models.Audience]models.Message{models.Internal: {Audience: models.Internal}, models.External: {Audience: models.External}}
	for _, m := range messages {
		v.Messages[m.Audience] = m
		if m.Audience == models.External {
			found, err := w.store.MessageFindings(ctx, r.by, m)
			if err != nil {
				return err
			}
			if v.ToCustomers, err = textWith(m.Body, found, rules); err != nil {
				return err
			}
		}
	}
	v.OpenRemarks = openRemarks(v.Comments)
	for _, service := range v.Incident.ServiceIDs {
		s, err := w.store.Service(ctx, service)
		if err != nil {
			return err
		}
		v.Services = append(v.Services, s)
	}
	v.History, err = r.history(reviewPath(id), store.EventFilter{ReviewID: id})
	return err
}

// afterDeadline reports whether a meeting at that time would not keep the review's deadline.
func afterDeadline(r models.Review, days models.Workdays, at time.Time) bool {
	return r.MeetingLate(days.DateOf(at), nil)
}

func (v *reviewView) setSteps(f models.ReviewFacts) {
	path := []models.ReviewState{models.Draft, models.InReview, models.Reviewed, models.Closed}
	at := slices.Index(path, v.Review.State)
	reviewed, closed := "Commit or reject what is proposed", "All is agreed"
	if f.External != nil {
		reviewed, closed = "Commit action items, post the external message", "All is agreed and told"
	}
	for n, s := range path {
		v.Steps = append(v.Steps, step{State: s, Past: at >= 0 && n < at, Here: n == at, Explanation: map[models.ReviewState]string{
			models.Draft: "Schedule the meeting and write the document", models.InReview: "Meet and settle the checklist",
			models.Reviewed: reviewed, models.Closed: closed}[s]})
	}
	for _, t := range v.Review.Todos(f) {
		if t.Advice {
			v.Advice = append(v.Advice, t)
		} else {
			v.Todos = append(v.Todos, t)
		}
	}
	switch v.Review.State {
	case models.Draft:
		v.NextVerb, v.NextLabel = "submission", "Submit for review"
	case models.InReview:
		v.NextVerb, v.NextLabel = "completion", "Mark as reviewed"
	case models.Reviewed:
		v.NextVerb, v.NextLabel = "closure", "Close the review"
	}
}

// LeftOpen says what is not settled on a review that is about to be closed, and holds nothing up; "" for nothing.
func (v reviewView) LeftOpen() string {
	var open []string
	if n := v.OpenRemarks; n > 0 {
		open = append(open, plural(n, "comment is", "comments are")+" open")
	}
	if v.Messages[models.Internal].State == models.MessageDraft {
		open = append(open, "the message inside the house is a draft")
	}
	if v.Review.State != models.Reviewed || len(open) == 0 {
		return ""
	}
	return upperFirst(strings.Join(open, ", and ")) + ": it can be closed all the same."
}

// maxTodos is how many of the things to do are named; the rest are counted.
const maxTodos = 6

// todoParts are the places on a review's page where a thing is done.
var todoParts = map[string]string{"document": "#document", "meeting": "#meeting", "people": "#people", "question": "#question-", "checklist": "#checklist", "message": "#messages-external"}

// todos are what has to come first, each with the address where it is done, and how many more there are.
func todos(ref string, list []models.Todo) (t struct {
	Rows []piece
	More int
}) {
	t.More = max(0, len(list)-maxTodos)
	for _, todo := range list[:len(list)-t.More] {
		to := "/reviews/" + ref + todoParts[todo.Of]
		switch todo.Of {
		case "question":
			to += text(todo.ID)
		case "item":
			to = "/action-items/" + models.ActionItem{ID: todo.ID}.Ref() + "#commit"
		}
		t.Rows = append(t.Rows, piece{Text: upperFirst(todo.Text), To: to})
	}
	return t
}

// evidence is a finding beside the question of the checklist that it bears on.
type evidence struct {
	models.Finding
	Title, Quote string
	To           string // where the page shows it
	OfMessage    bool   // in the message to customers, which is kept beside the document
}

// maxEvidence is how many findings in the document, and how many in the message to customers, stand beside a question of the checklist.
const maxEvidence = 5

// evidence returns the first findings of the rules that ask the same as a question of the checklist, and how many more there are; all
// that is found in the message to customers is of the question about that.
func (v *reviewView) evidence(question string) (list []evidence, more int) {
	for _, f := range v.Text.Findings {
		if r := v.Text.Rules.Rule(f.Rule); r != nil && r.Question == question && f.DismissedAt == nil {
			if len(list) == maxEvidence {
				more++
				continue
			}
			list = append(list, evidence{f, r.Title, v.Text.Quote(f), "#finding-" + text(f.ID), false})
		}
	}
	ofDocument := len(list)
	for _, f := range v.ToCustomers.Findings {
		if r := v.ToCustomers.Rules.Rule(f.Rule); r != nil && (r.Question == question || question == models.ExternalQuestion) {
			if len(list) == ofDocument+maxEvidence {
				more++
				continue
			}
			list = append(list, evidence{f, r.Title, v.ToCustomers.Quote(f), "#messages-external", true})
		}
	}
	return list, more
}

// Grave counts what the check warns of in the document.
func (v reviewView) Grave() int { return models.Grave(v.Text.Findings) }

func (v *reviewView) setQuestions(f models.ReviewFacts, outcomes []models.Outcome, me int64) {
	open, agreed, differing := f.OpenQuestions(), models.Agreed(outcomes), models.Differing(outcomes)
	v.Agreed, v.Differ = len(agreed), len(differing)
	for _, q := range f.Questions {
		row := question{Question: q, Agreed: agreed[q.ID], Differs: differing[q.ID]}
		row.Checked, row.More = v.evidence(q.Key)
		for _, o := range outcomes {
			switch {
			case o.QuestionID != q.ID:
			case o.Final:
				row.Final = &o
			default:
				row.Answers = append(row.Answers, o)
				if o.PersonID == me {
					row.Own = &o
				}
			}
		}
		row.Settled = row.Final != nil && row.Final.Settles()
		if q.Blocking {
			v.Blocking++
			if !slices.ContainsFunc(open, func(o models.Question) bool { return o.ID == q.ID }) {
				v.Settled++
			}
		}
		v.Questions = append(v.Questions, row)
	}
}

// reviewForm runs one verb on the review of the address, and shows the review again where it is refused.
func (w *site) reviewForm(r *request, name, flash string, verb func(id int64, in *input) error) error {
	id, err := r.reviewID()
	if err != nil {
		return err
	}
	if err := verb(id, r.input()); err != nil {
		return r.again(name, err, w.showReview)
	}
	section, _, _ := strings.Cut(name, "-")
	return r.done("/reviews/"+models.Review{ID: id}.Ref()+"#"+section, "%s", flash)
}

func (w *site) saveReviewPeople(r *request) error {
	return w.reviewForm(r, "people", "Owner and facilitator are saved.", func(id int64, in *input) error {
		owner, facilitator, version := in.id("owner_id"), in.id("facilitator_id"), in.version()
		if err := in.refused(); err != nil {
			return err
		}
		_, err := w.store.EditReview(r.Request().Context(), r.by, r.now, id, version, store.ReviewEdit{OwnerID: &owner, FacilitatorID: &facilitator})
		return err
	})
}

func (w *site) saveRestriction(r *request) error {
	id, err := r.reviewID()
	if err != nil {
		return err
	}
	in := r.input()
	restricted, readers, version := in.on("restricted"), in.ids("reader_ids"), in.version()
	if err = in.refused(); err == nil {
		_, err = w.store.EditReview(r.Request().Context(), r.by, r.now, id, version, store.ReviewEdit{Restricted: &restricted, ReaderIDs: &readers})
	}
	if err != nil {
		return r.again("restriction", err, w.showReview)
	}
	if _, err := w.store.Review(r.Request().Context(), r.by, id); models.KindOf(err) == models.NotFound {
		return r.done("/reviews", "The review is restricted, and no longer open to you.")
	}
	return r.done("/reviews/"+models.Review{ID: id}.Ref()+"#restriction", "Who may see this review is saved.")
}

func (w *site) submitReview(r *request) error {
	return w.reviewForm(r, "state", "The review is submitted. Next: the meeting.", func(id int64, in *input) error {
		version := in.version()
		if err := in.refused(); err != nil {
			return err
		}
		_, err := w.store.SubmitReview(r.Request().Context(), r.by, r.now, id, version)
		return err
	})
}

func (w *site) completeReview(r *request) error {
	return w.reviewForm(r, "state", "The review is marked as reviewed.", func(id int64, in *input) error {
		version := in.version()
		if err := in.refused(); err != nil {
			return err
		}
		_, err := w.store.CompleteReview(r.Request().Context(), r.by, r.now, id, version)
		return err
	})
}

func (w *site) closeReview(r *request) error {
	return w.reviewForm(r, "state", "The review is closed. Its action items go on until each is done.", func(id int64, in *input) error {
		version := in.version()
		if err := in.refused(); err != nil {
			return err
		}
		err := w.askOfUnproposed(r, id, in)
		if err != nil {
			return err
		}
		_, err = w.store.CloseReview(r.Request().Context(), r.by, r.now, id, version)
		return err
	})
}

// askOfUnproposed refuses to close a review, which nothing else holds up, while its document lists what nobody proposed, until somebody
// says that it is meant.
func (w *site) askOfUnproposed(r *request, id int64, in *input) error {
	if in.on("unproposed") {
		return nil
	}
	review, err := w.store.Review(r.Request().Context(), r.by, id)
	if err != nil || review.State != models.Reviewed {
		return err // the verb says it
	}
	facts, err := w.store.ReviewFacts(r.Request().Context(), review)
	if err != nil || len(review.Todos(facts)) > 0 {
		return err
	}
	listed, err := w.store.ListedItems(r.Request().Context(), r.by, r.now, id)
	if err == nil && len(listed) > 0 {
		err = models.InvalidField("unproposed", "The document lists %s nobody proposed: propose what is still to be done, or tick that you close it all the same", plural(len(listed), "item that", "items that"))
	}
	return err
}

func (w *site) waiveReview(r *request) error {
	return w.reviewForm(r, "state-waive", "The review is waived: nobody is reminded of it any more, and its history says why.", func(id int64, in *input) error {
		version := in.version()
		if err := in.refused(); err != nil {
			return err
		}
		_, err := w.store.WaiveReview(r.Request().Context(), r.by, r.now, id, version, in.text("reason"))
		return err
	})
}

func (w *site) reopenReview(r *request) error {
	return w.reviewForm(r, "state-reopen", "The review is taken back; its history says why.", func(id int64, in *input) error {
		version := in.version()
		if err := in.refused(); err != nil {
			return err
		}
		_, err := w.store.ReopenReview(r.Request().Context(), r.by, r.now, id, version, in.text("reason"))
		return err
	})
}

// NewItem is what the form of a proposal starts with.
func (v reviewView) NewItem() models.ActionItem { return models.ActionItem{TeamID: v.Incident.TeamID} }
