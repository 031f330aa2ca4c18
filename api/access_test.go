package api

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

func operations(item *huma.PathItem) map[string]*huma.Operation {
	all := map[string]*huma.Operation{http.MethodGet: item.Get, http.MethodPut: item.Put, http.MethodPost: item.Post,
		http.MethodPatch: item.Patch, http.MethodDelete: item.Delete}
	for method, op := range all {
		if op == nil {
			delete(all, method)
		}
	}
	return all
}

// view is a set of things in every state that a verb asks for; all of its reviews are open, or all are restricted.
type view struct {
	fresh, ready, begun, inReview, reviewed               models.Review
	withdrawn                                             models.Incident
	planned, started, held                                models.Meeting
	comment                                               models.Comment
	finding, dismissed                                    models.Finding
	proposed, committed, done, unwanted, slipped, unowned models.ActionItem
}

// stage is where the table of routes is played: who, and on what.
type stage struct {
	house            *storetest.House
	open, restricted view
	people           map[string]models.Person
	secrets          map[string]string
	question         int64
	bare             models.Incident // without a review
	token            models.Token    // Member's
	account          models.Identity // Member's
	template         models.DocumentTemplate
}

func newStage(t *testing.T, address string) *stage {
	t.Helper()
	s := storetest.OpenAt(t, address)
	h := storetest.NewHouse(t, s)
	st := &stage{house: h, secrets: map[string]string{"anonymous": ""}, people: map[string]models.Person{
		"viewer": h.Viewer, "member": h.AddPerson(t, "Max Member", models.Member), "facilitator": h.Outsider, "administrator": h.Admin,
		"named": h.AddPerson(t, "Nina Named", models.Member), "item owner": h.AddPerson(t, "Olga Owner", models.Member)}}
	for who, p := range st.people {
		_, secret, err := s.AddToken(t.Context(), models.ActorFor(p), storetest.Monday, models.Token{Name: who, PersonID: p.ID})
		storetest.Must(t, err)
		st.secrets[who] = secret
	}
	checklist, err := s.Template(t.Context(), 0)
	storetest.Must(t, err)
	st.question = checklist.Questions[0].ID
	st.open, st.restricted = st.view(t, false), st.view(t, true)
	st.bare = h.AddIncident(t, storetest.Monday, 3)
	st.token, _, err = s.AddToken(t.Context(), models.ActorFor(h.Member), storetest.Monday, models.Token{Name: "mine", PersonID: h.Member.ID})
	storetest.Must(t, err)
	_, err = s.SignInAs(t.Context(), storetest.Monday, models.Claims{Issuer: "https://login.example.com", Subject: "u-1", Email: h.Member.Email, Verified: true}, models.Newcomers{})
	storetest.Must(t, err)
	accounts, err := s.Identities(t.Context(), models.System, h.Member.ID)
	storetest.Must(t, err)
	st.account = accounts[0]
	st.template, err = s.AddDocumentTemplate(t.Context(), models.System, storetest.Monday, -1, models.DocumentTemplate{Body: "# {title}"})
	storetest.Must(t, err)
	return st
}

