package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"debrief/models"
)

// access is who may use a route.
type access struct {
	open   string      // an address that everybody with the role may use; empty for none
	role   models.Role // the least role; empty for everybody, signed in or not
	hidden string      // an address about what is closed to all but administrators: there is no such thing for the others
}

// accessOf says it for every route there is, in its own words and not in those of routes().
func accessOf(w *world) map[string]access {
	pm, no := "/reviews/"+w.review.Ref(), "/reviews/"+w.secret.Ref()
	ai, hid := "/action-items/"+w.committed.Ref(), "/action-items/"+w.concealed.Ref()
	in, not := fmt.Sprintf("/incidents/%d", w.open.ID), fmt.Sprintf("/incidents/%d", w.hidden.ID)
	viewer, member, facilitator, administrator := models.Viewer, models.Member, models.Facilitator, models.Administrator
	return map[string]access{
		"GET /static/*": {open: asset("app.css")}, "GET /favicon.ico": {open: "/favicon.ico"},
		"GET /sign-in": {open: "/sign-in"}, "POST /sign-in": {open: "/sign-in"}, "GET /sign-in/:secret": {open: "/sign-in/x"},
		"GET " + SignInCompany: {open: SignInCompany}, "GET " + SignInCallback: {open: SignInCallback},
		"POST /sign-in/:secret": {open: "/sign-in/x"}, "POST /sign-out": {open: "/sign-out"},
		"GET /": {"/", viewer, ""},

		"GET /reviews":                                             {"/reviews", viewer, ""},
		"GET /reviews/:ref":                                        {pm, viewer, no},
		"POST /reviews/:ref/people":                                {pm + "/people", member, no + "/people"},
		"POST /reviews/:ref/restriction":                           {pm + "/restriction", facilitator, no + "/restriction"},
		"POST /reviews/:ref/submission":                            {pm + "/submission", member, no + "/submission"},
		"POST /reviews/:ref/completion":                            {pm + "/completion", member, no + "/completion"},
		"POST /reviews/:ref/closure":                               {pm + "/closure", member, no + "/closure"},
		"POST /reviews/:ref/waiver":                                {pm + "/waiver", facilitator, no + "/waiver"},
		"POST /reviews/:ref/reopening":                             {pm + "/reopening", facilitator, no + "/reopening"},
		"GET /reviews/:ref/meeting":                                {pm + "/meeting", member, no + "/meeting"},
		"POST /reviews/:ref/meeting":                               {pm + "/meeting", member, no + "/meeting"},
		"POST /reviews/:ref/meeting/response":                      {pm + "/meeting/response", viewer, no + "/meeting/response"},
		"POST /reviews/:ref/meeting/held":                          {pm + "/meeting/held", member, no + "/meeting/held"},
		"POST /reviews/:ref/meeting/attendance":                    {pm + "/meeting/attendance", member, no + "/meeting/attendance"},
		"POST /reviews/:ref/meeting/not-held":                      {pm + "/meeting/not-held", member, no + "/meeting/not-held"},
		"POST /reviews/:ref/meeting/called-off":                    {pm + "/meeting/called-off", member, no + "/meeting/called-off"},
		"GET /reviews/:ref/document":                               {pm + "/document", viewer, no + "/document"},
		"GET /reviews/:ref/document.md":                            {pm + "/document.md", viewer, no + "/document.md"},
		"GET /reviews/:ref/document/edit":                          {pm + "/document/edit", member, no + "/document/edit"},
		"POST /reviews/:ref/document":                              {pm + "/document", member, no + "/document"},
		"POST /reviews/:ref/document/address":                      {pm + "/document/address", member, no + "/document/address"},
		"POST /reviews/:ref/document/findings":                     {pm + "/document/findings", member, no + "/document/findings"},
		"GET /reviews/:ref/document/findings":                      {pm + "/document/findings", member, no + "/document/findings"},
		"GET /reviews/:ref/document/versions":                      {pm + "/document/versions", viewer, no + "/document/versions"},
		"GET /reviews/:ref/document/versions/:number":              {pm + "/document/versions/1", viewer, no + "/document/versions/1"},
		"GET /reviews/:ref/document/versions/:number/changes":      {pm + "/document/versions/1/changes", viewer, no + "/document/versions/1/changes"},
		"POST /reviews/:ref/document/versions/:number/restoration": {pm + "/document/versions/1/restoration", member, no + "/document/versions/1/restoration"},
		"POST /reviews/:ref/outcomes":                              {pm + "/outcomes", member, no + "/outcomes"},
		"POST /reviews/:ref/action-items":                          {pm + "/action-items", member, no + "/action-items"},
		"POST /reviews/:ref/agreed-outcomes":                       {pm + "/agreed-outcomes", member, no + "/agreed-outcomes"},
		"POST /reviews/:ref/listed-items":                          {pm + "/listed-items", member, no + "/listed-items"},
		"POST /reviews/:ref/comments":                              {pm + "/comments", viewer, no + "/comments"},
		"POST /reviews/:ref/comments/:id":                          {fmt.Sprintf("%s/comments/%d", pm, w.comment.ID), member, no + "/comments/1"},
		"POST /reviews/:ref/comments/:id/replies":                  {fmt.Sprintf("%s/comments/%d/replies", pm, w.comment.ID), viewer, no + "/comments/1/replies"},
		"POST /reviews/:ref/document/check":                        {pm + "/document/check", member, no + "/document/check"},
		"POST /reviews/:ref/findings/:id":                          {pm + "/findings/1", member, no + "/findings/1"},
		"POST /reviews/:ref/findings/:id/reopening":                {pm + "/findings/1/reopening", member, no + "/findings/1/reopening"},
		"POST /reviews/:ref/messages/:audience":                    {pm + "/messages/internal", member, no + "/messages/internal"},
		"POST /reviews/:ref/messages/external/findings":            {pm + "/messages/external/findings", member, no + "/messages/external/findings"},
		"POST /reviews/:ref/messages/:audience/approval":           {pm + "/messages/external/approval", member, no + "/messages/external/approval"},
		"POST /reviews/:ref/messages/:audience/posting":            {pm + "/messages/external/posting", member, no + "/messages/external/posting"},

		"GET /incidents":                  {"/incidents", viewer, ""},
		"GET /incidents/new":              {"/incidents/new", member, ""},
		"POST /incidents":                 {"/incidents", member, ""},
		"GET /incidents/:id":              {in, viewer, not},
		"GET /incidents/:id/edit":         {in + "/edit", member, not + "/edit"},
		"POST /incidents/:id":             {in, member, not},
		"POST /incidents/:id/review":      {in + "/review", member, not + "/review"},
		"POST /incidents/:id/withdrawal":  {in + "/withdrawal", member, not + "/withdrawal"},
		"POST /incidents/:id/restoration": {in + "/restoration", member, not + "/restoration"},

		"GET /action-items":                          {"/action-items", viewer, ""},
		"GET /action-items.csv":                      {"/action-items.csv", viewer, ""},
		"GET /reviews.csv":                           {"/reviews.csv", viewer, ""},
		"GET /incidents.csv":                         {"/incidents.csv", viewer, ""},
		"GET /action-items/scope":                    {"/action-items/scope?title=Add+it", member, ""},
		"GET /action-items/:ref":                     {ai, viewer, hid},
		"GET /action-items/:ref/edit":                {ai + "/edit", member, hid + "/edit"},
		"POST /action-items/:ref":                    {ai, member, hid},
		"POST /action-items/:ref/commitment":         {ai + "/commitment", member, hid + "/commitment"},
		"POST /action-items/:ref/start":              {ai + "/start", member, hid + "/start"},
		"POST /action-items/:ref/completion":         {ai + "/completion", member, hid + "/completion"},
		"POST /action-items/:ref/reopening":          {ai + "/reopening", member, hid + "/reopening"},
		"POST /action-items/:ref/rejection":          {ai + "/rejection", member, hid + "/rejection"},
		"POST /action-items/:ref/rejection-declined": {ai + "/rejection-declined", member, hid + "/rejection-declined"},
		"POST /action-items/:ref/due-date":           {ai + "/due-date", member, hid + "/due-date"},
		"POST /action-items/:ref/snooze":             {ai + "/snooze", member, hid + "/snooze"},
		"POST /action-items/:ref/not-mine":           {ai + "/not-mine", member, hid + "/not-mine"},
		"POST /action-items/:ref/slip":               {ai + "/slip", member, hid + "/slip"},
		"POST /action-items/:ref/sync":               {ai + "/sync", member, hid + "/sync"},

		"GET /guide":              {"/guide", viewer, ""},
		"POST /guide/rules/:rule": {"/guide/rules/counterfactual", administrator, ""},

		"GET /import":          {"/import", member, ""},
		"POST /import":         {"/import", member, ""},
		"POST /import/preview": {"/import/preview", member, ""},

		"GET /reports/completion":     {"/reports/completion", viewer, ""},
		"GET /reports/completion.csv": {"/reports/completion.csv", viewer, ""},
		"GET /reports/timeliness":     {"/reports/timeliness", viewer, ""},
		"GET /reports/timeliness.csv": {"/reports/timeliness.csv", viewer, ""},

		"GET /people":                 {"/people", administrator, ""},
		"GET /people/new":             {"/people/new", administrator, ""},
		"POST /people":                {"/people", administrator, ""},
		"GET /people/roster":          {"/people/roster", administrator, ""},
		"POST /people/roster":         {"/people/roster", administrator, ""},
		"GET /people/:id":             {fmt.Sprintf("/people/%d", w.max.ID), administrator, ""},
		"POST /people/:id":            {fmt.Sprintf("/people/%d", w.max.ID), administrator, ""},
		"POST /people/:id/handover":   {fmt.Sprintf("/people/%d/handover", w.max.ID), administrator, ""},
		"POST /people/:id/sign-in":    {fmt.Sprintf("/people/%d/sign-in", w.max.ID), administrator, ""},
		"GET /teams":                  {"/teams", viewer, ""},
		"GET /teams/new":              {"/teams/new", administrator, ""},
		"POST /teams":                 {"/teams", administrator, ""},
		"GET /teams/:id":              {fmt.Sprintf("/teams/%d", w.team.ID), administrator, ""},
		"POST /teams/:id":             {fmt.Sprintf("/teams/%d", w.team.ID), administrator, ""},
		"GET /services":               {"/services", viewer, ""},
		"GET /services/new":           {"/services/new", administrator, ""},
		"POST /services":              {"/services", administrator, ""},
		"GET /services/:id":           {fmt.Sprintf("/services/%d", w.service.ID), member, ""},
		"POST /services/:id":          {fmt.Sprintf("/services/%d", w.service.ID), member, ""},
		"GET /policies":               {"/policies", viewer, ""},
		"GET /policies/:severity":     {"/policies/1", administrator, ""},
		"POST /policies/:severity":    {"/policies/1", administrator, ""},
		"GET /checklist":              {"/checklist", viewer, ""},
		"GET /checklist/new":          {"/checklist/new", administrator, ""},
		"POST /checklist":             {"/checklist", administrator, ""},
		"GET /document-template":      {"/document-template", viewer, ""},
		"POST /document-template":     {"/document-template", administrator, ""},
		"GET /tokens":                 {"/tokens", viewer, ""},
		"POST /tokens":                {"/tokens", viewer, ""},
		"POST /tokens/:id/revocation": {"", viewer, fmt.Sprintf("/tokens/%d/revocation", w.token.ID)}, // another's
		"GET /operations":             {"/operations", administrator, ""},
		"POST /people/:id/identities/:identity/removal": {fmt.Sprintf("/people/%d/identities/%d/removal", w.ada.ID, w.identity.ID), administrator, ""},

		"POST /operations/mail-tests":    {"/operations/mail-tests", administrator, ""},
		"POST /operations/slack-tests":   {"/operations/slack-tests", administrator, ""},
		"POST /operations/tracker-tests": {"/operations/tracker-tests", administrator, ""},
	}
}

