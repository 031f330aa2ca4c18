package storetest_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

// faulty returns the fields that an error blames.
func faulty(err error) string {
	var known *models.Error
	if !errors.As(err, &known) {
		return ""
	}
	var list []string
	for _, f := range known.Fields {
		list = append(list, f.Field)
	}
	return strings.Join(list, " ")
}

func TestRepliesBelongToOneCommentOfTheSameReview(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, by := t.Context(), storetest.As(h.Viewer)
		r, elsewhere := h.AddReview(t, monday, 3), h.AddReview(t, monday, 3)
		h.Write(t, monday, r.ID, "The queue was full.")
		say := func(r models.Review, c models.Comment) (models.Comment, error) {
			c.ReviewID, c.Body = r.ID, "How full?"
			return s.AddComment(ctx, by, monday, c)
		}
		first := must[models.Comment](t)(say(r, models.Comment{Quote: "queue"}))
		other := must[models.Comment](t)(say(elsewhere, models.Comment{}))
		reply := must[models.Comment](t)(say(r, models.Comment{ReplyToID: &first.ID}))
		second := must[models.Comment](t)(say(r, models.Comment{ReplyToID: &reply.ID}))
		if *reply.ReplyToID != first.ID || *second.ReplyToID != first.ID || reply.DocumentNumber != 1 || reply.Quote != "" {
			t.Errorf("stored are %+v and %+v", reply, second)
		}
		for what, c := range map[string]models.Comment{"one of another review": {ReplyToID: &other.ID}, "none": {ReplyToID: ptr(int64(999))}} {
			if _, err := say(r, c); models.KindOf(err) != models.Invalid || faulty(err) != "reply_to" {
				t.Errorf("a reply to %s: %v", what, err)
			}
		}
		if _, err := say(r, models.Comment{ReplyToID: &first.ID, Quote: "queue"}); models.KindOf(err) != models.Invalid || faulty(err) != "quote" {
			t.Errorf("a reply with a quote: %v", err)
		}
		for _, resolved := range []bool{true, false} {
			if _, err := s.ResolveComment(ctx, storetest.As(h.Member), monday, reply.ID, 0, resolved); models.KindOf(err) != models.Conflict {
				t.Errorf("a reply is settled by itself: %v", err)
			}
		}
		list, _, err := s.Comments(ctx, by, r.ID, store.Page{})
		storetest.Must(t, err)
		same(t, list, []models.Comment{first, reply, second})
		open := must[map[int64]int](t)(s.OpenComments(ctx, []int64{r.ID, elsewhere.ID}))
		same(t, open, map[int64]int{r.ID: 1, elsewhere.ID: 1})
	})
}

func TestAReplyToAResolvedCommentOpensItAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		ctx, later := t.Context(), monday.Add(time.Hour)
		r := h.AddReview(t, monday, 3)
		first := must[models.Comment](t)(s.AddComment(ctx, storetest.As(h.Lead), monday, models.Comment{ReviewID: r.ID, Body: "How full?"}))
		events := func() (verbs []string) {
			list, _, err := s.Events(ctx, models.System, store.EventFilter{ReviewID: r.ID}, store.Page{Limit: 2})
			storetest.Must(t, err)
			for _, e := range list {
				verbs = append(verbs, e.Verb)
			}
			return verbs
		}
		resolved := must[models.Comment](t)(s.ResolveComment(ctx, storetest.As(h.Member), monday, first.ID, 0, true))
		reply := must[models.Comment](t)(s.AddComment(ctx, storetest.As(h.Viewer), later, models.Comment{ReviewID: r.ID, ReplyToID: &first.ID, Body: "It is full."}))
		list, _, err := s.Comments(ctx, models.System, r.ID, store.Page{})
		storetest.Must(t, err)
		if got := list[0]; got.ResolvedAt != nil || got.ResolvedByID != nil || got.Version != resolved.Version+1 {
			t.Errorf("the comment is %+v", got)
		}
		same(t, events(), []string{"comment reopened", "replied"})
		if _, err := s.ResolveComment(ctx, storetest.As(h.Member), later, first.ID, resolved.Version, true); models.KindOf(err) != models.Stale {
			t.Errorf("whoever has not seen the reply resolves it: %v", err)
		}
		again := must[models.Comment](t)(s.AddComment(ctx, storetest.As(h.Viewer), later, models.Comment{ReviewID: r.ID, ReplyToID: &reply.ID, Body: "Still."}))
		same(t, events(), []string{"replied", "comment reopened"})
		if *again.ReplyToID != first.ID {
			t.Errorf("it answers %d", *again.ReplyToID)
		}
	})
}
