package storetest_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

func TestASignInLinkOpensOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, db := storetest.NewHouse(t, s), storetest.Raw(t, s)
		ctx := t.Context()
		if yes, err := s.AdministratorSignedIn(ctx); yes || err != nil {
			t.Errorf("somebody signed in before anybody did: %v", err)
		}
		secret := must[string](t)(s.MakeSignIn(ctx, storetest.As(h.Admin), monday, h.Member.ID))
		_, err := s.MakeSignIn(ctx, storetest.As(h.Facilitator), monday, h.Admin.ID)
		refused(t, err, models.Forbidden)
		var opened atomic.Int32
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				p, err := s.UseSignIn(ctx, monday.Add(models.SignInLifetime-time.Second), secret)
				switch {
				case err == nil && p.ID == h.Member.ID:
					opened.Add(1)
				case models.KindOf(err) != models.Unauthorized:
					t.Errorf("used: %v", err)
				}
			})
		}
		wg.Wait()
		if opened.Load() != 1 {
			t.Errorf("opened %d times, want once", opened.Load())
		}
		if yes, err := s.AdministratorSignedIn(ctx); yes || err != nil {
			t.Errorf("a member who signed in is taken for an administrator: %v", err)
		}
		must[models.Person](t)(s.UseSignIn(ctx, monday, must[string](t)(s.MakeSignIn(ctx, models.System, monday, h.Admin.ID))))
		if yes, err := s.AdministratorSignedIn(ctx); !yes || err != nil {
			t.Errorf("no administrator signed in: %v", err)
		}
		last := events(t, s, models.SubjectPerson, h.Member.ID)
		if e := last[len(last)-1]; e.Verb != "signed in" || *e.ActorID != h.Member.ID {
			t.Errorf("the event is %+v", e)
		}
		old := must[string](t)(s.MakeSignIn(ctx, storetest.As(h.Admin), monday, h.Member.ID))
		left := must[string](t)(s.MakeSignIn(ctx, storetest.As(h.Admin), monday, h.Viewer.ID))
		edit(t, h, h.Viewer, func(p *models.Person) { p.Active = false })
		for name, c := range map[string]struct {
			secret string
			now    time.Time
		}{
			"too old":           {old, monday.Add(models.SignInLifetime)},
			"unknown":           {"debrief_nothing", monday},
			"empty":             {"", monday},
			"of who has left":   {left, monday},
			"the hash, no more": {models.HashSecret(old), monday},
		} {
			if _, err := s.UseSignIn(ctx, c.now, c.secret); models.KindOf(err) != models.Unauthorized {
				t.Errorf("a link that is %s: %v", name, err)
			}
		}
		if n := value[int](t, db, s, "SELECT count(*) FROM sign_ins WHERE hash = ?", secret); n != 0 {
			t.Error("the secret is stored as it is")
		}
	})
}

func TestAskingForALinkSaysNothingAndIsBounded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, db := storetest.NewHouse(t, s), storetest.Raw(t, s)
		ctx := t.Context()
		edit(t, h, h.Viewer, func(p *models.Person) { p.Active = false })
		storetest.Must(t, s.AskSignIn(ctx, monday, "nobody@example.com"))
		storetest.Must(t, s.AskSignIn(ctx, monday, h.Viewer.Email))
		var wg sync.WaitGroup
		for range 12 {
			wg.Go(func() {
				if err := s.AskSignIn(ctx, monday, " "+h.Member.Email); err != nil {
					t.Errorf("asked: %v", err)
				}
			})
		}
		wg.Wait()
		if n := value[int](t, db, s, "SELECT count(*) FROM sign_ins"); n != 5 {
			t.Errorf("%d links in an hour, want 5", n)
		}
		storetest.Must(t, s.AskSignIn(ctx, monday.Add(time.Hour+time.Second), h.Member.Email))
		if n := value[int](t, db, s, "SELECT count(*) FROM sign_ins"); n != 6 {
			t.Errorf("%d links, want 6", n)
		}
		// The secret is made when the mail is sent, by who holds the row.
		task := h.Claim(t, store.SignInQueue, monday)
		p, secret, ok, err := s.ArmSignIn(ctx, monday, task)
		if err != nil || !ok || p.ID != h.Member.ID {
			t.Fatalf("armed for %+v: %v", p, err)
		}
		again := h.Claim(t, store.SignInQueue, monday) // another link, of the same person
		if again.ID == task.ID {
			t.Fatal("claimed twice")
		}
		lost := task
		lost.Lease = "lost"
		_, _, _, err = s.ArmSignIn(ctx, monday, lost)
		refused(t, err, models.Stale)
		storetest.Must(t, s.Finish(ctx, store.SignInQueue, task, nil))
		if p := must[models.Person](t)(s.UseSignIn(ctx, monday.Add(time.Minute), secret)); p.ID != h.Member.ID {
			t.Errorf("opened for %s", p.Name)
		}
	})
}

