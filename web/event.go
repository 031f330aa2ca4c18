package web

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"

	"debrief/models"
	"debrief/models/store"
)

// shownEvents is how many entries of a history are shown at once.
const shownEvents = 40

// history is who did what to one thing, the newest first.
type history struct {
	Rows []models.Event
	Rest string // the address of the whole of it; "" where this is all
}

// history returns the newest events of what has its page at that path, or all of them where the address asks for that.
func (r *request) history(path string, f store.EventFilter) (h history, err error) {
	list := func(p store.Page) ([]models.Event, string, error) {
		return r.store.Events(r.Request().Context(), r.by, f, p)
	}
	if r.QueryParam("history") == "all" {
		h.Rows, err = all(list)
		return h, err
	}
	rows, next, err := list(store.Page{Limit: shownEvents})
	h.Rows = rows
	if next != "" { // not the address that was asked for: that may be a form's, shown once more
		h.Rest = path + "?history=all#history"
	}
	return h, err
}

// phrase tells what an event is, behind the name of who did it. {object} and the like are filled from the event; what stands in
// square brackets is left out where one of them has nothing to say.
type phrase struct {
	someone string
	itself  string // the whole sentence where nobody did it; "" begins it with Debrief
}

// phrases are the words of models.Verbs.
var phrases = map[models.Subject]map[string]phrase{
	models.SubjectIncident: {
		"reported":   {someone: "reported {object}"},
		"changed":    {someone: "changed {object}"},
		"imported":   {someone: "imported {object}[ {note}]"},
		"withdrawn":  {someone: "withdrew {object}[: {reason}]"},
		"taken back": {someone: "decided that {object} counts again"},
	},
	models.SubjectReview: {
		"opened":                  {someone: "opened {object}"},
		"imported":                {someone: "imported {object}[ {note}]"},
		"changed":                 {someone: "changed {object}[ ({note})]"},
		"deadline set":            {someone: "set the deadline of {meeting} to {due_on}", itself: "The deadline of {meeting} is {due_on}"},
		"deadline moved":          {someone: "moved the deadline of {meeting}[ from {was due_on}][ to {due_on}], because {note}"},
		"submitted":               {someone: "submitted {object}"},
		"reviewed":                {someone: "marked {object} as reviewed"},
		"closed":                  {someone: "closed {object}[, although its document lists {unproposed} nobody proposed]"},
		"waived":                  {someone: "decided that there will be no review[: {reason}]"},
		"reopened":                {someone: "took {object} back[ to “{state}”][: {reason}]"},
		"meeting scheduled":       {someone: "scheduled {meeting}[ for {moment}]"},
		"meeting changed":         {someone: "changed {meeting}[: it is on {moment}]"},
		"meeting called off":      {someone: "called off {meeting}[: {reason}]"},
		"meeting held":            {someone: "recorded that {meeting}[ of {moment}] was held"},
		"attendance corrected":    {someone: "corrected who was at {meeting}[; there: {came}][; not there: {missed}]"},
		"meeting not held":        {someone: "recorded that {meeting} was not held[: {reason}]"},
		"invitation answered":     {someone: "answered the invitation to {meeting}[ with “{response}”][ {note}]"},
		"document saved":          {someone: "saved {saved}"},
		"document taken up again": {someone: "took up {older} again as {version}"},
		"checked":                 {someone: "had the document checked[: {note}]"},
		"finding dismissed":       {someone: "dismissed {finding}[: {reason}]"},
		"finding reopened":        {someone: "said that {finding} does apply after all"},
		"commented":               {someone: "wrote {comment}"},
		"replied":                 {someone: "wrote {reply}"},
		"comment resolved":        {someone: "resolved {comment}"},
		"comment reopened":        {someone: "opened {comment} again"},
		"message written":         {someone: "wrote {message}"},
		"message approved":        {someone: "approved {message}[, although the check warns of it: {approval}]"},
		"message posted":          {someone: "posted {message}"},
		"answered":                {someone: "answered {question}[ with “{verdict}”]"},
		"settled":                 {someone: "recorded the outcome of {question}[: “{verdict}”]"},
		"settled together":        {someone: "recorded for {questions} what the reviewers agree on"},
		"question waived":         {someone: "waived {question}, which needs work[: {reason}]"},
	},
	models.SubjectItem: {
		"proposed":  {someone: "proposed {object}"},
		"imported":  {someone: "imported {object}"},
		"changed":   {someone: "changed {object}"},
		"committed": {someone: "committed to {object}[, due {due_on}][: {reason}][, although its title does not pass the check: {override}]"},
		"linked":    {someone: "linked {object} with the issue {note}", itself: "{object} has the issue {note} in Jira"},
		"started":   {someone: "started {object}", itself: "{object} was started in Jira"},
		"stopped":   {someone: "stopped {object}", itself: "{object} was moved back in Jira: nobody works on it yet"},
		"completed": {someone: "completed {object}", itself: "{object} was completed in Jira"},
		"reopened":  {someone: "opened {object} again[: {reason}]", itself: "{object} was opened again in Jira"},
		"rejected":  {someone: "rejected {object}[: {reason}]"},
		"rejection proposed": {someone: "proposed to reject {object}[: {reason}]",
			itself: "{note}: the review's owner is asked whether {object} is to be rejected"},
		"rejection withdrawn": {someone: "withdrew the proposal to reject {object}", itself: "{object} was opened again in Jira: it is not to be rejected any more"},
		"kept":                {someone: "decided that the work on {object} goes on"},
		"due date moved": {someone: "moved the due date of {object}[ from {was due_on}][ to {due_on}][: {reason}]",
			itself: "The due date of {object} was moved in Jira[ from {was due_on}][ to {due_on}]"},
		"deadline moved": {someone: "moved the due date of {object}[ from {was due_on}][ to {due_on}], because {note}"},
		"slip explained": {someone: "told why the due date of {object} moved[: {reason}]"},
		"snoozed":        {someone: "snoozed {object}[ until {snoozed_until}][: {reason}]"},
		"disowned":       {someone: "said of {object} “not mine”[: {reason}]"},
	},
	models.SubjectPerson: {
		"added":                  {someone: "added {object}"},
		"changed":                {someone: "changed {object}"},
		"handed over":            {someone: "handed over {handed} from {object} to {owner_id}"},
		"sign-in link made":      {someone: "made a sign-in link for {object}"},
		"signed in":              {someone: "signed in"},
		"joined to an account":   {someone: "was joined to the company’s account {note}"},
		"parted from an account": {someone: "parted {object} from the company’s account {note}"},
	},
	models.SubjectTeam:             {"added": {someone: "added {object}"}, "changed": {someone: "changed {object}"}},
	models.SubjectService:          {"added": {someone: "added {object}"}, "changed": {someone: "changed {object}"}},
	models.SubjectPolicy:           {"changed": {someone: "changed {object}"}},
	models.SubjectTemplate:         {"added": {someone: "saved a new version of {object}"}},
	models.SubjectDocumentTemplate: {"added": {someone: "saved a new version of {object}"}},
	models.SubjectToken:            {"made": {someone: "made {object}[ {note}]"}, "revoked": {someone: "revoked {object}[ {note}]"}},
	models.SubjectRule:             {"changed": {someone: "changed {object}[ {note}]"}},
}

