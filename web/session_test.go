package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
)

func TestSignIn(t *testing.T) {
	h := newHouseWith(t, Options{MailConnected: true})
	ana := h.person("Ana", models.Member)
	v := h.nobody()
	if res := v.get("/reviews?state=open"); res.Code != http.StatusSeeOther || res.Header().Get("Location") != "/sign-in?next=%2Freviews%3Fstate%3Dopen" {
		t.Fatalf("without a session: %d to %s", res.Code, res.Header().Get("Location"))
	}
	known := v.submit("/sign-in?next=%2Freviews%3Fstate%3Dopen", "/sign-in", "email", ana.Email)
	unknown := v.submit("/sign-in", "/sign-in", "email", "nobody@example.com")
	if strings.ReplaceAll(known.Body.String(), ana.Email, "x") != strings.ReplaceAll(unknown.Body.String(), "nobody@example.com", "x") || known.Code != http.StatusOK {
		t.Error("the answer tells whether an address is known")
	}
	if waiting, err := h.store.Waiting(h.ctx, store.SignInQueue, h.now); err != nil || waiting.Due != 1 {
		t.Errorf("%d links wait to be mailed, %v", waiting.Due, err)
	}
	v.parsed("/sign-in", v.submit("/sign-in", "/sign-in", "email", "no address"), http.StatusUnprocessableEntity)

	secret := ok[string](h)(h.store.MakeSignIn(h.ctx, models.System, h.now, ana.ID))
	v.page("/sign-in/"+secret, http.StatusOK) // whatever looks at the link does not use it up
	v.page("/sign-in/"+secret, http.StatusOK)
	next := ""
	for _, c := range known.Result().Cookies() {
		if c.Name == nextCookie {
			next = c.Value
		}
	}
	if to, _ := url.QueryUnescape(next); to != "/reviews?state=open" {
		t.Errorf("it remembers %q as the way on", to)
	}
	if res := v.post("/sign-in/"+secret, nil); res.Code != http.StatusSeeOther || v.cookie == nil || !v.cookie.HttpOnly || v.cookie.SameSite != http.SameSiteLaxMode {
		t.Fatalf("signing in answers %d with %v", res.Code, v.cookie)
	}
	v.page("/", http.StatusOK)
	h.nobody().parsed("/sign-in", h.nobody().post("/sign-in/"+secret, nil), http.StatusUnauthorized) // once

	ana.Active = false
	_, err := h.store.SavePerson(h.ctx, models.System, h.now, ana)
	h.must(err)
	if res := v.get("/"); res.Code != http.StatusSeeOther {
		t.Errorf("who may not sign in any more still sees pages: %d", res.Code)
	}
}

func TestTheTimeOfAnAnswerDoesNotTellWhoIsKnown(t *testing.T) {
	t.Parallel()
	h := newHouseWith(t, Options{MailConnected: true})
	for _, email := range []string{h.person("Ana", models.Member).Email, "nobody@example.com"} {
		began := time.Now()
		if res := h.nobody().post("/sign-in", url.Values{"email": {email}}); res.Code != http.StatusOK || time.Since(began) < askTime {
			t.Errorf("%s is answered with %d after %v", email, res.Code, time.Since(began))
		}
	}
}

func TestSignInWithoutMailPromisesNone(t *testing.T) {
	h := newHouse(t)
	ana := h.person("Ana", models.Member)
	v := h.nobody()
	asked := v.page("/sign-in", http.StatusOK)
	if text := asked.Text(); !strings.Contains(text, "cannot send email here yet: ask your administrator for a sign-in link") || asked.Find("form").Length() > 0 {
		t.Errorf("it promises a mail: %s", text)
	}
	known, unknown := v.post("/sign-in", url.Values{"email": {ana.Email}}), v.post("/sign-in", url.Values{"email": {"nobody@example.com"}})
	if known.Code != http.StatusOK || known.Body.String() != unknown.Body.String() || !strings.Contains(known.Body.String(), "cannot send email here yet") {
		t.Errorf("a known address gets %d %s, an unknown one %d %s", known.Code, known.Body, unknown.Code, unknown.Body)
	}
	if waiting, err := h.store.Waiting(h.ctx, store.SignInQueue, h.now); err != nil || waiting.Due != 0 {
		t.Errorf("%d links wait to be mailed, %v", waiting.Due, err)
	}
	h.signIn(ana) // the administrator's link works
}

func TestSignOutEndsTheSession(t *testing.T) {
	h := newHouse(t)
	v := h.signIn(h.person("Ana", models.Member))
	stolen := *v.cookie
	v.post("/sign-out", nil)
	v.cookie = &stolen
	if res := v.get("/"); res.Code != http.StatusSeeOther {
		t.Errorf("the session goes on: %d", res.Code)
	}
}

func TestSecureCookie(t *testing.T) {
	h := newHouseWith(t, Options{BaseURL: "https://debrief.example.com"})
	v := h.signIn(h.person("Ana", models.Member))
	if v.cookie.Name != "__Host-debrief" || !v.cookie.Secure || v.cookie.Path != "/" || v.cookie.Domain != "" {
		t.Errorf("the cookie is %v", v.cookie)
	}
}

func TestLocalAddresses(t *testing.T) {
	for to, want := range map[string]string{"/reviews/PM-1": "/reviews/PM-1", "/a?b=c": "/a?b=c", "//evil.example": "/", "https://evil.example": "/",
		"/\\evil.example": "/", "javascript:alert(1)": "/", "": "/", "reviews": "/", "/sign-out": "/", "/%2f/evil": "/", "///evil": "/", "/\tevil": "/"} {
		if got := local(to); got != want {
			t.Errorf("%q becomes %q, want %q", to, got, want)
		}
	}
}