func (st *stage) view(t *testing.T, restricted bool) (v view) {
	h, ctx, now := st.house, t.Context(), storetest.Monday
	by := storetest.As(h.Facilitator)
	must := func(err error) { t.Helper(); storetest.Must(t, err) }
	v.fresh, v.ready, v.begun = h.AddReview(t, now, 1), h.AddReview(t, now, 1), h.AddReview(t, now, 1)
	v.planned = h.Meet(t, now, v.ready.ID, now.Add(24*time.Hour), h.Member, h.Facilitator)
	v.started = h.Meet(t, now, v.begun.ID, now.Add(2*time.Hour), h.Member, h.Facilitator)
	h.Write(t, now, v.ready.ID, "It was slow.\n")
	v.inReview, _ = h.Walk(t, now, h.AddReview(t, now, 1), models.InReview)
	meetings, err := h.Meetings(ctx, models.System, v.inReview.ID)
	must(err)
	v.held, err = h.HoldMeeting(ctx, by, noon, meetings[0].ID, 0, []int64{h.Member.ID})
	must(err)
	h.Settle(t, noon, v.inReview.ID)
	v.reviewed, _ = h.Walk(t, now, h.AddReview(t, now, 1), models.Reviewed)
	_, err = h.RecordOutcome(ctx, by, now, 0, models.Outcome{ReviewID: v.ready.ID, QuestionID: st.question, Verdict: models.Pass})
	must(err)
	v.comment, err = h.AddComment(ctx, by, now, models.Comment{ReviewID: v.ready.ID, Body: "How slow?"})
	must(err)
	found, err := h.ReplaceFindings(ctx, by, now, v.ready.ID, 1, []models.Finding{{Rule: "vague", Level: models.LevelInfo, EndByte: 2, Fingerprint: "f"},
		{Rule: "vague", Level: models.LevelInfo, EndByte: 3, Fingerprint: "h"}})
	must(err)
	v.finding = found[0]
	v.dismissed, err = h.DismissFinding(ctx, by, now, found[1].ID, 0, "It is a name.")
	must(err)
	for _, audience := range []models.Audience{models.Internal, models.External} {
		_, err = h.WriteMessage(ctx, by, now, v.ready.ID, audience, 0, "We are sorry.")
		must(err)
	}
	_, err = h.ApproveMessage(ctx, by, now, v.ready.ID, models.Internal, 0, "")
	must(err)
	olga := st.people["item owner"].ID
	owned := func(a *models.ActionItem) { a.OwnerID = &olga }
	item := func() models.ActionItem { return h.Commit(t, now, v.ready.ID, models.Date{}, owned) }
	v.proposed = h.Propose(t, now, v.ready.ID, owned)
	v.committed, v.done, v.unwanted, v.slipped = item(), item(), item(), item()
	v.unowned = h.Propose(t, now, v.ready.ID, func(a *models.ActionItem) { a.OwnerID = nil })
	_, err = h.CompleteItem(ctx, by, now, v.done.ID, 0)
	must(err)
	raw := storetest.Raw(t, h.Store)
	_, err = raw.ExecContext(ctx, "UPDATE action_items SET rejection_proposed = 'Jira says so' WHERE id = ?", v.unwanted.ID)
	must(err)
	_, err = raw.ExecContext(ctx, "UPDATE action_items SET slip_asked = true WHERE id = ?", v.slipped.ID)
	must(err)
	mistaken := h.AddReview(t, now, 1)
	if restricted {
		readers := []int64{st.people["named"].ID}
		for _, r := range []models.Review{v.fresh, v.ready, v.begun, v.inReview, v.reviewed, mistaken} {
			_, err := h.EditReview(ctx, models.System, now, r.ID, 0, store.ReviewEdit{Restricted: &restricted, ReaderIDs: &readers})
			must(err)
		}
	}
	v.withdrawn, err = h.WithdrawIncident(ctx, models.System, now, mistaken.IncidentID, 0, "It was a test.", nil)
	must(err)
	return v
}

// scope says what hides a thing from whom.
type scope int

const (
	house  scope = iota // everybody sees it
	review              // who is not named in a restricted review does not see it
	item                // and the item's owner does
	secret              // only administrators see it
)

// route is a row of the table: who may do what.
type route struct {
	name  string // METHOD and path
	scope scope
	need  models.Role
	ok    int // the status for whoever may
	id    func(st *stage, v view) int64
	body  string
}

func on(get func(v view) int64) func(*stage, view) int64 {
	return func(_ *stage, v view) int64 { return get(v) }
}