// subjects are what an event is about where the page has no name of its own for it.
var subjects = map[models.Subject]string{
	models.SubjectIncident: "the incident", models.SubjectReview: "the review", models.SubjectItem: "the action item", models.SubjectPerson: "the person",
	models.SubjectTeam: "the team", models.SubjectService: "the service", models.SubjectPolicy: "the policy", models.SubjectTemplate: "the checklist",
	models.SubjectDocumentTemplate: "the template of the document", models.SubjectToken: "the token", models.SubjectRule: "the rule",
}

// piece is one part of a sentence: words, with an address where they name something that can be looked at. Only the word for that is a
// link, not the words that go with it: a sentence of which half is underlined reads badly.
type piece struct {
	Before string // such as "the "
	Text   string
	To     string
	Title  string // what the thing is called, in quotation marks
	After  string // such as " of the document"
	Quote  bool   // somebody's own words
}

// words are all of a piece, as they are read.
func (p piece) words() string {
	if p.Title != "" {
		return p.Before + p.Text + " “" + p.Title + "”" + p.After
	}
	return p.Before + p.Text + p.After
}

// told is an event as a sentence.
type told struct {
	Who     string // "" where the sentence has its own beginning
	Pieces  []piece
	Changes []string // field by field, where the sentence only says that something changed; one by one, where it only counts
}

