package storetest_test

import (
	"encoding/base64"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

// Every list, in every order, visits each row once, whatever the size of its pages, and while rows come and go.
func TestPagesVisitEachRowOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, db := storetest.NewHouse(t, s), storetest.Raw(t, s)
		ctx, now := t.Context(), monday
		by := storetest.As(h.Viewer)
		r := h.AddReview(t, now, 1)
		const rows = 23
		grow := func(n int) {
			for range n {
				i := h.AddIncident(t, now, 2)
				h.Write(t, now, r.ID, "version "+sprint(i.ID))
				must[models.Comment](t)(s.AddComment(ctx, by, now, models.Comment{ReviewID: r.ID, Body: "why?"}))
				due := models.Date{}
				if k := rand.IntN(6); k > 0 { // several share a day
					due = date(t, "2026-03-10").AddDays(k)
				}
				a := h.Propose(t, now, r.ID)
				if !due.IsZero() {
					must[models.ActionItem](t)(s.CommitItem(ctx, models.System, now, a.ID, 0, models.Commitment{DueOn: due, Scope: storetest.Scoped}))
				}
				if i.ID%3 == 0 {
					must[models.ActionItem](t)(s.RejectItem(ctx, models.System, now, a.ID, 0, "no"))
				}
				h.AddPerson(t, []string{"Some Body", "any Body", "Zoë Body", "bo Body"}[i.ID%4], models.Viewer)
				must[models.Team](t)(s.AddTeam(ctx, models.System, now, models.Team{Name: "team " + sprint(i.ID)}))
				must[models.Service](t)(s.AddService(ctx, models.System, now, models.Service{Name: "service " + sprint(i.ID)}))
				_, _, err := s.AddToken(ctx, by, now, models.Token{PersonID: h.Viewer.ID, Name: "t"})
				storetest.Must(t, err)
				exec(t, db, s, "INSERT INTO digests (person_id, day, message_id, created_at) VALUES (?, ?, ?, ?)", h.Viewer.ID,
					date(t, "2026-03-10").AddDays(int(i.ID)).String(), sprint(i.ID), stored(s, now))
			}
		}
		grow(rows)
		type row struct {
			id  int64
			key string
		}
		lists := map[string]struct {
			sorts []string
			page  func(p store.Page) ([]row, string, error)
		}{
			"incidents": {[]string{"", "id"}, func(p store.Page) ([]row, string, error) {
				l, next, err := s.Incidents(ctx, by, store.IncidentFilter{}, p)
				return rowsOf(l, func(v models.Incident) row { return row{v.ID, ""} }), next, err
			}},
			"reviews": {[]string{"", "id"}, func(p store.Page) ([]row, string, error) {
				l, next, err := s.Reviews(ctx, by, store.ReviewFilter{TeamID: h.Team.ID}, p)
				return rowsOf(l, func(v models.Review) row { return row{v.ID, ""} }), next, err
			}},
			"documents": {[]string{"", "id"}, func(p store.Page) ([]row, string, error) {
				l, next, err := s.Documents(ctx, by, r.ID, p)
				return rowsOf(l, func(v models.Document) row { return row{v.ID, ""} }), next, err
			}},
			"comments": {[]string{"", "-id"}, func(p store.Page) ([]row, string, error) {
				l, next, err := s.Comments(ctx, by, r.ID, p)
				return rowsOf(l, func(v models.Comment) row { return row{v.ID, ""} }), next, err
			}},
			"items": {[]string{"", "id", "due_on", "-due_on", "urgency", "-urgency"}, func(p store.Page) ([]row, string, error) {
				l, next, err := s.Items(ctx, by, store.ItemFilter{}, p)
				return rowsOf(l, func(v models.ActionItem) row {
					key := v.DueOn.String()
					if v.DueOn.IsZero() {
						key = "9999-12-31"
					}
					if strings.HasSuffix(p.Sort, "urgency") && !v.State.Open() && v.State != models.Proposed {
						key = "closed " + key
					}
					return row{v.ID, key}
				}), next, err
			}},
			"people": {[]string{"", "-id", "name", "-name"}, func(p store.Page) ([]row, string, error) {
				l, next, err := s.People(ctx, "", p)
				return rowsOf(l, func(v models.Person) row { return row{v.ID, strings.ToLower(v.Name)} }), next, err
			}},
			"teams": {[]string{"", "id"}, func(p store.Page) ([]row, string, error) {
				l, next, err := s.Teams(ctx, p)
				return rowsOf(l, func(v models.Team) row { return row{v.ID, ""} }), next, err
			}},
			"services": {[]string{"", "id"}, func(p store.Page) ([]row, string, error) {
				l, next, err := s.Services(ctx, p)
				return rowsOf(l, func(v models.Service) row { return row{v.ID, ""} }), next, err
			}},
			"tokens": {[]string{"", "id"}, func(p store.Page) ([]row, string, error) {
				l, next, err := s.Tokens(ctx, by, h.Viewer.ID, p)
				return rowsOf(l, func(v models.Token) row { return row{v.ID, ""} }), next, err
			}},
			"digests": {[]string{"", "id"}, func(p store.Page) ([]row, string, error) {
				l, next, err := s.Digests(ctx, by, h.Viewer.ID, p)
				return rowsOf(l, func(v models.Digest) row { return row{v.ID, ""} }), next, err
			}},
			"events": {[]string{"", "id"}, func(p store.Page) ([]row, string, error) {
				l, next, err := s.Events(ctx, by, store.EventFilter{}, p)
				return rowsOf(l, func(v models.Event) row { return row{v.ID, ""} }), next, err
			}},
		}
		for name, l := range lists {
			for _, sort := range l.sorts {
				all, next, err := l.page(store.Page{Limit: store.MaxLimit, Sort: sort})
				if name == "events" {
					for cursor := next; cursor != ""; {
						more, onward, err := l.page(store.Page{Limit: store.MaxLimit, Sort: sort, Cursor: cursor})
						storetest.Must(t, err)
						all, cursor = append(all, more...), onward
					}
				} else if err != nil || next != "" || len(all) < rows {
					t.Fatalf("%s: %d rows, next %q, %v", name, len(all), next, err)
				}
				descending := sort == "" && all[0].id > all[1].id || sort != "" && sort[0] == '-'
				if !slices.IsSortedFunc(all, func(a, b row) int {
					sign := 1
					if descending {
						sign = -1
					}
					if a.key != b.key && sort != "" && !strings.HasSuffix(sort, "id") {
						return sign * cmpOf(a.key, b.key)
					}
					return sign * cmpOf(a.id, b.id)
				}) {
					t.Errorf("%s by %q: out of order: %v", name, sort, all)
				}
				var seen []row
				grown := false
				for cursor := ""; ; {
					part, next, err := l.page(store.Page{Limit: 5, Sort: sort, Cursor: cursor})
					if err != nil {
						t.Fatalf("%s by %q: %v", name, sort, err)
					}
					if len(part) > 5 || len(part) < 5 && next != "" {
						t.Errorf("%s by %q: a page of %d", name, sort, len(part))
					}
					seen = append(seen, part...)
					if !grown && name != "events" {
						grow(2)
						grown = true
					}
					if cursor = next; next == "" {
						break
					}
					if len(seen) > 10*len(all) {
						t.Fatalf("%s by %q does not end", name, sort)
					}
				}
				times := map[int64]int{}
				for _, x := range seen {
					times[x.id]++
				}
				for _, x := range all {
					if times[x.id] != 1 {
						t.Errorf("%s by %q: row %d was visited %d times", name, sort, x.id, times[x.id])
					}
				}
				for id, n := range times {
					if n != 1 {
						t.Errorf("%s by %q: row %d was visited %d times", name, sort, id, n)
					}
				}
			}
		}
	})
}

