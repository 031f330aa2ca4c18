package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"debrief/integrations/openid"
	"debrief/integrations/openid/openidtest"
	"debrief/models"
)

// atCompany is a house whose people sign in at their company.
func atCompany(t *testing.T, account openidtest.Account, o Options) (*house, *openidtest.Server) {
	t.Helper()
	at := openidtest.New(t, func() time.Time { return moment }, account)
	company, err := openid.New(at.Config("http://debrief.test" + SignInCallback))
	if err != nil {
		t.Fatal(err)
	}
	o.Company = company
	return newHouseWith(t, o), at
}

// comeBack goes to the company and returns the way back.
func (v *visitor) comeBack() string {
	v.t.Helper()
	res := v.get(SignInCompany)
	if res.Code != http.StatusSeeOther {
		v.t.Fatalf("signing in begins with %d: %s", res.Code, alertOf(res.Body.String()))
	}
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, Timeout: 10 * time.Second}
	away, err := browser.Get(res.Header().Get("Location"))
	v.must(err)
	defer away.Body.Close()
	back, err := away.Location()
	v.must(err)
	return back.RequestURI()
}

func TestPeopleSignInWithTheirCompanysAccount(t *testing.T) {
	h, at := atCompany(t, openidtest.Account{Subject: "u-1", Email: "Ana.member@example.com", Verified: true}, Options{MailConnected: true, CompanyName: "Sign in with Example ID"})
	ana := h.person("Ana", models.Member)
	v := h.nobody()
	page := v.page("/sign-in?next="+url.QueryEscape("/reviews?state=open"), http.StatusOK)
	if got := page.Find("a[href='" + SignInCompany + "']").Text(); got != "Sign in with Example ID" {
		t.Errorf("the button says %q", got)
	}
	if page.Find("details form[action='/sign-in']").Length() != 1 {
		t.Error("a link by mail is not offered any more")
	}
	back := v.comeBack()
	if c := v.kept[attemptCookie]; c == nil || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != SignInCompany {
		t.Errorf("the attempt is kept in %+v", c)
	}
	res := v.get(back)
	if res.Code != http.StatusSeeOther || res.Header().Get("Location") != "/reviews?state=open" {
		t.Fatalf("back: %d to %q: %s", res.Code, res.Header().Get("Location"), alertOf(res.Body.String()))
	}
	if v.kept[attemptCookie] != nil {
		t.Error("the attempt is kept though it is over")
	}
	me := v.page("/people/"+text(ana.ID), http.StatusOK)
	if me.Find("h1").Text() != "Ana" {
		t.Errorf("%q is signed in", me.Find("h1").Text())
	}
	if got := me.Find("#history").Text(); !strings.Contains(got, "company’s account ana.member@example.com") {
		t.Errorf("the history tells %q", got)
	}
	other := h.nobody()
	doc := other.parsed("the same answer in another browser", other.get(back), http.StatusUnauthorized)
	if got := doc.Find("#refused").Text(); !strings.Contains(got, "took too long, or this browser keeps no cookies") {
		t.Errorf("another browser is told %q", got)
	}
	at.Refuse("access_denied")
	doc = other.parsed("declined", other.get(other.comeBack()), http.StatusUnauthorized)
	if got := doc.Find("#refused").Text(); !strings.Contains(got, "did not let you through") || doc.Find("a[href='"+SignInCompany+"']").Length() != 1 {
		t.Errorf("who is declined is told %q", got)
	}
}

func TestASessionFromTheCompanyEndsAfterAWorkingDay(t *testing.T) {
	h, _ := atCompany(t, openidtest.Account{Subject: "u-1", Email: "ana.member@example.com", Verified: true}, Options{})
	byLink := h.signIn(h.person("Ana", models.Member))
	v := h.nobody()
	v.get(v.comeBack())
	h.now = moment.Add(companyLife - time.Second)
	v.page("/", http.StatusOK)
	h.now = moment.Add(companyLife)
	if res := v.get("/"); res.Code != http.StatusSeeOther || res.Header().Get("Location") != "/sign-in" {
		t.Errorf("the session goes on: %d to %q", res.Code, res.Header().Get("Location"))
	}
	byLink.page("/", http.StatusOK)
}

func TestWhoIsNotKnownIsLetInOnlyWithARoleForNewcomers(t *testing.T) {
	account := openidtest.Account{Subject: "u-2", Email: "new@example.com", Name: "Nils New", Verified: true}
	h, _ := atCompany(t, account, Options{CompanyOnly: true, MailConnected: true})
	v := h.nobody()
	if v.page("/sign-in", http.StatusOK).Find("form").Length() != 0 {
		t.Error("a link by mail is offered, though nobody is to sign in by one")
	}
	if res := v.post("/sign-in", url.Values{"email": {"new@example.com"}}); strings.Contains(res.Body.String(), "on its way") {
		t.Error("a link is promised")
	}
	doc := v.parsed("unknown", v.get(v.comeBack()), http.StatusUnauthorized)
	if got := doc.Find("#refused").Text(); got != "Nobody here has the address new@example.com; ask an administrator to add you." {
		t.Errorf("who is unknown is told %q", got)
	}
	h, _ = atCompany(t, account, Options{Newcomers: models.Newcomers{Role: models.Member, Domains: []string{"example.com"}}})
	v = h.nobody()
	if res := v.get(v.comeBack()); res.Code != http.StatusSeeOther {
		t.Fatalf("a newcomer gets %d: %s", res.Code, alertOf(res.Body.String()))
	}
	p, err := h.store.PersonByEmail(h.ctx, "new@example.com")
	if err != nil || p.Name != "Nils New" || p.Role != models.Member {
		t.Errorf("the newcomer is %+v, %v", p, err)
	}
}