// Told puts an event into words.
func (p *page) Told(e models.Event) told {
	words, known := phrases[e.Subject][e.Verb]
	if !known {
		words.someone = e.Verb + " {object}[: {reason}]"
	}
	t := told{Who: p.Name(e.ActorID)}
	if e.ActorID == nil && words.itself != "" {
		t.Who = ""
		t.Pieces, _ = p.pieces(words.itself, e)
		if first := &t.Pieces[0]; first.Before != "" {
			first.Before = upperFirst(first.Before)
		} else {
			first.Text = upperFirst(first.Text)
		}
	} else {
		t.Pieces, _ = p.pieces(words.someone, e)
	}
	if e.Verb == "changed" {
		t.Changes = p.changed(e)
	}
	if e.Verb == "settled together" {
		t.Changes = p.agreed(e)
	}
	for _, title := range unproposed(e) {
		t.Changes = append(t.Changes, short(title))
	}
	return t
}

var phrasePart = regexp.MustCompile(`\[([^\]]*)\]|\{([^}]*)\}|[^\[{]+`)

// pieces fills a phrase; whole tells whether all that it names had something to say.
func (p *page) pieces(phrase string, e models.Event) (list []piece, whole bool) {
	whole = true
	for _, m := range phrasePart.FindAllStringSubmatch(phrase, -1) {
		switch {
		case m[1] != "":
			if inner, whole := p.pieces(m[1], e); whole {
				list = append(list, inner...)
			}
		case m[2] != "":
			named := p.named(m[2], e)
			whole = whole && named.Text != ""
			list = append(list, named)
		default:
			list = append(list, piece{Text: m[0]})
		}
	}
	return list, whole
}

// named returns what a phrase calls by that name: one of these, else the value of a field after the change, or before it.
func (p *page) named(name string, e models.Event) piece {
	if find, ok := names[name]; ok {
		return find(p, e)
	}
	field, before := strings.CutPrefix(name, "was ")
	pair := e.Changes[field]
	if value := pair[map[bool]int{true: 0, false: 1}[before]]; value != nil && value != "" {
		return piece{Text: p.value(field, value)}
	}
	return piece{}
}

// versionOf leads to a version of the event's document, called as in "version 3", and then more.
func versionOf(e models.Event, version, more string) piece {
	return piece{Text: version, To: reviewPath(e.SubjectID) + "/document/versions/" + strings.TrimPrefix(version, "version "), After: more}
}

// question is one of a review's checklist as the page shows it; its title is "" where it does not.
func (p *page) question(e models.Event, id int64) piece {
	v, _ := p.Data.(reviewView)
	for _, q := range v.Questions {
		if q.ID == id {
			return piece{Before: "the ", Text: "question", To: anchor(e, "question-"+text(id)), Title: q.Text}
		}
	}
	return piece{Before: "a ", Text: "question", To: anchor(e, "checklist"), After: " of the checklist"}
}