func cmpOf[T ~string | ~int64](a, b T) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func rowsOf[T, R any](list []T, row func(T) R) []R {
	out := make([]R, len(list))
	for n, v := range list {
		out[n] = row(v)
	}
	return out
}

func TestAListIsCountedOnAllItsPagesForWhoeverLooks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, ctx := storetest.NewHouse(t, s), t.Context()
		r := h.AddReview(t, monday, 1)
		for range 3 {
			h.Commit(t, monday, r.ID, date(t, "2026-04-01"))
		}
		h.Propose(t, monday, r.ID)
		hidden := h.AddReview(t, monday, 2)
		h.Propose(t, monday, hidden.ID)
		exec(t, storetest.Raw(t, s), s, "UPDATE reviews SET restricted = true WHERE id = ?", hidden.ID)
		committed := store.ItemFilter{States: []models.ItemState{models.Committed}}
		for _, x := range []struct {
			who  models.Actor
			f    store.ItemFilter
			want int
		}{{models.System, store.ItemFilter{}, 5}, {storetest.As(h.Viewer), store.ItemFilter{}, 4}, {storetest.As(h.Viewer), committed, 3},
			{storetest.As(h.Viewer), store.ItemFilter{OverdueOn: date(t, "2026-04-01")}, 0}, {storetest.As(h.Viewer), store.ItemFilter{Severity: 1, TeamID: h.Team.ID, Q: r.Ref()}, 4}} {
			if n := must[int](t)(s.CountItems(ctx, x.who, x.f)); n != x.want {
				t.Errorf("%+v by %+v counts %d, want %d", x.f, x.who, n, x.want)
			}
		}
		for who, want := range map[*models.Person]int{&h.Viewer: 1, &h.Admin: 2} {
			by := storetest.As(*who)
			if n := must[int](t)(s.CountReviews(ctx, by, store.ReviewFilter{TeamID: h.Team.ID})); n != want {
				t.Errorf("%s has %d reviews, want %d", who.Name, n, want)
			}
			if n := must[int](t)(s.CountIncidents(ctx, by, store.IncidentFilter{TeamID: h.Team.ID})); n != want {
				t.Errorf("%s has %d incidents, want %d", who.Name, n, want)
			}
		}
	})
}