var (
	fresh     = on(func(v view) int64 { return v.fresh.ID })
	ready     = on(func(v view) int64 { return v.ready.ID })
	inReview  = on(func(v view) int64 { return v.inReview.ID })
	reviewed  = on(func(v view) int64 { return v.reviewed.ID })
	planned   = on(func(v view) int64 { return v.planned.ID })
	held      = on(func(v view) int64 { return v.held.ID })
	started   = on(func(v view) int64 { return v.started.ID })
	comment   = on(func(v view) int64 { return v.comment.ID })
	finding   = on(func(v view) int64 { return v.finding.ID })
	dismissed = on(func(v view) int64 { return v.dismissed.ID })
	incident  = on(func(v view) int64 { return v.ready.IncidentID })
	mistaken  = on(func(v view) int64 { return v.fresh.IncidentID })
	withdrawn = on(func(v view) int64 { return v.withdrawn.ID })
	proposed  = on(func(v view) int64 { return v.proposed.ID })
	committed = on(func(v view) int64 { return v.committed.ID })
	done      = on(func(v view) int64 { return v.done.ID })
	unwanted  = on(func(v view) int64 { return v.unwanted.ID })
	slipped   = on(func(v view) int64 { return v.slipped.ID })
	mia       = func(st *stage, _ view) int64 { return st.house.Member.ID }
	lee       = func(st *stage, _ view) int64 { return st.house.Lead.ID }
	team      = func(st *stage, _ view) int64 { return st.house.Team.ID }
	service   = func(st *stage, _ view) int64 { return st.house.Service.ID }
	bare      = func(st *stage, _ view) int64 { return st.bare.ID }
	token     = func(st *stage, _ view) int64 { return st.token.ID }
	account   = func(st *stage, _ view) int64 { return st.account.ID }
	template  = func(st *stage, _ view) int64 { return st.template.ID }
	first     = func(*stage, view) int64 { return 1 }
)

const because = `{"reason":"because"}`