var names = map[string]func(*page, models.Event) piece{
	"object": (*page).object,
	"note":   func(_ *page, e models.Event) piece { return piece{Text: e.Note} },
	"reason": func(_ *page, e models.Event) piece { return piece{Text: e.Note, Quote: true} },
	"meeting": func(_ *page, e models.Event) piece {
		return piece{Before: "the ", Text: "meeting", To: anchor(e, "meeting")}
	},
	"moment": func(p *page, e models.Event) piece {
		at, err := time.Parse(time.RFC3339, e.Note)
		if err != nil {
			return piece{}
		}
		return piece{Text: p.Clock(at).Full}
	},
	"handed": func(_ *page, e models.Event) piece {
		return piece{Text: plural(e.Changes["holdings"][1], "thing", "things")}
	},
	"unproposed": func(_ *page, e models.Event) piece {
		n := len(unproposed(e))
		if n == 0 {
			return piece{}
		}
		return piece{Text: plural(n, "item that", "items that")}
	},
	"questions": func(_ *page, e models.Event) piece {
		settled, _ := e.Changes["outcomes"][1].(map[string]any)
		return piece{Text: plural(len(settled), "question", "questions"), To: anchor(e, "checklist")}
	},
	"came":    func(p *page, e models.Event) piece { return piece{Text: p.only(e.Changes["attended"], 1)} },
	"missed":  func(p *page, e models.Event) piece { return piece{Text: p.only(e.Changes["attended"], 0)} },
	"version": func(_ *page, e models.Event) piece { return versionOf(e, e.Note, "") },
	"saved":   func(_ *page, e models.Event) piece { return versionOf(e, e.Note, " of the document") },
	"older": func(_ *page, e models.Event) piece {
		return versionOf(e, "version "+text(changedID(e, "older_version")), " of the document")
	},
	"message": func(_ *page, e models.Event) piece {
		text := "message inside the house"
		if models.Audience(e.Note) == models.External {
			text = "message to customers"
		}
		return piece{Before: "the ", Text: text, To: anchor(e, "messages-"+e.Note)}
	},
	"question": func(p *page, e models.Event) piece { return p.question(e, changedID(e, "question_id")) },
	"comment": func(p *page, e models.Event) piece {
		id := changedID(e, "comment_id")
		for _, c := range p.comments() {
			if c.ID == id {
				return piece{Before: "the ", Text: "comment", To: anchor(e, "comments-"+text(id)), Title: short(c.Body)}
			}
		}
		return piece{Before: "a ", Text: "comment", To: anchor(e, "comments")}
	},
	"reply": func(p *page, e models.Event) piece {
		id := changedID(e, "comment_id")
		for _, c := range p.comments() {
			for _, reply := range c.Replies {
				if reply.ID == id {
					return piece{Before: "the ", Text: "reply", To: anchor(e, "comments-"+text(id)), Title: short(reply.Body)}
				}
			}
		}
		return piece{Before: "a ", Text: "reply", To: anchor(e, "comments")}
	},
	"finding": func(p *page, e models.Event) piece {
		id := changedID(e, "finding_id")
		v, _ := p.Data.(reviewView)
		for _, f := range v.Text.Findings {
			if f.ID == id {
				return piece{Before: "the ", Text: "finding", To: anchor(e, "finding-"+text(id)), Title: v.Text.RuleTitle(f.Rule)}
			}
		}
		return piece{Before: "a ", Text: "finding", To: anchor(e, "document")} // the document has changed since
	},
	"approval": func(_ *page, e models.Event) piece {
		reason, _ := e.Changes["reason"][1].(string)
		return piece{Text: reason, Quote: true}
	},
	"override": func(_ *page, e models.Event) piece {
		scope, _ := e.Changes["scope"][1].(map[string]any)
		reason, _ := scope["override_reason"].(string)
		return piece{Text: reason, Quote: true}
	},
}

// comments are those that the page shows.
func (p *page) comments() []*remark {
	switch v := p.Data.(type) {
	case reviewView:
		return v.Comments
	case documentView:
		return v.Comments
	}
	return nil
}