func TestAccess(t *testing.T) {
	w := newWorld(t, "")
	visitors := map[models.Role]*visitor{"": w.nobody(), models.Viewer: w.signIn(w.vic), models.Member: w.signIn(w.otto),
		models.Facilitator: w.signIn(w.fay), models.Administrator: w.signIn(w.ada)}
	table := accessOf(w)
	for _, r := range w.echo.Routes() {
		name := r.Method + " " + r.Path
		if r.Method == "echo_route_not_found" {
			continue
		}
		want, known := table[name]
		if _, form := accessOf(w)["POST "+r.Path]; !known && form && r.Method == http.MethodGet {
			continue // see TestAFormsAddressLeadsToItsPage
		}
		if !known {
			t.Errorf("%s is in no row of the table: say who may use it", name)
			continue
		}
		delete(table, name)
		for role, v := range visitors {
			if v.cookie == nil && role != "" {
				t.Fatalf("%s is not signed in", role)
			}
			ask := func(address string) int {
				w.t = t
				v := *v // what it does to the session is not kept
				if r.Method == http.MethodGet {
					return v.get(address).Code
				}
				return v.post(address, url.Values{}).Code
			}
			if want.open != "" && name != "POST /sign-out" {
				if got := ask(want.open); !fits(got, r.Method, role, want.role, false) {
					t.Errorf("%s by %q answers %d", name, role, got)
				}
			}
			if want.hidden != "" {
				if got := ask(want.hidden); !fits(got, r.Method, role, want.role, true) {
					t.Errorf("%s by %q, of what is closed to them, answers %d", name, role, got)
				}
			}
		}
	}
	for name := range table {
		t.Errorf("the table has %s, which is no route", name)
	}
}