// In a body $id is the row's id, $mia is Member's and $team is Team's.
var routes = []route{
	{"GET /me", house, models.Viewer, 200, nil, ""},
	{"GET /home", house, models.Viewer, 200, nil, ""},
	{"GET /first-steps", house, models.Administrator, 200, nil, ""},
	{"GET /people", house, models.Viewer, 200, nil, ""},
	{"GET /people/{id}", house, models.Viewer, 200, mia, ""},
	{"GET /people/{id}/holdings", house, models.Administrator, 200, mia, ""},   // and of oneself
	{"GET /people/{id}/identities", house, models.Administrator, 200, mia, ""}, // and of oneself
	{"DELETE /identities/{id}", house, models.Administrator, 204, account, ""},
	{"POST /people/{id}/handover", house, models.Administrator, 200, lee, `{"to_id":$mia,"holdings":[{"as":"team_lead","id":$team}]}`}, // and of oneself
	{"POST /people", house, models.Administrator, 201, nil, `{"name":"New","email":"new@example.com"}`},
	{"POST /rosters", house, models.Administrator, 201, nil, `{"text":"New Person <roster@example.com>","role":"member"}`},
	{"PATCH /people/{id}", house, models.Administrator, 200, mia, `{"name":"Mia Other","manager_id":null}`},
	{"GET /people/{id}/digests", house, models.Administrator, 200, mia, ""},
	{"GET /teams", house, models.Viewer, 200, nil, ""},
	{"GET /teams/{id}", house, models.Viewer, 200, team, ""},
	{"POST /teams", house, models.Administrator, 201, nil, `{"name":"Search"}`},
	{"PATCH /teams/{id}", house, models.Administrator, 200, team, `{"time_zone":"UTC"}`},
	{"GET /services", house, models.Viewer, 200, nil, ""},
	{"GET /services/{id}", house, models.Viewer, 200, service, ""},
	{"POST /services", house, models.Administrator, 201, nil, `{"name":"search"}`},
	{"PATCH /services/{id}", house, models.Member, 200, service, `{"health":"poor"}`},
	{"GET /policies", house, models.Viewer, 200, nil, ""},
	{"GET /policies/{severity}", house, models.Viewer, 200, nil, ""},
	{"PUT /policies/{severity}", house, models.Administrator, 200, nil,
		`{"review_required":true,"meeting_within":3,"meeting_unit":"calendar_days","item_days":15,"nudge_before":[7],"repeat_days":7,"escalate_days":14}`},
	{"GET /checklist", house, models.Viewer, 200, nil, ""},
	{"GET /checklist/versions/{id}", house, models.Viewer, 200, first, ""},
	{"POST /checklist/versions", house, models.Administrator, 201, nil, `{"questions":[{"key":"honest","text":"Is it honest?"}]}`},
	{"GET /scope", house, models.Viewer, 200, nil, ""},
	{"GET /rules", house, models.Viewer, 200, nil, ""},
	{"PUT /rules/{rule}/level", house, models.Administrator, 200, nil, `{"level":"info"}`},
	{"POST /reviews/{id}/check", review, models.Member, 200, ready, ""},
	{"GET /incidents", house, models.Viewer, 200, nil, ""},
	{"GET /incidents/{id}", review, models.Viewer, 200, incident, ""},
	{"POST /incidents", house, models.Member, 201, nil, `{"title":"Slow","severity":1,"started_at":"2026-03-02T08:00:00Z"}`},
	{"POST /imports", house, models.Member, 201, nil, "# Checkout was slow on 2026-03-02\n\n## Action items\n\n- Add a canary\n"},
	{"PATCH /incidents/{id}", review, models.Member, 200, incident, `{"title":"Slower"}`},
	{"POST /incidents/{id}/withdrawal", review, models.Member, 200, mistaken, because},
	{"DELETE /incidents/{id}/withdrawal", review, models.Member, 200, withdrawn, ""},
	{"GET /reviews", house, models.Viewer, 200, nil, ""},
	{"GET /reviews/{id}", review, models.Viewer, 200, ready, ""},
	{"POST /reviews", house, models.Member, 201, bare, `{"incident_id":$id}`},
	{"PATCH /reviews/{id}", review, models.Member, 200, ready, `{"owner_id":$mia}`},
	{"POST /reviews/{id}/submission", review, models.Member, 200, ready, ""},
	{"POST /reviews/{id}/completion", review, models.Member, 200, inReview, ""},
	{"POST /reviews/{id}/closure", review, models.Member, 200, reviewed, ""},
	{"POST /reviews/{id}/waiver", review, models.Facilitator, 200, fresh, because},
	{"POST /reviews/{id}/reopening", review, models.Facilitator, 200, reviewed, because},
	{"GET /reviews/{id}/document", review, models.Viewer, 200, ready, ""},
	{"PUT /reviews/{id}/document", review, models.Member, 200, ready, `{"body":"It was very slow."}`},
	{"GET /reviews/{id}/document/draft", review, models.Viewer, 200, ready, ""},
	{"GET /document-template", house, models.Viewer, 200, nil, ""},
	{"GET /document-template/versions/{id}", house, models.Viewer, 200, template, ""},
	{"POST /document-template/versions", house, models.Administrator, 201, nil, `{"body":"# {title}"}`},
	{"GET /reviews/{id}/document/versions", review, models.Viewer, 200, ready, ""},
	{"GET /reviews/{id}/document/versions/{number}", review, models.Viewer, 200, ready, ""},
	{"GET /reviews/{id}/document/versions/{number}/changes", review, models.Viewer, 200, ready, ""},
	{"GET /reviews/{id}/comments", review, models.Viewer, 200, ready, ""},
	{"POST /reviews/{id}/comments", review, models.Viewer, 201, ready, `{"body":"How slow?"}`},
	{"POST /comments/{id}/resolution", review, models.Member, 200, comment, ""},
	{"DELETE /comments/{id}/resolution", review, models.Member, 200, comment, ""},
	{"GET /reviews/{id}/findings", review, models.Viewer, 200, ready, ""},
	{"POST /reviews/{id}/document/findings", review, models.Member, 200, ready, `{"body":"It was slow."}`},
	{"PUT /reviews/{id}/findings", review, models.Member, 200, ready,
		`{"document_number":1,"findings":[{"rule":"vague","level":"info","start":0,"end":2,"fingerprint":"g"}]}`},
	{"POST /findings/{id}/dismissal", review, models.Member, 200, finding, because},
	{"DELETE /findings/{id}/dismissal", review, models.Member, 200, dismissed, ""},
	{"GET /reviews/{id}/meetings", review, models.Viewer, 200, ready, ""},
	{"POST /reviews/{id}/meetings", review, models.Member, 201, fresh, `{"starts_at":"2026-03-04T10:00:00Z"}`},
	{"GET /reviews/{id}/attendee-suggestion", review, models.Viewer, 200, ready, ""},
	{"GET /meetings/{id}", review, models.Viewer, 200, planned, ""},
	{"PATCH /meetings/{id}", review, models.Member, 200, planned, `{"place":"Room 1"}`},
	{"PUT /meetings/{id}/response", review, models.Viewer, 403, planned, `{"response":"accepted"}`}, // none of them is invited
	{"POST /meetings/{id}/holding", review, models.Member, 200, started, `{"attended":[$mia]}`},
	{"PUT /meetings/{id}/attendance", review, models.Member, 200, held, `{"attended":[$mia]}`},
	{"POST /meetings/{id}/lapse", review, models.Member, 200, started, because},
	{"POST /meetings/{id}/cancellation", review, models.Member, 200, planned, because},
	{"GET /reviews/{id}/outcomes", review, models.Viewer, 200, ready, ""},
	{"PUT /reviews/{id}/outcomes/{question}", review, models.Member, 200, ready, `{"verdict":"pass"}`},
	{"PUT /reviews/{id}/outcomes/{question}/final", review, models.Member, 200, ready, `{"verdict":"needs_work","note":"no"}`},
	{"POST /reviews/{id}/agreed-outcomes", review, models.Member, 200, ready, `{"outcomes":[{"question_id":1,"verdict":"pass"}]}`},
	{"GET /reviews/{id}/messages", review, models.Viewer, 200, ready, ""},
	{"GET /reviews/{id}/messages/{audience}/findings", review, models.Viewer, 200, ready, ""},
	{"POST /reviews/{id}/messages/external/findings", review, models.Member, 200, ready, `{"body":"It was slow."}`},
	{"PUT /reviews/{id}/messages/{audience}", review, models.Member, 200, ready, `{"body":"We are very sorry."}`},
	{"POST /reviews/{id}/messages/{audience}/approval", review, models.Member, 200, ready, because},
	{"POST /reviews/{id}/messages/{audience}/posting", review, models.Member, 200, ready, `{"posted_url":"https://status.example.com/1"}`},
	{"GET /action-items", house, models.Viewer, 200, nil, ""},
	{"GET /action-items/{id}", item, models.Viewer, 200, committed, ""},
	{"POST /reviews/{id}/action-items", review, models.Member, 201, ready, `{"title":"Add a canary"}`},
	{"GET /reviews/{id}/listed-items", review, models.Viewer, 200, ready, ""},
	{"GET /reviews/{id}/listed-messages", review, models.Viewer, 200, ready, ""},
	{"POST /reviews/{id}/listed-items", review, models.Member, 200, ready, `{"titles":["Add a canary"]}`},
	{"PATCH /action-items/{id}", item, models.Member, 200, committed, `{"title":"Add two canaries","labels":["a"]}`},
	{"POST /action-items/{id}/commitment", item, models.Member, 200, proposed,
		`{"due_on":"2026-04-01","reason":"A part is late","scope":{}}`},
	{"POST /action-items/{id}/start", item, models.Member, 200, committed, ""},
	{"POST /action-items/{id}/completion", item, models.Member, 200, committed, ""},
	{"POST /action-items/{id}/reopening", item, models.Member, 200, done, because},
	{"POST /action-items/{id}/rejection", item, models.Member, 200, committed, because},
	{"POST /action-items/{id}/rejection-refusal", item, models.Facilitator, 200, unwanted, ""},
	{"POST /action-items/{id}/due-date", item, models.Member, 200, committed, `{"due_on":"2026-05-04","reason":"because"}`},
	{"POST /action-items/{id}/slip-reason", item, models.Member, 200, slipped, because},
	{"POST /action-items/{id}/snooze", item, models.Member, 200, committed, `{"until":"2026-03-05","reason":"because"}`},
	{"POST /action-items/{id}/disownment", item, models.Member, 200, committed, because},
	{"POST /action-items/{id}/synchronisation", item, models.Member, 200, committed, ""},
	{"GET /action-items/{id}/nudges", item, models.Viewer, 200, committed, ""},
	{"GET /reviews/{id}/nudges", review, models.Viewer, 200, ready, ""},
	{"GET /events", house, models.Viewer, 200, nil, ""},
	{"GET /tokens", house, models.Viewer, 200, nil, ""},
	{"POST /tokens", house, models.Viewer, 201, nil, `{"name":"laptop"}`},
	{"DELETE /tokens/{id}", secret, models.Viewer, 204, token, ""},
	{"GET /reports/completion", house, models.Viewer, 200, nil, ""},
	{"GET /reports/timeliness", house, models.Viewer, 200, nil, ""},
	{"POST /mail-tests", house, models.Administrator, 409, nil, ""}, // none is set up
	{"POST /slack-tests", house, models.Administrator, 409, nil, ""},
	{"POST /tracker-tests", house, models.Administrator, 409, nil, ""},
}

