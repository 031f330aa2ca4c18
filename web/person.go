package web

import (
	"fmt"
	"net/http"

	"debrief/models"
	"debrief/models/store"
)

type personList struct {
	Rows []models.Person
	Next string
	Held map[int64][]models.Holding // of those who are inactive
}

type personView struct {
	Person   models.Person
	Link     string // a one-time sign-in link, shown this once
	Detour   string // why their last letter went another way than they chose
	History  history
	Held     []heldGroup
	Accounts []models.Identity // of the company's sign-in
}

func (w *site) peoplePage(r *request) error {
	rows, next, err := w.store.People(r.Request().Context(), r.QueryParam("q"), store.Page{Limit: pageSize, Cursor: r.QueryParam("cursor"), Sort: "name"})
	if err != nil {
		return err
	}
	var gone []int64
	for _, p := range rows {
		if !p.Active {
			gone = append(gone, p.ID)
		}
	}
	held, err := w.store.Holdings(r.Request().Context(), r.by, r.now, gone...)
	if err != nil {
		return err
	}
	return r.render(http.StatusOK, "people", &page{Title: "People", Data: personList{rows, next, held}})
}

func (w *site) newPersonPage(r *request) error {
	return w.showPerson(r, http.StatusOK, nil, personView{Person: models.Person{Role: models.Member, TimeZone: r.me.TimeZone, Active: true}})
}

func (w *site) personPage(r *request) error {
	p, err := w.person(r)
	if err != nil {
		return err
	}
	v := personView{Person: p}
	if secret := r.handed(); secret != "" {
		v.Link = w.opts.BaseURL + "/sign-in/" + secret
	}
	return w.showPerson(r, http.StatusOK, nil, v)
}

// person loads the person of the address, for themselves and administrators.
func (w *site) person(r *request) (models.Person, error) {
	id, err := r.number("id", "", "person")
	if err == nil && id != r.me.ID {
		err = r.by.Need(models.Administrator)
	}
	if err != nil {
		return models.Person{}, err
	}
	return w.store.Person(r.Request().Context(), id)
}

func (w *site) showPerson(r *request, status int, f *form, v personView) error {
	title := "Add a person"
	if v.Person.ID != 0 {
		title = v.Person.Name
		var err error
		v.History, err = r.history("/people/"+text(v.Person.ID), store.EventFilter{Subject: models.SubjectPerson, SubjectID: v.Person.ID})
		if err != nil {
			return err
		}
		all, err := w.store.Holdings(r.Request().Context(), r.by, r.now, v.Person.ID)
		if err != nil {
			return err
		}
		if v.Accounts, err = w.store.Identities(r.Request().Context(), r.by, v.Person.ID); err != nil {
			return err
		}
		v.Held = held(r.by, v.Person.ID, all[v.Person.ID])
		last, _, err := w.store.Digests(r.Request().Context(), r.by, v.Person.ID, store.Page{Limit: 1})
		if err != nil {
			return err
		}
		if len(last) == 1 {
			v.Detour = last[0].Note
		}
	}
	return r.render(status, "person", &page{Title: title, Form: f, Data: v})
}

// person reads the form of a person; that of oneself has no role and nothing else that an administrator decides.
func (in *input) person(p models.Person) models.Person {
	p.Name, p.TimeZone, p.Region, p.DelegateID = in.text("name"), in.text("time_zone"), in.text("region"), in.optional("delegate_id")
	p.AwayFrom, p.AwayUntil = in.date("away_from"), in.date("away_until")
	if in.values.Has("letters_via") { // offered only where there is a choice
		p.LettersVia = models.Via(in.text("letters_via"))
	}
	if in.values.Has("role") {
		p.Email, p.Role, p.JiraAccountID = in.text("email"), models.Role(in.text("role")), in.text("jira_account_id")
		p.ManagerID, p.Board, p.Active = in.optional("manager_id"), in.on("board"), in.on("active")
	}
	return p
}

func (w *site) addPerson(r *request) error {
	in := r.input()
	p := in.person(models.Person{})
	err := in.refused()
	if err == nil {
		p, err = w.store.AddPerson(r.Request().Context(), r.by, r.now, p)
	}
	if err != nil {
		return r.again("person", err, func(r *request, status int, f *form) error { return w.showPerson(r, status, f, personView{}) })
	}
	return r.done(fmt.Sprintf("/people/%d", p.ID), "%s is added.", p.Name)
}

func (w *site) savePerson(r *request) error {
	before, err := w.person(r)
	if err != nil {
		return err
	}
	in := r.input()
	p := in.person(before)
	p.Version = in.version()
	if err = in.refused(); err == nil {
		_, err = w.store.SavePerson(r.Request().Context(), r.by, r.now, p)
	}
	if err != nil {
		return r.again("person", err, func(r *request, status int, f *form) error {
			return w.showPerson(r, status, f, personView{Person: before})
		})
	}
	return r.done(fmt.Sprintf("/people/%d", p.ID), "%s is saved.", p.Name)
}

// makeSignIn hands a one-time link on to the person's page: it is stored nowhere, so it can be shown only now.
func (w *site) makeSignIn(r *request) error {
	p, err := w.person(r)
	if err != nil {
		return err
	}
	secret, err := w.store.MakeSignIn(r.Request().Context(), r.by, r.now, p.ID)
	if err != nil {
		return r.again("sign-in", err, func(r *request, status int, f *form) error { return w.showPerson(r, status, f, personView{Person: p}) })
	}
	page := fmt.Sprintf("/people/%d", p.ID)
	r.handOver(page, secret)
	return r.done(page, "")
}