func TestItemsOfWhichTheLinkFailsAreFoundByWhoMaySeeThem(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, ctx := storetest.NewHouse(t, s), t.Context()
		r, hidden := h.AddReview(t, monday, 1), h.AddReview(t, monday, 2)
		h.Commit(t, monday, r.ID, date(t, "2026-04-01"))
		for _, review := range []int64{r.ID, hidden.ID} {
			a := h.Commit(t, monday, review, date(t, "2026-04-01"))
			task, _, err := s.ClaimRow(ctx, store.LinkQueue, a.Link.ID, monday, time.Minute)
			storetest.Must(t, err)
			storetest.Must(t, s.Fail(ctx, store.LinkQueue, task, monday.Add(time.Minute), "Jira has no project OPS"))
		}
		exec(t, storetest.Raw(t, s), s, "UPDATE reviews SET restricted = true WHERE id = ?", hidden.ID)
		for who, want := range map[*models.Person]int{&h.Viewer: 1, &h.Admin: 2} {
			rows, _, err := s.Items(ctx, storetest.As(*who), store.ItemFilter{Failing: true}, store.Page{})
			storetest.Must(t, err)
			if len(rows) != want {
				t.Errorf("%s finds %d, want %d", who.Name, len(rows), want)
			}
			for _, a := range rows {
				if a.Link.LastError != "Jira has no project OPS" {
					t.Errorf("%s says %q", a.Ref(), a.Link.LastError)
				}
			}
		}
	})
}

// Rows that are moved or hidden while somebody pages neither repeat nor hide others.
func TestRowsThatMoveOrVanishHideNoOthers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx := t.Context()
		r := h.AddReview(t, monday, 1)
		var ids []int64
		for n := range 12 {
			ids = append(ids, h.Commit(t, monday, r.ID, date(t, "2026-04-01").AddDays(n/3)).ID)
		}
		filter := store.ItemFilter{States: []models.ItemState{models.Committed}}
		first, next, err := s.Items(ctx, models.System, filter, store.Page{Limit: 4, Sort: "due_on"})
		storetest.Must(t, err)
		must[models.ActionItem](t)(s.CompleteItem(ctx, models.System, monday, ids[3], 0)) // the one that the cursor stands on
		must[models.ActionItem](t)(s.CompleteItem(ctx, models.System, monday, ids[5], 0))
		rest, end, err := s.Items(ctx, models.System, filter, store.Page{Limit: 50, Sort: "due_on", Cursor: next})
		storetest.Must(t, err)
		var got []int64
		for _, a := range append(first, rest...) {
			got = append(got, a.ID)
		}
		want := slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return id == ids[5] })
		if !slices.Equal(got, want) || end != "" {
			t.Errorf("visited %v, want %v", got, want)
		}
	})
}

