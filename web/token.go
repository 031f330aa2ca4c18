package web

import (
	"net/http"

	"debrief/models"
	"debrief/models/store"
)

type tokenView struct {
	Rows   []models.Token
	Next   string
	Secret string // shown this once
	Last   models.Date
}

// tokenDays is how long a token lives unless somebody chooses another day.
const tokenDays = 90

func (w *site) tokensPage(r *request) error { return w.showTokens(r, http.StatusOK, nil) }

func (w *site) showTokens(r *request, status int, f *form) error {
	v := tokenView{Last: models.DateOf(r.now.In(r.me.Location())).AddDays(tokenDays)}
	var err error
	v.Rows, v.Next, err = w.store.Tokens(r.Request().Context(), r.by, r.me.ID, store.Page{Cursor: r.QueryParam("cursor")})
	if err != nil {
		return err
	}
	v.Secret = r.handed()
	return r.render(status, "tokens", &page{Title: "API tokens", Form: f, Data: v})
}

// RoleOptions are the roles that a token of the person can have.
func (p *page) RoleOptions() []option {
	var list []option
	for _, role := range models.Roles {
		if p.Can(role) {
			list = append(list, option{Value: string(role), Label: word(role)})
		}
	}
	return list
}

// addToken hands the secret on to the page: only its hash is stored, so it can be shown only now.
func (w *site) addToken(r *request) error {
	in := r.input()
	t := models.Token{PersonID: r.me.ID, Name: in.text("name"), Role: models.Role(in.text("role"))}
	if day := in.date("expires_at"); !day.IsZero() {
		end := day.AddDays(1).At(0, 0, r.me.Location()).UTC()
		t.ExpiresAt = &end
	}
	var secret string
	err := in.refused()
	if err == nil {
		_, secret, err = w.store.AddToken(r.Request().Context(), r.by, r.now, t)
	}
	if err != nil {
		return r.again("token", err, w.showTokens)
	}
	r.handOver("/tokens", secret)
	return r.done("/tokens", "The token “%s” is made.", t.Name)
}

func (w *site) revokeToken(r *request) error {
	id, err := r.number("id", "", "token")
	if err != nil {
		return err
	}
	t, err := w.store.RevokeToken(r.Request().Context(), r.by, r.now, id)
	if err != nil {
		return err
	}
	return r.done("/tokens", "The token “%s” no longer works.", t.Name)
}