func TestATokenThatEndsMakesNoneThatLastsLonger(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, ctx := storetest.NewHouse(t, s), t.Context()
		ends := monday.Add(24 * time.Hour)
		sooner, later := monday.Add(time.Hour), monday.Add(48*time.Hour)
		_, secret, err := s.AddToken(ctx, storetest.As(h.Member), monday, models.Token{PersonID: h.Member.ID, Name: "one run", ExpiresAt: &ends})
		if err != nil {
			t.Fatal(err)
		}
		by, _, err := s.Authenticate(ctx, monday, secret)
		if err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct{ asked, got *time.Time }{"for ever": {nil, &ends}, "later": {&later, &ends}, "sooner": {&sooner, &sooner}} {
			made, _, err := s.AddToken(ctx, by, monday, models.Token{PersonID: h.Member.ID, Name: name, ExpiresAt: c.asked})
			if err != nil || made.ExpiresAt == nil || !made.ExpiresAt.Equal(*c.got) {
				t.Errorf("%s: it ends at %v, %v; want %v", name, made.ExpiresAt, err, c.got)
			}
		}
		for name, person := range map[string]models.Person{"without a token": h.Member, "of an administrator": h.Admin} {
			if made, _, err := s.AddToken(ctx, storetest.As(person), monday, models.Token{PersonID: h.Member.ID, Name: name}); err != nil || made.ExpiresAt != nil {
				t.Errorf("%s: it ends at %v, %v", name, made.ExpiresAt, err)
			}
		}
	})
}

func TestATokenGivesTheLesserRole(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, now := t.Context(), monday
		add := func(p models.Person, role models.Role, expires *time.Time) (models.Token, string) {
			t.Helper()
			token, secret, err := s.AddToken(ctx, storetest.As(p), now, models.Token{PersonID: p.ID, Name: "ci", Role: role, ExpiresAt: expires})
			storetest.Must(t, err)
			return token, secret
		}
		_, read := add(h.Admin, models.Viewer, nil)
		own, all := add(h.Member, "", nil)
		more, greedy := add(h.Member, models.Administrator, nil)
		if own.Role != models.Member || more.Role != models.Member {
			t.Errorf("a member's tokens are of %s and %s", own.Role, more.Role)
		}
		_, err := s.PersonByEmail(ctx, "")
		refused(t, err, models.NotFound)
		for secret, role := range map[string]models.Role{read: models.Viewer, all: models.Member, greedy: models.Member} {
			by, _, err := s.Authenticate(ctx, now, secret)
			if err != nil || by.Role != role || by.System {
				t.Errorf("acts as %+v, want %s: %v", by, role, err)
			}
		}
		edit(t, h, h.Member, func(p *models.Person) { p.Role = models.Viewer })
		if by, _, err := s.Authenticate(ctx, now, all); err != nil || by.Role != models.Viewer {
			t.Errorf("who is a viewer by now acts as %+v: %v", by, err)
		}
		_, short := add(h.Admin, "", ptr(now.Add(time.Hour)))
		revoked, gone := add(h.Admin, "", nil)
		_, err = s.RevokeToken(ctx, storetest.As(h.Facilitator), now, revoked.ID)
		refused(t, err, models.NotFound)
		first := must[models.Token](t)(s.RevokeToken(ctx, storetest.As(h.Admin), now, revoked.ID))
		second := must[models.Token](t)(s.RevokeToken(ctx, storetest.As(h.Admin), now.Add(time.Hour), revoked.ID))
		same(t, second, first)
		_, left := add(h.Lead, "", nil)
		edit(t, h, h.Lead, func(p *models.Person) { p.Active = false })
		for name, c := range map[string]struct {
			secret string
			now    time.Time
		}{"expired": {short, now.Add(time.Hour)}, "revoked": {gone, now}, "of who has left": {left, now}, "unknown": {"debrief_x", now}, "empty": {"", now}} {
			if by, _, err := s.Authenticate(ctx, c.now, c.secret); models.KindOf(err) != models.Unauthorized || by != (models.Actor{}) {
				t.Errorf("a token that is %s acts as %+v: %v", name, by, err)
			}
		}
		_, _, err = s.AddToken(ctx, models.System, now, models.Token{PersonID: h.Lead.ID, Name: "x"})
		refused(t, err, models.Conflict) // it would open nothing
		// Others' tokens are for administrators.
		_, _, err = s.AddToken(ctx, storetest.As(h.Facilitator), now, models.Token{PersonID: h.Admin.ID, Name: "x"})
		refused(t, err, models.Forbidden)
		_, _, err = s.Tokens(ctx, storetest.As(h.Facilitator), h.Admin.ID, store.Page{})
		refused(t, err, models.Forbidden)
	})
}