func TestBadCursorsLimitsAndOrdersAreRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx := t.Context()
		r := h.AddReview(t, monday, 1)
		for range 3 {
			h.Propose(t, monday, r.ID)
		}
		_, byDue, err := s.Items(ctx, models.System, store.ItemFilter{}, store.Page{Limit: 1, Sort: "due_on"})
		storetest.Must(t, err)
		_, byID, err := s.Items(ctx, models.System, store.ItemFilter{}, store.Page{Limit: 1})
		storetest.Must(t, err)
		encode := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
		for name, p := range map[string]store.Page{
			"not base64":                  {Cursor: "%%%"},
			"not JSON":                    {Cursor: encode("x")},
			"another order's":             {Cursor: byDue},
			"another order's, reversed":   {Cursor: byDue, Sort: "-due_on"},
			"no key where one is needed":  {Cursor: encode(`{"s":"due_on","i":1}`), Sort: "due_on"},
			"a key that is no date":       {Cursor: encode(`{"s":"due_on","k":["'; DROP TABLE people"],"i":1}`), Sort: "due_on"},
			"a key that is a number":      {Cursor: encode(`{"s":"due_on","k":[7],"i":1}`), Sort: "due_on"},
			"a key too few":               {Cursor: encode(`{"s":"urgency","k":[true],"i":1}`), Sort: "urgency"},
			"a key that is no yes or no":  {Cursor: encode(`{"s":"urgency","k":["true","2026-01-01"],"i":1}`), Sort: "urgency"},
			"a key where none belongs":    {Cursor: encode(`{"s":"-id","k":["2026-01-01"],"i":1}`)},
			"an id that is too large":     {Cursor: encode(`{"s":"-id","i":99999999999999999999}`)},
			"a limit below one":           {Limit: -1},
			"a limit above the most":      {Limit: store.MaxLimit + 1},
			"an order that is not there":  {Sort: "title"},
			"an order that is SQL":        {Sort: "id; DROP TABLE people"},
			"a minus too many":            {Sort: "--id"},
			"the other list's first page": {Cursor: byID, Sort: "id"},
		} {
			_, _, err := s.Items(ctx, models.System, store.ItemFilter{}, p)
			if kind(err) != models.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		page, _, err := s.Items(ctx, models.System, store.ItemFilter{}, store.Page{Limit: store.MaxLimit})
		storetest.Must(t, err)
		if len(page) != 3 {
			t.Errorf("%d rows", len(page))
		}
		empty, next, err := s.Items(ctx, models.System, store.ItemFilter{Q: "nothing like it"}, store.Page{})
		if err != nil || next != "" || len(empty) != 0 || empty == nil {
			t.Errorf("an empty list is %v, %q, %v", empty, next, err)
		}
	})
}

// The characters that have a meaning in LIKE are searched as themselves.
func TestSearchTakesTextAsItIs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		r := h.AddReview(t, monday, 1)
		for _, title := range []string{`100% of a_b\c`, "1000 of aXbYc"} {
			h.Propose(t, monday, r.ID, func(a *models.ActionItem) { a.Title = title })
		}
		for q, want := range map[string]int{"100%": 1, "A_B": 1, `b\c`: 1, "of a": 2, "'": 0, "a 1000": 1, " ": 2} {
			list, _, err := s.Items(t.Context(), models.System, store.ItemFilter{Q: q}, store.Page{})
			storetest.Must(t, err)
			if len(list) != want {
				t.Errorf("%q finds %d, want %d", q, len(list), want)
			}
		}
	})
}

