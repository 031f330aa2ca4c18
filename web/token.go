package web

import (
	"net/http"

	"debrief/models"
	"debrief/models/store"
)

type tokenView struct {
	Rows   []models.Token
	Next   string
	Made   models.Token
	Secret string // shown this once
}

func (w *site) tokensPage(r *request) error { return w.showTokens(r, http.StatusOK, nil, tokenView{}) }

func (w *site) showTokens(r *request, status int, f *form, v tokenView) error {
	var err error
	v.Rows, v.Next, err = w.store.Tokens(r.Request().Context(), r.by, r.me.ID, store.Page{Cursor: r.QueryParam("cursor")})
	if err != nil {
		return err
	}
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

// addToken shows the secret in its answer: only its hash is stored, so it can be shown only here.
func (w *site) addToken(r *request) error {
	in := r.input()
	t := models.Token{PersonID: r.me.ID, Name: in.text("name"), Role: models.Role(in.text("role"))}
	if day := in.date("expires_on"); !day.IsZero() {
		end := day.AddDays(1).At(0, 0, r.me.Location()).UTC()
		t.ExpiresAt = &end
	}
	var v tokenView
	err := in.refused()
	if err == nil {
		v.Made, v.Secret, err = w.store.AddToken(r.Request().Context(), r.by, r.now, t)
	}
	if err != nil {
		return r.again("token", err, func(r *request, status int, f *form) error { return w.showTokens(r, status, f, tokenView{}) })
	}
	return w.showTokens(r, http.StatusOK, nil, v)
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
	return r.done("/tokens", "The token %s opens nothing any more.", t.Name)
}