// fits tells whether an answer to an empty form, or to a GET, is what that role should get.
func fits(got int, method string, role, need models.Role, hidden bool) bool {
	switch {
	case need == "":
		return got < 500 && got != http.StatusForbidden
	case role == "":
		return got == http.StatusSeeOther
	case !role.AtLeast(need):
		return got == http.StatusForbidden
	case hidden && role != models.Administrator:
		return got == http.StatusNotFound
	case hidden && got == http.StatusNotFound && method != "": // an administrator sees it; parts of it may not be there
		return true
	case method == http.MethodGet:
		return got == http.StatusOK
	}
	return got == http.StatusSeeOther || got == http.StatusOK || got == http.StatusUnprocessableEntity || got == http.StatusConflict
}

// What is restricted is in no list, report or search of those who may not see it.
func TestRestrictedIsNowhere(t *testing.T) {
	w := newWorld(t, "")
	ok[models.Document](w.house)(w.store.SaveDocument(w.ctx, models.System, w.now, w.secret.ID, -1, "The bucket was public: Data was exposed."))
	for _, p := range []models.Person{w.vic, w.otto, w.fay} {
		v := w.signIn(p)
		for _, path := range []string{"/", "/reviews", "/reviews?q=exposed", "/reviews?q=bucket", "/incidents", "/incidents?q=exposed", "/action-items", "/action-items?q=keys", "/action-items.csv", "/reviews.csv", "/incidents.csv"} {
			body := v.get(path).Body.String()
			if strings.Contains(body, "Data was exposed") || strings.Contains(body, "Turn the keys") {
				t.Errorf("%s shows %s what is restricted", path, p.Name)
			}
		}
	}
	v := w.signIn(w.max) // its owner
	for _, path := range []string{"/reviews", "/reviews?q=bucket"} {
		if !strings.Contains(v.get(path).Body.String(), "Data was exposed") {
			t.Errorf("%s does not show it to its owner", path)
		}
	}
}

