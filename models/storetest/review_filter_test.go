package storetest_test

import (
	"slices"
	"testing"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

func TestReviewsAreListedByWhomTheyLack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, nobody := storetest.NewHouse(t, s), int64(0)
		lacking := func(e store.ReviewEdit) int64 {
			r := h.AddReview(t, monday, 1)
			return must[models.Review](t)(s.EditReview(t.Context(), models.System, monday, r.ID, r.Version, e)).ID
		}
		h.AddReview(t, monday, 1) // lacks nobody
		owner := lacking(store.ReviewEdit{OwnerID: &nobody})
		facilitator := lacking(store.ReviewEdit{FacilitatorID: &nobody})
		both := lacking(store.ReviewEdit{OwnerID: &nobody, FacilitatorID: &nobody})
		waived := lacking(store.ReviewEdit{OwnerID: &nobody, FacilitatorID: &nobody}) // what is over lacks nobody
		must[models.Review](t)(s.WaiveReview(t.Context(), storetest.As(h.Facilitator), monday, waived, 0, "The same as another one"))
		for name, c := range map[string]struct {
			filter store.ReviewFilter
			want   []int64
		}{
			"an owner":           {store.ReviewFilter{Unowned: true}, []int64{both, owner}},
			"a facilitator":      {store.ReviewFilter{Unfacilitated: true}, []int64{both, facilitator}},
			"both":               {store.ReviewFilter{Unowned: true, Unfacilitated: true}, []int64{both}},
			"an owner, searched": {store.ReviewFilter{Unowned: true, TeamID: h.Team.ID}, []int64{both, owner}},
		} {
			rows, _, err := s.Reviews(t.Context(), models.System, c.filter, store.Page{})
			storetest.Must(t, err)
			var got []int64
			for _, r := range rows {
				got = append(got, r.ID)
			}
			n := must[int](t)(s.CountReviews(t.Context(), models.System, c.filter))
			if !slices.Equal(got, c.want) || n != len(c.want) {
				t.Errorf("without %s there are %v, %d of them; want %v", name, got, n, c.want)
			}
		}
	})
}