// want is the status that the table expects.
func (r route) want(who string, role models.Role, restricted bool) int {
	sees := r.scope == house || role == models.Administrator
	if r.scope == review || r.scope == item {
		sees = sees || !restricted || who == "named" || who == "item owner" && r.scope == item
	}
	switch {
	case who == "anonymous":
		return http.StatusUnauthorized
	case !sees:
		return http.StatusNotFound
	case !role.AtLeast(r.need):
		return http.StatusForbidden
	}
	return r.ok
}

func (r route) send(c *client, st *stage, v view, secret string) (int, string) {
	method, path, _ := strings.Cut(r.name, " ")
	var id int64
	if r.id != nil {
		id = r.id(st, v)
	}
	audience := "external" // a draft
	if strings.HasSuffix(path, "/posting") {
		audience = "internal" // approved
	}
	fill := strings.NewReplacer("{id}", fmt.Sprint(id), "{severity}", "1", "{number}", "1", "{question}", fmt.Sprint(st.question),
		"{audience}", audience, "{rule}", "counterfactual", "$id", fmt.Sprint(id), "$mia", fmt.Sprint(st.house.Member.ID), "$team", fmt.Sprint(st.house.Team.ID))
	as := *c
	as.token = secret
	headers := []string{}
	if path == "/scope" {
		path += "?title=Add+an+index"
	}
	if path == "/imports" {
		path += "?name=checkout.md"
		headers = append(headers, "Content-Type", "text/markdown")
	}
	if method == http.MethodPatch || method == http.MethodPut {
		headers = append(headers, "If-Match", "*")
	}
	w := as.do(method, fill.Replace(path), fill.Replace(r.body), headers...)
	return w.Code, w.Body.String()
}