func TestTheLastUseIsKeptToTheHour(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx := t.Context()
		_, secret, err := s.AddToken(ctx, storetest.As(h.Member), monday, models.Token{PersonID: h.Member.ID, Name: "ci"})
		storetest.Must(t, err)
		for _, c := range []struct{ used, kept time.Duration }{{0, 0}, {time.Minute, 0}, {59 * time.Minute, 0}, {61 * time.Minute, 61 * time.Minute}, {2 * time.Hour, 61 * time.Minute}} {
			_, _, err := s.Authenticate(ctx, monday.Add(c.used), secret)
			storetest.Must(t, err)
			list, _, err := s.Tokens(ctx, storetest.As(h.Member), h.Member.ID, store.Page{})
			storetest.Must(t, err)
			if want := monday.Add(c.kept); list[0].LastUsedAt == nil || !list[0].LastUsedAt.Equal(want) {
				t.Errorf("used after %v, last used is %v, want %v", c.used, list[0].LastUsedAt, want)
			}
		}
	})
}

func TestSessionsEnd(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		now := monday
		x := store.Sessions{Store: s, Clock: func() time.Time { return now }}
		find := func(token string, want string, there bool) {
			t.Helper()
			data, found, err := x.Find(token)
			if err != nil || found != there || string(data) != want {
				t.Errorf("%s holds %q (%v), %v; want %q", token, data, found, err, want)
			}
		}
		find("a", "", false)
		storetest.Must(t, x.Commit("a", []byte{0, 255, 'x'}, now.Add(time.Hour)))
		storetest.Must(t, x.Commit("b", []byte("b"), now.Add(2*time.Hour)))
		find("a", "\x00\xffx", true)
		storetest.Must(t, x.Commit("a", []byte("again"), now.Add(time.Hour)))
		find("a", "again", true)
		storetest.Must(t, x.Delete("b"))
		find("b", "", false)
		now = now.Add(time.Hour)
		find("a", "", false)
		if n := must[int64](t)(s.Sweep(t.Context(), now)); n != 1 {
			t.Errorf("%d rows went, want one", n)
		}
	})
}

func TestSweepTakesWhatIsTooOldOnly(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, db := storetest.NewHouse(t, s), storetest.Raw(t, s)
		ctx := t.Context()
		x := store.Sessions{Store: s, Clock: func() time.Time { return monday }}
		storetest.Must(t, x.Commit("old", nil2(), monday))
		storetest.Must(t, x.Commit("new", nil2(), monday.Add(time.Second)))
		for _, ago := range []time.Duration{48 * time.Hour, 48*time.Hour - time.Second, 31 * 24 * time.Hour} {
			by := storetest.As(h.Member)
			must[models.Incident](t)(s.AddIncident(store.WithRequest(ctx, store.Request{Key: ago.String(), Hash: "h"}), by, monday.Add(-ago),
				models.Incident{Title: "x", Severity: 5, StartedAt: monday.Add(-ago)}, 0))
			storetest.Must(t, s.AskSignIn(ctx, monday.Add(-ago), h.Member.Email))
		}
		if n := must[int64](t)(s.Sweep(ctx, monday)); n != 4 {
			t.Errorf("%d rows went, want 4", n)
		}
		for table, want := range map[string]int{"sessions": 1, "idempotency_keys": 1, "sign_ins": 2, "incidents": 3} {
			if n := value[int](t, db, s, "SELECT count(*) FROM "+table); n != want {
				t.Errorf("%d %s are left, want %d", n, table, want)
			}
		}
		if n := must[int64](t)(s.Sweep(ctx, monday)); n != 0 {
			t.Errorf("%d rows went the second time", n)
		}
	})
}

