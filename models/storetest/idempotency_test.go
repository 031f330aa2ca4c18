package storetest_test

import (
	"context"
	"encoding/json"
	"sync"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

func asJSON(t testing.TB, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	storetest.Must(t, err)
	return string(text)
}

func TestTheSameRequestAgainGivesTheSameResult(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, db := storetest.NewHouse(t, s), storetest.Raw(t, s)
		ctx := store.WithRequest(t.Context(), store.Request{Key: "k1", Hash: "a"})
		by := storetest.As(h.Member)
		add := func(ctx context.Context, by models.Actor, now time.Time) (models.Incident, error) {
			return s.AddIncident(ctx, by, now, models.Incident{Title: "x", Severity: 1, StartedAt: monday, ServiceIDs: []int64{h.Service.ID}}, h.Member.ID)
		}
		first := must[models.Incident](t)(add(ctx, by, monday))
		again := must[models.Incident](t)(add(ctx, by, monday.Add(time.Hour)))
		if asJSON(t, first) != asJSON(t, again) {
			t.Errorf("first\n%s\nagain\n%s", asJSON(t, first), asJSON(t, again))
		}
		if n := value[int](t, db, s, "SELECT count(*) FROM incidents"); n != 1 {
			t.Errorf("%d incidents, want one", n)
		}
		_, err := add(store.WithRequest(t.Context(), store.Request{Key: "k1", Hash: "b"}), by, monday)
		refused(t, err, models.Conflict)
		// Another person's key is another key, and so is another key of the same person.
		must[models.Incident](t)(add(ctx, storetest.As(h.Facilitator), monday))
		must[models.Incident](t)(add(store.WithRequest(t.Context(), store.Request{Key: "k2", Hash: "a"}), by, monday))
		if n := value[int](t, db, s, "SELECT count(*) FROM incidents"); n != 3 {
			t.Errorf("%d incidents, want three", n)
		}
		// What was refused is not remembered: it may be put right and sent again.
		broken := store.WithRequest(t.Context(), store.Request{Key: "k3", Hash: "a"})
		_, err = s.AddIncident(broken, by, monday, models.Incident{}, 0)
		refused(t, err, models.Invalid)
		must[models.Incident](t)(add(broken, by, monday))
		// After two days the key is forgotten.
		must[int64](t)(s.Sweep(t.Context(), monday.Add(49*time.Hour)))
		must[models.Incident](t)(add(ctx, by, monday.Add(50*time.Hour)))
		if n := value[int](t, db, s, "SELECT count(*) FROM incidents"); n != 5 {
			t.Errorf("%d incidents, want five", n)
		}
	})
}

// The secret of a token is told once; the same request again makes no second token and tells none.
func TestATokensSecretIsNotToldAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx := store.WithRequest(t.Context(), store.Request{Key: "k", Hash: "a"})
		token := models.Token{PersonID: h.Member.ID, Name: "ci"}
		first, secret, err := s.AddToken(ctx, storetest.As(h.Member), monday, token)
		storetest.Must(t, err)
		again, nothing, err := s.AddToken(ctx, storetest.As(h.Member), monday, token)
		storetest.Must(t, err)
		if first.ID != again.ID || secret == "" || nothing != "" {
			t.Errorf("first %d with %q, again %d with %q", first.ID, secret, again.ID, nothing)
		}
	})
}

func TestTwoRequestsWithOneKeyAtOnceMakeOneRow(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, db := storetest.NewHouse(t, s), storetest.Raw(t, s)
		r := h.AddReview(t, monday, 1)
		for round := range 10 {
			ctx := store.WithRequest(t.Context(), store.Request{Key: "key " + sprint(round), Hash: "a"})
			// One with a unique value of its own, and one that anybody can repeat.
			for _, do := range []func() (any, error){
				func() (any, error) {
					return s.AddIncident(ctx, storetest.As(h.Member), monday, models.Incident{Source: "pagerduty", ExternalID: sprint(round), Title: "x", Severity: 3, StartedAt: monday}, 0)
				},
				func() (any, error) {
					return s.ProposeItem(ctx, storetest.As(h.Facilitator), monday, models.ActionItem{ReviewID: r.ID, Title: "item " + sprint(round)})
				},
			} {
				var wg sync.WaitGroup
				results := make([]string, 4)
				for n := range results {
					wg.Go(func() {
						v, err := do()
						if err != nil {
							t.Errorf("of several at once, one got %v", err)
							return
						}
						results[n] = asJSON(t, v)
					})
				}
				wg.Wait()
				for _, result := range results {
					if result != results[0] {
						t.Errorf("several at once got\n%s\nand\n%s", results[0], result)
					}
				}
			}
		}
		if n := value[int](t, db, s, "SELECT count(*) FROM incidents"); n != 11 {
			t.Errorf("%d incidents, want 11", n)
		}
		if n := value[int](t, db, s, "SELECT count(*) FROM action_items"); n != 10 {
			t.Errorf("%d items, want 10", n)
		}
	})
}