// An item without a team counts for its incident's: in the list, in the report and for who leads the team.
func TestAnItemWithoutATeamIsItsIncidentsTeams(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, ctx := storetest.NewHouse(t, s), t.Context()
		other := must[models.Team](t)(s.AddTeam(ctx, models.System, monday, models.Team{Name: "Search", TimeZone: "UTC", LeadID: &h.Manager.ID}))
		r := h.AddReview(t, monday, 1)
		none := h.Commit(t, monday, r.ID, date(t, "2026-04-01"), func(a *models.ActionItem) { a.TeamID = nil })
		h.Commit(t, monday, r.ID, date(t, "2026-04-02"), func(a *models.ActionItem) { a.TeamID = &other.ID })
		exec(t, storetest.Raw(t, s), s, "UPDATE action_items SET owner_id = NULL WHERE id = ?", none.ID) // as imported
		if none.TeamID != nil || none.EffectiveTeamID == nil || *none.EffectiveTeamID != h.Team.ID {
			t.Errorf("it is of the team %v, which counts as %v", none.TeamID, none.EffectiveTeamID)
		}
		for team, lead := range map[int64]models.Person{h.Team.ID: h.Lead, other.ID: h.Manager} {
			items, _, err := s.Items(ctx, storetest.As(h.Viewer), store.ItemFilter{TeamID: team}, store.Page{})
			storetest.Must(t, err)
			report := must[store.Report[models.Completion]](t)(s.Completion(ctx, storetest.As(h.Viewer), monday, models.ByTeam, store.ReportFilter{TeamID: team}))
			if len(items) != 1 || *items[0].EffectiveTeamID != team || report.Total.Opened != 1 || report.Groups[0].Key != sprint(team) {
				t.Errorf("team %d has %d items, the report counts %+v", team, len(items), report.Groups)
			}
			home, want := must[store.Home](t)(s.Home(ctx, storetest.As(lead), monday)), map[int64]int{h.Team.ID: 1}[team]
			if len(home.Unowned) != want {
				t.Errorf("who leads team %d is asked to name %d owners, want %d", team, len(home.Unowned), want)
			}
		}
		exec(t, storetest.Raw(t, s), s, "UPDATE action_items SET rejection_proposed = 'it won''t be done' WHERE id = ?", none.ID)
		if home := must[store.Home](t)(s.Home(ctx, storetest.As(h.Lead), monday)); len(home.Unowned) != 0 {
			t.Errorf("an owner is asked for of what is about to be rejected: %+v", home.Unowned)
		}
	})
}

func TestAProposalOfItsIncidentsTeamIsCommittedToThatTeam(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, ctx := storetest.NewHouse(t, s), t.Context()
		by, in := storetest.As(h.Facilitator), models.Commitment{Scope: models.Scope{OverrideReason: "the test says so"}}
		nobodys := func(a *models.ActionItem) { a.OwnerID = nil }
		r := h.AddReview(t, monday, 1)
		a := must[models.ActionItem](t)(s.CommitItem(ctx, by, monday, h.Propose(t, monday, r.ID, nobodys).ID, 0, in))
		if a.TeamID == nil || *a.TeamID != h.Team.ID || a.State != models.Committed {
			t.Errorf("committed as %+v", a)
		}
		if a = h.Commit(t, monday, r.ID, models.Date{}); a.TeamID != nil {
			t.Errorf("what has an owner is given the team %d", *a.TeamID)
		}
		i := must[models.Incident](t)(s.Incident(ctx, models.System, r.IncidentID))
		i.TeamID = nil
		must[models.Incident](t)(s.SaveIncident(ctx, models.System, monday, i))
		_, err := s.CommitItem(ctx, by, monday, h.Propose(t, monday, r.ID, nobodys).ID, 0, in)
		refused(t, err, models.Conflict)
	})
}

func TestHomeTellsManagersAndLeadsWhatIsOverdueWithOthers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, ctx := storetest.NewHouse(t, s), t.Context()
		r := h.AddReview(t, monday, 1)
		a := h.Commit(t, monday, r.ID, date(t, "2026-04-01"))
		h.Commit(t, monday, r.ID, date(t, "2026-06-01"))
		own := h.Commit(t, monday, r.ID, date(t, "2026-04-01"), func(a *models.ActionItem) { a.OwnerID = &h.Lead.ID })
		for _, x := range []struct {
			who  models.Person
			on   string
			want []int64
		}{{h.Manager, "2026-04-02", []int64{a.ID, own.ID}}, {h.Lead, "2026-04-02", []int64{a.ID}}, {h.Lead, "2026-04-01", nil},
			{h.Member, "2026-04-02", nil}, {h.Outsider, "2026-04-02", nil}} {
			home := must[store.Home](t)(s.Home(ctx, storetest.As(x.who), date(t, x.on).At(12, 0, time.UTC)))
			var got []int64
			for _, late := range home.Late {
				got = append(got, late.ID)
			}
			if !slices.Equal(got, x.want) {
				t.Errorf("on %s %s is told of %v, want %v", x.on, x.who.Name, got, x.want)
			}
		}
	})
}