func TestEveryRouteForEverybody(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "stage.db")
	var st *stage
	t.Run("stage", func(t *testing.T) { st = newStage(t, path) }) // closed at its end, so that the file is all there is
	image, err := os.ReadFile(path)
	storetest.Must(t, err)
	shared := onHouse(storetest.OpenAt(t, path), st.house)

	known := map[string]bool{}
	for _, r := range routes {
		known[r.name] = true
	}
	registered := map[string]bool{}
	for path, item := range shared.server.huma.OpenAPI().Paths {
		for method := range operations(item) {
			registered[method+" "+path] = true
			if !known[method+" "+path] {
				t.Errorf("%s %s is not in the table: say who may", method, path)
			}
		}
	}
	for _, r := range routes {
		if !registered[r.name] {
			t.Errorf("%s is in the table, and not in the API", r.name)
			continue
		}
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			for who, secret := range st.secrets {
				for _, restricted := range []bool{false, true} {
					want := r.want(who, st.people[who].Role, restricted)
					c, v := shared, st.open
					if restricted {
						v = st.restricted
					}
					if want < 300 && !strings.HasPrefix(r.name, "GET ") { // it changes something: on a stage of its own
						own := filepath.Join(t.TempDir(), "own.db")
						storetest.Must(t, os.WriteFile(own, image, 0o600))
						c = onHouse(storetest.OpenAt(t, own), st.house)
					}
					if got, body := r.send(c, st, v, secret); got != want {
						t.Errorf("%s, restricted %v: status %d, want %d: %s", who, restricted, got, want, body)
					}
				}
			}
		})
	}
}

