package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"debrief/models"
	"debrief/models/store"
)

// How long a session lasts.
const (
	sessionIdle = 7 * 24 * time.Hour
	sessionLife = 30 * 24 * time.Hour
)

func newSessions(s *store.Store, o Options) *scs.SessionManager {
	m := scs.New()
	// scs itself reads the machine's clock when it sets an expiry, so the same clock has to judge it.
	m.Store = store.Sessions{Store: s, Clock: time.Now}
	m.HashTokenInStore = true
	m.IdleTimeout, m.Lifetime = sessionIdle, sessionLife
	if o.Demo != nil { // its clock can be moved by months, and what sweeps old sessions goes by that clock
		m.IdleTimeout, m.Lifetime = 0, 10*365*24*time.Hour
	}
	m.Cookie.Name, m.Cookie.HttpOnly, m.Cookie.SameSite, m.Cookie.Path = "debrief", true, http.SameSiteLaxMode, "/"
	if strings.HasPrefix(o.BaseURL, "https://") {
		m.Cookie.Name, m.Cookie.Secure = "__Host-debrief", true
	}
	return m
}

// identify loads who is signed in, as the person is now: one who may not sign in any more is signed out.
func (r *request) identify() error {
	ctx := r.Request().Context()
	id := r.sessions.GetInt64(ctx, "person")
	if id == 0 {
		return nil
	}
	until := r.sessions.GetInt64(ctx, "until")
	if until != 0 && r.now.Unix() >= until || until == 0 && r.opts.onlyCompany() { // begun by a link when there were such
		return r.sessions.Destroy(ctx)
	}
	if issuer := r.sessions.GetString(ctx, "issuer"); issuer != "" {
		joined, err := r.store.Joined(ctx, id, issuer, r.sessions.GetString(ctx, "subject"))
		if err != nil {
			return err
		}
		if !joined { // somebody else's account, maybe
			return r.sessions.Destroy(ctx)
		}
	}
	p, err := r.store.Person(ctx, id)
	if models.KindOf(err) == models.NotFound || err == nil && !p.Active {
		return r.sessions.Destroy(ctx)
	}
	if err != nil {
		return err
	}
	r.me, r.by = p, models.ActorFor(p)
	return nil
}

// nextCookie remembers where somebody wanted to go while the mail with the link is on its way.
const nextCookie = "debrief-next"

// secretCookie carries a secret from the form that made it to the page that shows it: nothing here keeps it, and a page that
// is loaded again makes no second one.
const secretCookie = "debrief-secret"

// handOver has the page at path show a secret, once and to this person; with "" what waits there is gone.
func (r *request) handOver(path, secret string) {
	// #nosec G124 -- Secure wherever the site itself is
	c := &http.Cookie{Name: secretCookie, Path: path, MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.sessions.Cookie.Secure}
	if secret != "" {
		c.Value, c.MaxAge = fmt.Sprintf("%d.%s", r.me.ID, secret), 5*60
	}
	r.SetCookie(c)
}

// handed returns the secret that waits for this page, if one does, and removes it.
func (r *request) handed() string {
	c, err := r.Cookie(secretCookie)
	if err != nil {
		return ""
	}
	r.handOver(r.Request().URL.Path, "")
	secret, mine := strings.CutPrefix(c.Value, fmt.Sprintf("%d.", r.me.ID)) // else of somebody who has signed out since
	if !mine {
		return ""
	}
	return secret
}

// local returns the address where it lies on this site, else the front page.
func local(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || u.Opaque != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") ||
		strings.ContainsAny(to, "\\\r\n\t") || strings.HasPrefix(u.Path, "/sign-") || strings.HasPrefix(u.Path, "//") {
		return "/"
	}
	return to
}

// wayBack is where whoever has to sign in first goes on: where they wanted to go, or where the form was that they sent.
func (r *request) wayBack() string {
	here := r.Request().URL.RequestURI()
	if r.Request().Method == http.MethodGet {
		return here
	}
	if form := sameSite(r.Request().Referer(), r.Request().Host); form != "/" {
		return form
	}
	return r.Request().URL.EscapedPath() // a form's address leads to its page
}