func TestHomeAsksTheLeadForAnOwnerOfAReview(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, ctx := storetest.NewHouse(t, s), t.Context()
		h.AddReview(t, monday, 1)
		r := h.AddReview(t, monday, 1)
		exec(t, storetest.Raw(t, s), s, "UPDATE reviews SET owner_id = NULL WHERE id = ?", r.ID)
		for who, want := range map[*models.Person]int{&h.Lead: 1, &h.Outsider: 0} {
			if home := must[store.Home](t)(s.Home(ctx, storetest.As(*who), monday)); len(home.Ownerless) != want {
				t.Errorf("%s is told of %+v", who.Name, home.Ownerless)
			}
		}
		a := h.Commit(t, monday, r.ID, date(t, "2026-04-01"), func(a *models.ActionItem) { a.TeamID, a.OwnerID = &h.Team.ID, nil })
		for _, x := range []struct {
			change       string
			lead, admins int
		}{{"UPDATE people SET active = active WHERE id = ?", 1, 0}, {"UPDATE people SET active = false WHERE id = ?", 1, 1}, {"UPDATE teams SET lead_id = NULL WHERE lead_id = ?", 0, 1}} {
			exec(t, storetest.Raw(t, s), s, x.change, h.Lead.ID)
			for who, want := range map[*models.Person]int{&h.Lead: x.lead, &h.Admin: x.admins, &h.Outsider: 0} {
				home := must[store.Home](t)(s.Home(ctx, storetest.As(*who), monday))
				if len(home.Ownerless) != want || len(home.Unowned) != want || want == 1 && home.Unowned[0].ID != a.ID {
					t.Errorf("%s: %s is told of the reviews %+v and the items %+v", x.change, who.Name, home.Ownerless, home.Unowned)
				}
			}
		}
	})
}

// What people call a thing by finds it, wherever it is looked for: its own name, its review's, its item's, its issue's.
func TestSearchFindsWhatANameIsOf(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, ctx := storetest.NewHouse(t, s), t.Context()
		h.AddReview(t, monday, 1)
		i := h.AddIncident(t, monday, 1, func(i *models.Incident) { i.ExternalID = "Q7KX2" })
		r := h.ReviewOf(t, i.ID)
		h.Commit(t, monday, r.ID, date(t, "2026-04-01"))
		a := h.Commit(t, monday, r.ID, date(t, "2026-04-01"), func(a *models.ActionItem) { a.Title = "Limit the AI-1 queue" })
		exec(t, storetest.Raw(t, s), s, "UPDATE links SET key = 'OPS-37' WHERE item_id = ?", a.ID)
		by := storetest.As(h.Outsider)
		find := func(q string) [3]int {
			items, _, err := s.Items(ctx, by, store.ItemFilter{Q: q}, store.Page{})
			storetest.Must(t, err)
			reviews, _, err := s.Reviews(ctx, by, store.ReviewFilter{Q: q}, store.Page{})
			storetest.Must(t, err)
			incidents, _, err := s.Incidents(ctx, by, store.IncidentFilter{Q: q}, store.Page{})
			storetest.Must(t, err)
			return [3]int{len(items), len(reviews), len(incidents)}
		}
		for q, want := range map[string][3]int{"AI-1": {2, 1, 0}, " ai-2 ": {1, 1, 0}, "PM-2": {2, 1, 1}, "ops-37": {1, 1, 0}, "OPS-3": {}, "PM-99": {},
			"AI-999999999999999999999": {}, "q7kx": {0, 0, 1}, "slow checkout": {0, 2, 2}, "queue limit": {1, 0, 0}, "PM-": {}} {
			if got := find(q); got != want {
				t.Errorf("%q finds %v items, reviews and incidents, want %v", q, got, want)
			}
		}
		closed := true
		must[models.Review](t)(s.EditReview(ctx, models.System, monday, r.ID, 0, store.ReviewEdit{Restricted: &closed}))
		for _, q := range []string{"AI-2", "PM-2", "OPS-37", "Q7KX2"} {
			if got := find(q); got != [3]int{} {
				t.Errorf("%q finds %v of what is closed", q, got)
			}
		}
	})
}