func TestForgedPostsAreRefused(t *testing.T) {
	w := newWorld(t, "")
	v := w.signIn(w.max)
	for _, head := range []map[string]string{{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}} {
		r := httptest.NewRequest(http.MethodPost, "/action-items/"+w.committed.Ref()+"/completion", strings.NewReader(fmt.Sprintf("version=%d", w.committed.Version)))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for k, x := range head {
			r.Header.Set(k, x)
		}
		if res := v.send(r); res.Code != http.StatusForbidden {
			t.Errorf("with %v it answers %d", head, res.Code)
		}
	}
	if a, err := w.store.Item(w.ctx, models.System, w.committed.ID); err != nil || a.State != models.Committed {
		t.Errorf("it changed to %s, %v", a.State, err)
	}
}

// A form that is refused leaves its address in the browser, where somebody loads it again or keeps it.
func TestAFormsAddressLeadsToItsPage(t *testing.T) {
	w := newWorld(t, "")
	v, nobody := w.signIn(w.ada), w.nobody()
	pm, ai := "/reviews/"+w.review.Ref(), "/action-items/"+w.committed.Ref()
	for address, page := range map[string]string{pm + "/people": pm, pm + "/messages/external/approval": pm, pm + "/meeting/held": pm, ai + "/commitment": ai,
		"/guide/rules/blame": "/guide", "/import/preview": "/import", "/tokens/1/revocation": "/tokens", fmt.Sprintf("/people/%d/sign-in", w.max.ID): fmt.Sprintf("/people/%d", w.max.ID)} {
		if got := v.get(address); got.Code != http.StatusSeeOther || got.Header().Get("Location") != page {
			t.Errorf("%s answers %d to %q, want a way to %s", address, got.Code, got.Header().Get("Location"), page)
		}
	}
	for name, form := range accessOf(w) {
		address, isForm := form.open, strings.HasPrefix(name, "POST ")
		if !isForm || address == "" || form.role == "" {
			continue
		}
		if got := nobody.get(address); got.Code != http.StatusSeeOther || !strings.HasPrefix(got.Header().Get("Location"), "/sign-in?next=") {
			t.Errorf("%s answers nobody with %d", address, got.Code)
		}
		got := v.get(address)
		if got.Code == http.StatusSeeOther {
			got = v.get(got.Header().Get("Location"))
		}
		if got.Code != http.StatusOK {
			t.Errorf("%s leads to %d", address, got.Code)
		}
	}
}

