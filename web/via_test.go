package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
)

func TestAPersonChoosesMailOrSlackWhereThereAreBoth(t *testing.T) {
	t.Parallel()
	h := newHouseWith(t, Options{MailConnected: true, SlackConnected: true})
	mia, admin := h.person("Mia Member", models.Member), h.signIn(h.person("Ada Admin", models.Administrator))
	page := fmt.Sprintf("/people/%d", mia.ID)
	chosen := func() models.Via { return ok[models.Person](h)(h.store.Person(h.ctx, mia.ID)).LettersVia }
	v := h.signIn(mia)
	if got := v.page(page, http.StatusOK).Find("[name=letters_via] option[selected]").Text(); got != "Mail" {
		t.Errorf("at first it is %q", got)
	}
	if res := v.submit(page, page, "letters_via", "slack"); res.Code != http.StatusSeeOther || chosen() != models.ViaSlack {
		t.Errorf("answered %d, stored is %q", res.Code, chosen())
	}
	if res := admin.submit(page, page, "letters_via", "mail"); res.Code != http.StatusSeeOther || chosen() != models.ViaMail {
		t.Errorf("the administrator is answered %d, stored is %q", res.Code, chosen())
	}
	res := v.submit(page, page, "letters_via", "pigeon")
	if doc := v.parsed(page, res, http.StatusUnprocessableEntity); !strings.Contains(doc.Find("main").Text(), "must be mail or slack") {
		t.Error("the refusal does not say why")
	}
}

func TestTheChoiceIsNotOfferedWhereThereIsNone(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		opts Options
		says string
	}{
		"no Slack": {Options{MailConnected: true}, "by mail until Slack is connected again"},
		"no mail":  {Options{SlackConnected: true}, "comes by Slack, as no mail is sent"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouseWith(t, c.opts)
			mia := h.person("Mia Member", models.Member)
			mia.LettersVia = models.ViaSlack
			mia = ok[models.Person](h)(h.store.SavePerson(h.ctx, models.System, h.now, mia))
			v, page := h.signIn(mia), fmt.Sprintf("/people/%d", mia.ID)
			doc := v.page(page, http.StatusOK)
			if doc.Find("[name=letters_via]").Length() != 0 || !strings.Contains(doc.Find("main").Text(), c.says) {
				t.Errorf("the page says %s", doc.Find("main").Text())
			}
			v.submit(page, page, "region", "us")
			if got := ok[models.Person](h)(h.store.Person(h.ctx, mia.ID)); got.LettersVia != models.ViaSlack || got.Region != "us" {
				t.Errorf("saved is %+v", got)
			}
		})
	}
}

func TestALetterThatWentByMailInsteadIsTold(t *testing.T) {
	t.Parallel()
	h := newHouseWith(t, Options{MailConnected: true, SlackConnected: true})
	mia := h.person("Mia Member", models.Member)
	mia.LettersVia = models.ViaSlack
	mia = ok[models.Person](h)(h.store.SavePerson(h.ctx, models.System, h.now, mia))
	team := ok[models.Team](h)(h.store.AddTeam(h.ctx, models.System, h.now, models.Team{Name: "Checkout", TimeZone: "UTC"}))
	ok[models.Incident](h)(h.store.AddIncident(h.ctx, models.System, h.now, models.Incident{Title: "Checkout was slow", Severity: 1, TeamID: &team.ID, StartedAt: h.now.Add(-time.Hour), ResolvedAt: &h.now}, mia.ID))
	for day := range 7 { // until something is due
		h.now = h.now.Add(time.Duration(day) * 24 * time.Hour)
		for _, q := range []struct {
			queue store.Queue
			do    func(task store.Task) error
		}{
			{store.ReviewNudgeQueue, func(task store.Task) error { return h.store.NudgeReview(h.ctx, h.now, task) }},
			{store.DigestQueue, func(task store.Task) error {
				l, err := h.store.Letter(h.ctx, h.now, task.ID)
				if err == nil {
					err = h.store.StartDigest(h.ctx, h.now, task, l.Day, store.Way{Via: models.ViaMail, Note: "nobody has this <address>"})
				}
				if err == nil {
					err = h.store.SentDigest(h.ctx, h.now, task, l, map[int64]string{})
				}
				return err
			}},
		} {
			tasks, err := h.store.Claim(h.ctx, q.queue, h.now.Add(time.Hour), time.Minute, 10)
			h.must(err)
			for _, task := range tasks {
				h.must(q.do(task))
			}
		}
	}
	admin := h.signIn(h.person("Ada Admin", models.Administrator))
	told := admin.page("/operations", http.StatusOK).Find("#detours li")
	if told.Length() == 0 || !strings.Contains(told.Text(), "Mia Member") || !strings.Contains(told.Text(), "nobody has this <address>") {
		t.Errorf("Operations tells %q", told.Text())
	}
	if own := h.signIn(mia).page(fmt.Sprintf("/people/%d", mia.ID), http.StatusOK).Find("#detour").Text(); !strings.Contains(own, "nobody has this <address>") {
		t.Errorf("the page of the person tells %q", own)
	}
}