func TestAnAdministratorPartsAPersonFromAnAccount(t *testing.T) {
	h, at := atCompany(t, openidtest.Account{Subject: "u-1", Email: "ana.member@example.com", Verified: true}, Options{})
	ada, ana := h.signIn(h.person("Ada", models.Administrator)), h.person("Ana", models.Member)
	v := h.nobody()
	v.get(v.comeBack())
	at.SignIn(openidtest.Account{Subject: "u-2", Email: "ana.member@example.com", Verified: true})
	other := h.nobody()
	doc := other.parsed("a second account", other.get(other.comeBack()), http.StatusUnauthorized)
	if got := doc.Find("#refused").Text(); !strings.Contains(got, "signs in with another account") {
		t.Errorf("who has the address now is told %q", got)
	}
	page := "/people/" + text(ana.ID)
	form := ada.page(page, http.StatusOK).Find("#sign-in form[action*='/identities/']")
	to, _ := form.Attr("action")
	ada.went(ada.post(to, nil), page+"#sign-in")
	ada.parsed("it is gone", ada.post(to, nil), http.StatusNotFound)
	if got := ada.page(page, http.StatusOK); got.Find("form[action*='/identities/']").Length() != 0 || !strings.Contains(got.Find("#history").Text(), "parted the person from the company’s account ana.member@example.com") {
		t.Errorf("the page tells %q", got.Find("#history").Text())
	}
	if res := other.get(other.comeBack()); res.Code != http.StatusSeeOther {
		t.Errorf("the new account gets %d: %s", res.Code, alertOf(res.Body.String()))
	}
}

func TestWhoIsPartedFromAnAccountIsSignedOutAtOnce(t *testing.T) {
	h, at := atCompany(t, openidtest.Account{Subject: "u-1", Email: "ana.member@example.com", Verified: true}, Options{})
	ana := h.person("Ana", models.Member)
	byLink, v := h.signIn(ana), h.nobody()
	v.get(v.comeBack())
	v.page("/", http.StatusOK)
	accounts := ok[[]models.Identity](h)(h.store.Identities(h.ctx, models.System, ana.ID))
	ok[models.Identity](h)(h.store.RemoveIdentity(h.ctx, models.System, h.now, accounts[0].ID))
	at.SignIn(openidtest.Account{Subject: "u-2", Email: "ana.member@example.com", Verified: true})
	right := h.nobody()
	right.get(right.comeBack())
	if res := v.get("/"); res.Code != http.StatusSeeOther || res.Header().Get("Location") != "/sign-in" {
		t.Errorf("whoever came with the account that is parted still sees pages: %d", res.Code)
	}
	right.page("/", http.StatusOK)
	byLink.page("/", http.StatusOK)
}

func TestWhereTheCompanyAloneSignsInALinkOpensAWorkingDayToo(t *testing.T) {
	h, _ := atCompany(t, openidtest.Account{Subject: "u-1", Email: "ana.member@example.com", Verified: true}, Options{MailConnected: true})
	ana := h.person("Ana", models.Member)
	before := h.signIn(ana)
	o := h.opts
	o.CompanyOnly = true
	h.mount(o) // Debrief was started again
	if res := before.get("/"); res.Code != http.StatusSeeOther || res.Header().Get("Location") != "/sign-in" {
		t.Errorf("who came by a link before still sees pages: %d", res.Code)
	}
	v := h.signIn(ana) // an administrator's link
	v.page("/", http.StatusOK)
	h.now = moment.Add(companyLife)
	if res := v.get("/"); res.Code != http.StatusSeeOther {
		t.Errorf("the session of a link goes on: %d", res.Code)
	}
}

func TestAnAttemptThatANeighbouringSitePlantedIsNone(t *testing.T) {
	h, _ := atCompany(t, openidtest.Account{Subject: "u-1", Email: "mallory.member@example.com", Verified: true}, Options{BaseURL: "https://debrief.test"})
	h.person("Mallory", models.Member)
	mallory, victim := h.nobody(), h.nobody()
	back := mallory.comeBack()
	for _, c := range mallory.kept {
		if !c.Secure || !c.HttpOnly || !strings.HasPrefix(c.Name, "__Host-") || c.Path != "/" || c.Domain != "" {
			t.Errorf("the attempt is kept in %v, which wiki.debrief.test could set", c)
		}
		victim.kept = map[string]*http.Cookie{"planted": {Name: attemptCookie, Value: c.Value, Path: SignInCompany}}
	}
	victim.parsed("Mallory's answer", victim.get(back), http.StatusUnauthorized)
	if res := mallory.get(back); res.Code != http.StatusSeeOther || res.Header().Get("Location") != "/" {
		t.Errorf("in the browser that asked: %d", res.Code)
	}
	if len(mallory.kept) != 0 {
		t.Errorf("kept though it is over: %v", mallory.kept)
	}
}

func TestWithoutACompanysSignInThereIsNone(t *testing.T) {
	h := newHouse(t)
	v := h.nobody()
	for _, path := range []string{SignInCompany, SignInCallback} {
		v.page(path, http.StatusNotFound)
	}
}