func nil2() []byte { return []byte{} }

func TestSeedingAndEnsuringTwiceChangesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, db := t.Context(), storetest.Raw(t, s)
		p := must[models.Policy](t)(s.Policy(ctx, 1))
		p.ItemDays = 20
		must[models.Policy](t)(s.SavePolicy(ctx, models.System, monday, p))
		storetest.Must(t, s.Seed(ctx, monday.Add(time.Hour)))
		if again := must[models.Policy](t)(s.Policy(ctx, 1)); again.ItemDays != 20 {
			t.Error("seeding again has undone an edit")
		}
		if list := must[[]models.Policy](t)(s.Policies(ctx)); len(list) != 5 {
			t.Errorf("%d policies", len(list))
		}
		template := must[models.Template](t)(s.Template(ctx, 0))
		if template.Number != 1 || len(template.Questions) != len(models.DefaultQuestions()) {
			t.Errorf("the checklist is %+v", template)
		}
		second := must[models.Template](t)(s.AddTemplate(ctx, models.System, monday, -1, models.Template{Questions: template.Questions[:3]}))
		if again := must[models.Template](t)(s.Template(ctx, template.ID)); len(again.Questions) != len(template.Questions) || second.Number != 2 {
			t.Error("a new version has changed the old one")
		}
		var wg sync.WaitGroup
		var made atomic.Int32
		for range 4 {
			wg.Go(func() {
				if err := s.EnsureChore(ctx, monday, "sweep"); err != nil {
					t.Errorf("the chore: %v", err)
				}
				_, fresh, err := s.EnsureAdministrator(ctx, monday, "root@example.com")
				if err != nil {
					t.Errorf("the administrator: %v", err)
				}
				if fresh {
					made.Add(1)
				}
			})
		}
		wg.Wait()
		for table, want := range map[string]int{"chores": 1, "people": 1} {
			if n := value[int](t, db, s, "SELECT count(*) FROM "+table); n != want {
				t.Errorf("%d %s, want %d", n, table, want)
			}
		}
		if made.Load() != 1 {
			t.Errorf("made %d times", made.Load())
		}
	})
}

func TestAViewerIsPutInChargeOfNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, by, viewer := t.Context(), storetest.As(h.Member), &h.Viewer.ID
		small := h.AddIncident(t, monday, 4)
		r := h.AddReview(t, monday, 1)
		a := h.Commit(t, monday, r.ID, date(t, "2026-03-12"))
		for field, verb := range map[string]func() error{
			"review_owner_id": func() error {
				_, err := s.AddIncident(ctx, by, monday, models.Incident{Title: "Slow search", Severity: 1, StartedAt: monday}, *viewer)
				return err
			},
			"owner_id": func() error {
				_, err := s.OpenReview(ctx, by, monday, models.Review{IncidentID: small.ID, OwnerID: viewer})
				return err
			},
			"facilitator_id": func() error {
				_, err := s.EditReview(ctx, by, monday, r.ID, 0, store.ReviewEdit{FacilitatorID: viewer})
				return err
			},
			"owner_id of an item": func() error {
				_, err := s.EditItem(ctx, by, monday, a.ID, 0, store.ItemEdit{OwnerID: viewer})
				return err
			},
			"owner_id of a proposal": func() error {
				_, err := s.ProposeItem(ctx, by, monday, models.ActionItem{ReviewID: r.ID, Title: "Add an alert", OwnerID: viewer})
				return err
			},
		} {
			field, _, _ := strings.Cut(field, " ")
			if err := verb(); models.KindOf(err) != models.Invalid || !strings.Contains(err.Error(), field+" is a viewer") {
				t.Errorf("%s: %v", field, err)
			}
		}
		owner := h.AddPerson(t, "Olga Owner", models.Member)
		must[models.ActionItem](t)(s.EditItem(ctx, by, monday, a.ID, 0, store.ItemEdit{OwnerID: &owner.ID}))
		edit(t, h, owner, func(p *models.Person) { p.Role = models.Viewer })
		if _, err := s.EditItem(ctx, by, monday, a.ID, 0, store.ItemEdit{DoneWhen: ptr("It rings"), OwnerID: &owner.ID}); err != nil {
			t.Errorf("who is in charge already keeps others from editing: %v", err)
		}
	})
}