// unproposed are the titles of what a closed review's document listed and nobody had proposed.
func unproposed(e models.Event) (titles []string) {
	list, _ := e.Changes["unproposed"][1].([]any)
	for _, v := range list {
		title, _ := v.(string)
		titles = append(titles, title)
	}
	return titles
}

// only names the people who are in one of two lists of ids and not in the other.
func (p *page) only(lists [2]any, in int) string {
	these, _ := lists[in].([]any)
	others, _ := lists[1-in].([]any)
	var list []string
	for _, v := range these {
		if id, _ := v.(float64); !slices.Contains(others, v) {
			list = append(list, p.Name(int64(id)))
		}
	}
	return strings.Join(list, ", ")
}

// object names what an event is about, with its address unless the page is its own.
func (p *page) object(e models.Event) piece {
	named := piece{Text: subjects[e.Subject]}
	switch e.Subject {
	case models.SubjectItem:
		ref := models.ActionItem{ID: e.SubjectID}.Ref()
		named = piece{Text: ref, To: "/action-items/" + ref}
		if v, ok := p.Data.(reviewView); ok {
			for _, a := range v.Items {
				if a.ID == e.SubjectID {
					named.Title = short(a.Title)
				}
			}
		}
	case models.SubjectReview:
		named.To = reviewPath(e.SubjectID)
	case models.SubjectIncident:
		named.To = "/incidents/" + text(e.SubjectID)
	}
	if named.To == p.Path {
		return piece{Text: cmp.Or(map[models.Subject]string{models.SubjectItem: "this item"}[e.Subject], subjects[e.Subject])}
	}
	if noun, ok := strings.CutPrefix(named.Text, "the "); ok && named.To != "" {
		named.Before, named.Text = "the ", noun
	}
	return named
}

func anchor(e models.Event, id string) string { return reviewPath(e.SubjectID) + "#" + id }

func reviewPath(id int64) string { return "/reviews/" + models.Review{ID: id}.Ref() }

func changedID(e models.Event, field string) int64 {
	id, _ := e.Changes[field][1].(float64)
	return int64(id)
}

// hiddenChanges tell a reader nothing.
var hiddenChanges = map[string]bool{"id": true, "ulid": true, "document_number": true, "scope": true, "historic": true, "state": true}

// changed tells what an event changed, field by field.
func (p *page) changed(e models.Event) []string {
	var list []string
	for field, pair := range e.Changes {
		if hiddenChanges[field] {
			continue
		}
		from, to := p.value(field, pair[0]), p.value(field, pair[1])
		if to == unshown || from == unshown {
			list = append(list, label(field))
			continue
		}
		list = append(list, label(field)+": "+from+" → "+to)
	}
	slices.Sort(list)
	return list
}

// unshown stands for a value that has no short words.
const unshown = "…"

func (p *page) value(field string, v any) string {
	var s string
	switch x := v.(type) {
	case nil:
	case bool:
		return map[bool]string{true: "yes", false: "no"}[x]
	case float64:
		switch {
		case field == "team_id":
			return cmp.Or(p.TeamName(int64(x)), "a team")
		case strings.HasSuffix(field, "_id"):
			return p.Name(int64(x))
		case field == "severity":
			return models.Severity(x).String()
		}
		s = text(x)
	case string:
		s = x
		if t, err := time.Parse(time.RFC3339, x); err == nil {
			s = p.Clock(t).Full
		} else if d, err := models.ParseDate(x); err == nil {
			s = p.Due(d, false).Day
		} else if w, ok := wordings[x]; ok {
			s = w
		}
	default:
		return unshown
	}
	switch {
	case s != "":
		return short(s)
	case field == "owner_id" || field == "facilitator_id" || field == "lead_id" || field == "manager_id":
		return "nobody"
	}
	return "nothing"
}
