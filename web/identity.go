package web

import (
	"errors"
	"log/slog"
	"net/http"
	"time"

	"debrief/integrations/openid"
	"debrief/models"
)

// attemptCookie keeps what ties the company's answer to this browser while somebody is away signing in.
const (
	attemptCookie = "debrief-attempt"
	attemptLife   = 15 * time.Minute
)

// companyLife is how long a session lasts that the company's sign-in began, and any where nothing else signs in: a working day, so that
// who leaves the company is soon out.
const companyLife = 16 * time.Hour

// SignInPaths are the addresses of signing in at the company: where it begins, and where the provider sends people back to.
const (
	SignInCompany  = "/sign-in/company"
	SignInCallback = SignInCompany + "/callback"
)

// attemptKept is the cookie that keeps the attempt, and for which pages. With TLS no other site of the domain can put one there: whose
// attempt it was would be who is signed in.
func (r *request) attemptKept() (name, path string) {
	if r.sessions.Cookie.Secure {
		return "__Host-" + attemptCookie, "/"
	}
	return attemptCookie, SignInCompany
}

func (r *request) keepAttempt(value string, age int) {
	name, path := r.attemptKept()
	// #nosec G124 -- Secure wherever the site itself is
	r.SetCookie(&http.Cookie{Name: name, Value: value, Path: path, MaxAge: age, HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: r.sessions.Cookie.Secure})
}

// beginSignIn leads to the company's sign-in.
func (w *site) beginSignIn(r *request) error {
	if w.opts.Company == nil {
		return models.NotFoundf("there is no such page")
	}
	if r.me.ID != 0 {
		return r.Redirect(http.StatusSeeOther, "/")
	}
	address, attempt, err := w.opts.Company.Begin(r.Request().Context(), r.now)
	if err != nil {
		return r.notSignedIn(err)
	}
	r.keepAttempt(attempt.String(), int(attemptLife/time.Second))
	return r.Redirect(http.StatusSeeOther, address)
}

// finishSignIn lets whoever comes back in.
func (w *site) finishSignIn(r *request) error {
	if w.opts.Company == nil {
		return models.NotFoundf("there is no such page")
	}
	name, _ := r.attemptKept()
	cookie, err := r.Cookie(name)
	if err != nil {
		return r.notSignedIn(&openid.Failure{Says: "It took too long, or this browser keeps no cookies. Sign in once more"})
	}
	r.keepAttempt("", -1)
	attempt, ok := openid.ParseAttempt(cookie.Value)
	if !ok {
		return r.notSignedIn(&openid.Failure{Says: "This browser has lost the attempt to sign in. Sign in once more"})
	}
	ctx := r.Request().Context()
	claims, err := w.opts.Company.Finish(ctx, r.now, attempt, r.QueryParams())
	if err != nil {
		return r.notSignedIn(err)
	}
	p, err := w.store.SignInAs(ctx, r.now, claims, w.opts.Newcomers)
	if err != nil {
		return r.notSignedIn(err)
	}
	return r.enter(p, claims)
}

// notSignedIn shows the page to sign in at, with why nobody was.
func (r *request) notSignedIn(err error) error {
	status, why := statusOf(err), ""
	var failed *openid.Failure
	var refused *models.Error
	switch {
	case errors.As(err, &failed):
		why, status = failed.Says, http.StatusUnauthorized
		if failed.Err != nil {
			slog.WarnContext(r.Request().Context(), "nobody was signed in by the company's sign-in", "error", err)
		}
	case errors.As(err, &refused):
		why = upperFirst(refused.Error())
	default:
		return err
	}
	return r.render(status, "sign_in", &page{Title: "Sign in", Bare: true, Data: signIn{Refused: why}})
}

// removeIdentity parts a person from an account of the company's sign-in.
func (w *site) removeIdentity(r *request) error {
	id, err := r.number("identity", "", "account")
	if err != nil {
		return err
	}
	i, err := w.store.RemoveIdentity(r.Request().Context(), r.by, r.now, id)
	if err != nil {
		return err
	}
	return r.told("flash", "/people/"+text(i.PersonID)+"#sign-in", "The account %s signs in here no more, and whoever was signed in with it is signed out. Who next comes with the person's address, and is vouched for, is joined anew.", i.Email)
}