// remember has whoever signs in with a link, from wherever it came, go on there.
func (r *request) remember(next string) {
	// #nosec G124 -- Secure wherever the site itself is
	r.SetCookie(&http.Cookie{Name: nextCookie, Value: url.QueryEscape(next), Path: "/sign-in", MaxAge: int(models.SignInLifetime / time.Second),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.sessions.Cookie.Secure})
}

type signIn struct {
	Next    string
	Email   string
	Sent    bool
	Secret  string
	Refused string // why the company's sign-in let nobody in
}

func (w *site) signInPage(r *request) error {
	if r.me.ID != 0 {
		return r.Redirect(http.StatusSeeOther, local(r.QueryParam("next")))
	}
	if next := local(r.QueryParam("next")); next != "/" {
		r.remember(next)
	}
	return r.render(http.StatusOK, "sign_in", &page{Title: "Sign in", Bare: true, Data: signIn{Next: r.QueryParam("next")}})
}

// askTime is how long an answer takes to whoever asks for a link: much longer than storing that a known address is to get one, as the time
// would tell of it.
const askTime = 250 * time.Millisecond

// askSignIn answers the same, and as late, whether the address is known or not.
func (w *site) askSignIn(r *request) error {
	if !w.opts.MailsLinks() { // nothing would come
		return w.signInPage(r)
	}
	email, next := strings.TrimSpace(r.FormValue("email")), local(r.FormValue("next"))
	if !strings.Contains(email, "@") {
		f := &form{Name: "sign-in", Values: r.Request().PostForm,
			Errors: []models.FieldError{{Field: "email", Message: "must be an address such as ana@example.com"}}}
		return r.render(http.StatusUnprocessableEntity, "sign_in", &page{Title: "Sign in", Bare: true, Form: f, Data: signIn{Next: next}})
	}
	ctx, passed := r.Request().Context(), time.NewTimer(askTime)
	defer passed.Stop()
	if err := w.store.AskSignIn(ctx, r.now, email); err != nil {
		return err
	}
	select {
	case <-passed.C:
	case <-ctx.Done():
		return ctx.Err()
	}
	r.remember(next)
	return r.render(http.StatusOK, "sign_in", &page{Title: "Check your email", Bare: true, Data: signIn{Email: email, Sent: true}})
}

// signInLink shows a button and no more: what scans mails for bad links must not use the link up.
func (w *site) signInLink(r *request) error {
	return r.render(http.StatusOK, "sign_in", &page{Title: "Sign in", Bare: true, Data: signIn{Secret: r.Param("secret")}})
}

func (w *site) useSignIn(r *request) error {
	p, err := w.store.UseSignIn(r.Request().Context(), r.now, r.Param("secret"))
	if err != nil {
		return err
	}
	return r.enter(p, models.Claims{})
}

// enter begins the session of who has signed in, and goes where they wanted to go. The claims are those of the company's sign-in, if it was
// that.
func (r *request) enter(p models.Person, c models.Claims) error {
	ctx := r.Request().Context()
	if err := r.sessions.RenewToken(ctx); err != nil { // a session that somebody planted before is worth nothing
		return err
	}
	r.sessions.Put(ctx, "person", p.ID)
	for _, of := range []string{"until", "issuer", "subject"} { // who was signed in here before
		r.sessions.Remove(ctx, of)
	}
	if c.Issuer != "" {
		r.sessions.Put(ctx, "issuer", c.Issuer)
		r.sessions.Put(ctx, "subject", c.Subject)
	}
	if c.Issuer != "" || r.opts.onlyCompany() {
		r.sessions.Put(ctx, "until", r.now.Add(companyLife).Unix())
	}
	to := "/"
	if c, err := r.Cookie(nextCookie); err == nil {
		if next, err := url.QueryUnescape(c.Value); err == nil {
			to = local(next)
		}
		// #nosec G124 -- Secure wherever the site itself is
		r.SetCookie(&http.Cookie{Name: nextCookie, Path: "/sign-in", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode,
			Secure: r.sessions.Cookie.Secure})
	}
	return r.Redirect(http.StatusSeeOther, to)
}

func (w *site) signOut(r *request) error {
	if err := w.sessions.Destroy(r.Request().Context()); err != nil {
		return err
	}
	return r.Redirect(http.StatusSeeOther, "/sign-in")
}