func TestEverybodyChangesOfThemselvesWhatIsTheirs(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		for _, p := range []models.Person{c.Viewer, c.Member, c.Outsider} {
			self, path := c.as(t, p), fmt.Sprintf("/people/%d", p.ID)
			name := "A. Name " + p.Name
			mine := fmt.Sprintf(`{"name":%q,"time_zone":"Asia/Tokyo","region":"","away_from":"2026-03-09","away_until":"2026-03-13","delegate_id":%d}`, name, c.Lead.ID)
			got := ok[models.Person](t, self.do(http.MethodPatch, path, mine, "If-Match", "*"))
			if got.TimeZone != "Asia/Tokyo" || got.Name != name || got.AwayFrom.IsZero() || got.DelegateID == nil {
				t.Errorf("%s is %+v", p.Name, got)
			}
			for field, body := range map[string]string{"role": `{"role":"administrator"}`, "active": `{"active":false}`, "email": `{"email":"other@example.com"}`,
				"manager_id": fmt.Sprintf(`{"manager_id":%d}`, c.Lead.ID), "board": `{"board":true,"time_zone":"UTC"}`, "jira_account_id": `{"jira_account_id":"x"}`} {
				problem := refused(t, self.do(http.MethodPatch, path, body, "If-Match", "*"), http.StatusForbidden, "forbidden")
				if len(problem.Errors) != 1 || problem.Errors[0].Field != field || !strings.Contains(problem.Detail, "only an administrator changes your ") {
					t.Errorf("%s: %+v", body, problem)
				}
			}
			ok[Page[models.Holding]](t, self.do(http.MethodGet, path+"/holdings", ""))
			refused(t, self.do(http.MethodPatch, fmt.Sprintf("/people/%d", c.Lead.ID), `{"name":"X"}`, "If-Match", "*"), http.StatusForbidden, "forbidden")
		}
		for role, want := range map[models.Role]int{models.Viewer: http.StatusForbidden, models.Member: http.StatusOK} { // a key of less than oneself
			_, secret, err := c.AddToken(t.Context(), models.ActorFor(c.Facilitator), noon, models.Token{Name: "less", PersonID: c.Facilitator.ID, Role: role})
			storetest.Must(t, err)
			less := *c
			less.token = secret
			if w := less.do(http.MethodPatch, fmt.Sprintf("/people/%d", c.Facilitator.ID), `{"region":"us"}`, "If-Match", "*"); w.Code != want {
				t.Errorf("a key of a %s answers %d: %s", role, w.Code, w.Body)
			}
		}
	})
}

func TestSomebodysWorkIsHandedOverOverTheAPI(t *testing.T) {
	each(t, func(t *testing.T, c *client) {
		r := c.AddReview(t, noon, 3)
		a, b := c.Propose(t, noon, r.ID), c.Propose(t, noon, r.ID)
		self, path := c.as(t, c.Member), fmt.Sprintf("/people/%d/handover", c.Member.ID)
		one := fmt.Sprintf(`{"to_id":%d,"holdings":[{"as":"proposal_owner","id":%d}]}`, c.Outsider.ID, a.ID)
		got := ok[Page[models.Holding]](t, self.do(http.MethodPost, path, one, "Idempotency-Key", "once"))
		again := ok[Page[models.Holding]](t, self.do(http.MethodPost, path, one, "Idempotency-Key", "once"))
		if len(got.Items) != 1 || got.Items[0].ID != a.ID || len(again.Items) != 1 {
			t.Errorf("handed over are %+v, then %+v", got.Items, again.Items)
		}
		problem := refused(t, self.do(http.MethodPost, path, one), http.StatusUnprocessableEntity, "invalid")
		if len(problem.Errors) != 1 || problem.Errors[0].Field != "holdings[0]" {
			t.Errorf("what is gone is refused with %+v", problem)
		}
		got = ok[Page[models.Holding]](t, self.do(http.MethodPost, path, fmt.Sprintf(`{"to_id":%d}`, c.Outsider.ID)))
		if len(got.Items) != 2 || got.Items[0].ID != b.ID || got.Items[1].As != models.HoldsReview {
			t.Errorf("all that was left is %+v", got.Items)
		}
	})
}
