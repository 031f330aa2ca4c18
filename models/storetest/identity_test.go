package storetest_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

const issuer = "https://login.example.com"

// Who is added by signing in.
var (
	nobody  models.Newcomers
	viewers = models.Newcomers{Role: models.Viewer, Domains: []string{"example.org", "example.com"}}
)

func TestAnAccountOfTheCompanyIsOnePersonsForEver(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, admin := t.Context(), storetest.As(h.Admin)
		claims := func(subject, email string) models.Claims {
			return models.Claims{Issuer: issuer, Subject: subject, Email: email, Verified: true, Name: "Whoever", Zone: "Europe/Oslo"}
		}
		enters := func(c models.Claims, newcomers models.Newcomers, want models.Person) {
			t.Helper()
			if p, err := s.SignInAs(ctx, monday, c, newcomers); err != nil || p.ID != want.ID {
				t.Errorf("%+v is %s, %v; want %s", c, p.Name, err, want.Name)
			}
		}
		stays := func(c models.Claims, newcomers models.Newcomers, why string) {
			t.Helper()
			if _, err := s.SignInAs(ctx, monday, c, newcomers); models.KindOf(err) != models.Unauthorized || !strings.Contains(err.Error(), why) {
				t.Errorf("%+v: %v; want %q", c, err, why)
			}
		}
		email := h.Member.Email
		unverified := claims("one", email)
		unverified.Verified = false
		stays(unverified, nobody, "does not vouch")
		stays(claims("one", ""), viewers, "did not tell your address")
		stays(claims("one", "nobody@elsewhere.example.com"), viewers, "nobody here has the address nobody@elsewhere.example.com")
		stays(claims("one", "nobody@example.com"), nobody, "nobody here has the address nobody@example.com")
		enters(claims("one", " "+strings.ToUpper(email)), nobody, h.Member)
		if e := events(t, s, models.SubjectPerson, h.Member.ID); e[len(e)-1].Verb != "signed in" || *e[len(e)-1].ActorID != h.Member.ID || e[len(e)-2].Verb != "joined to an account" {
			t.Errorf("it is told as %+v", e)
		}
		if yes, err := s.AdministratorSignedIn(ctx); yes || err != nil {
			t.Errorf("a member who comes from the company ends the administrator's first link: %v", err)
		}
		unverified.Email = "new.name@example.com" // the account is known: the address is of no account any more
		enters(unverified, nobody, h.Member)
		stays(claims("two", email), viewers, "another account there that had your address")
		another := claims("one", email)
		another.Issuer = "https://another.example.com"
		enters(another, nobody, h.Member)

		enters(claims("admin", h.Admin.Email), nobody, h.Admin)
		if yes, err := s.AdministratorSignedIn(ctx); !yes || err != nil {
			t.Errorf("the administrator who comes from the company has not signed in: %v", err)
		}

		list := must[[]models.Identity](t)(s.Identities(ctx, storetest.As(h.Member), h.Member.ID))
		if len(list) != 2 || list[0].Email != "new.name@example.com" || list[0].UsedAt != monday {
			t.Errorf("the accounts are %+v", list)
		}
		_, err := s.Identities(ctx, storetest.As(h.Viewer), h.Member.ID)
		refused(t, err, models.Forbidden)
		_, err = s.RemoveIdentity(ctx, storetest.As(h.Facilitator), monday, list[0].ID)
		refused(t, err, models.Forbidden)
		must[models.Identity](t)(s.RemoveIdentity(ctx, admin, monday, list[0].ID))
		_, err = s.RemoveIdentity(ctx, admin, monday, list[0].ID)
		refused(t, err, models.NotFound)
		enters(claims("two", email), nobody, h.Member)

		edit(t, h, h.Member, func(p *models.Person) { p.Active = false })
		stays(claims("two", email), nobody, "may not sign in to Debrief any more")
		stays(claims("three", email), viewers, "may not sign in to Debrief any more")
		edit(t, h, h.Viewer, func(p *models.Person) { p.Active = false })
		stays(claims("four", h.Viewer.Email), viewers, "may not sign in to Debrief any more")
	})
}

func TestWhoComesFromTwoBrowsersAtOnceIsJoinedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				c := models.Claims{Issuer: issuer, Subject: "one", Email: h.Member.Email, Verified: true}
				if p, err := s.SignInAs(t.Context(), monday, c, nobody); err != nil || p.ID != h.Member.ID {
					t.Errorf("%s, %v", p.Name, err)
				}
			})
		}
		wg.Wait()
		if list := must[[]models.Identity](t)(s.Identities(t.Context(), models.System, h.Member.ID)); len(list) != 1 {
			t.Errorf("the accounts are %+v", list)
		}
	})
}

func TestANewcomerWhoComesFromTwoBrowsersAtOnceIsAddedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				c := models.Claims{Issuer: issuer, Subject: "one", Email: "nina@example.com", Verified: true, Name: "Nina Nord"}
				if p, err := s.SignInAs(t.Context(), monday, c, viewers); err != nil || p.Email != "nina@example.com" {
					t.Errorf("%s, %v", p.Name, err)
				}
			})
		}
		wg.Wait()
	})
}

func TestAnAddressThatBecomesAnotherInSmallLettersAddsNobody(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		const kelvin = "\u212Aim@example.com" // in small letters it is kim@example.com
		c := models.Claims{Issuer: issuer, Subject: "one", Email: kelvin, Verified: true, Name: "Kim Koch"}
		_, err := s.SignInAs(t.Context(), monday, c, viewers)
		refused(t, err, models.Unauthorized)
		_, err = s.PersonByEmail(t.Context(), "kim@example.com")
		refused(t, err, models.NotFound)
	})
}

func TestANewcomerIsAddedOnceAndTakesNobodysName(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx := t.Context()
		for n, c := range []struct{ name, zone, email, isCalled, lives string }{
			{"Nina  Nord", "Europe/Oslo", "nina@example.com", "Nina Nord", "Europe/Oslo"},
			{strings.ToUpper(h.Member.Name), "", "taken@example.com", "taken@example.com", "UTC"},
			{"", "Local", "none@example.com", "none@example.com", "UTC"},
			{"A\x00B", "Nowhere/Town", "odd@example.com", "odd@example.com", "UTC"},
		} {
			claims := models.Claims{Issuer: issuer, Subject: c.email, Email: c.email, Verified: true, Name: c.name, Zone: c.zone}
			first := must[models.Person](t)(s.SignInAs(ctx, monday, claims, viewers))
			again := must[models.Person](t)(s.SignInAs(ctx, monday.Add(time.Hour), claims, viewers))
			if first.Name != c.isCalled || first.TimeZone != c.lives || first.Role != models.Viewer || again.ID != first.ID {
				t.Errorf("%d: %+v, then %+v", n, first, again)
			}
		}
		_, err := s.SignInAs(ctx, monday, models.Claims{Issuer: issuer, Subject: "x", Email: "no address@example.com", Verified: true}, viewers)
		refused(t, err, models.Invalid)
	})
}