func TestEverybodyHasAPageOfTheirOwn(t *testing.T) {
	w := newWorld(t, "")
	ok[models.Document](w.house)(w.store.SaveDocument(w.ctx, models.System, w.now, w.secret.ID, -1, "The bucket was public: Data was exposed."))
	for _, p := range []models.Person{w.vic, w.otto, w.fay} {
		v, page := w.signIn(p), fmt.Sprintf("/people/%d", p.ID)
		doc := v.page("/", http.StatusOK)
		if doc.Find(fmt.Sprintf(".who a[href=%q]", page)).Length() != 1 {
			t.Errorf("the name of %s leads nowhere", p.Name)
		}
		doc = v.page(page, http.StatusOK)
		for _, name := range []string{"role", "active", "email", "manager_id", "board", "jira_account_id"} {
			if doc.Find(fmt.Sprintf("[name=%q]", name)).Length() > 0 {
				t.Errorf("%s is offered %s", p.Name, name)
			}
		}
		if told := doc.Find("#administered").Text(); !strings.Contains(told, p.Email) || !strings.Contains(told, word(p.Role)) {
			t.Errorf("told is %q", told)
		}
		doc.Find("#holdings a").Each(func(_ int, a *selection) {
			if to, _, _ := strings.Cut(a.AttrOr("href", ""), "#"); v.get(to).Code != http.StatusOK {
				t.Errorf("%s is led to %s, which is closed to them", p.Name, to)
			}
		})
		if p.ID == w.fay.ID && doc.Find("#holdings a").Length() < 2 {
			t.Errorf("of what is with %s told is %q", p.Name, doc.Find("#holdings").Text())
		}
		if doc.Find("main a[href='/people'], #sign-in").Length() > 0 {
			t.Errorf("%s is shown what is closed to them", p.Name)
		}
		res := v.submit(page, page, "time_zone", "Asia/Tokyo", "away_from", "2026-03-16", "away_until", "2026-03-20")
		saved := ok[models.Person](w.house)(w.store.Person(w.ctx, p.ID))
		if res.Code != http.StatusSeeOther || saved.TimeZone != "Asia/Tokyo" || saved.AwayUntil.IsZero() || saved.Role != p.Role || !saved.Active {
			t.Errorf("answered %d, saved %+v", res.Code, saved)
		}
		res = v.submit(page, page, "away_until", "2026-03-01")
		if doc := v.parsed(page, res, http.StatusUnprocessableEntity); doc.Find("#person-away_until-error, #person-away-until-error").Length() != 1 {
			t.Error("the field at fault is not named")
		}
		forged := v.post(page, url.Values{"version": {fmt.Sprint(saved.Version)}, "name": {saved.Name}, "email": {saved.Email}, "time_zone": {"UTC"}, "role": {"administrator"}, "active": {"on"}})
		if doc := v.parsed(page, forged, http.StatusForbidden); !strings.Contains(doc.Text(), "is changed by an administrator") {
			t.Error("the refusal does not say why")
		}
		if again := ok[models.Person](w.house)(w.store.Person(w.ctx, p.ID)); again.Version != saved.Version {
			t.Errorf("stored is %+v", again)
		}
	}
}
