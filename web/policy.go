package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"debrief/models"
)

func (w *site) policiesPage(r *request) error {
	rows, err := w.store.Policies(r.Request().Context())
	if err != nil {
		return err
	}
	return r.render(http.StatusOK, "policies", &page{Title: "Policies", Data: rows})
}

type policyView struct {
	models.Policy
	Before string // days before the due date, as text
}

func (w *site) policyPage(r *request) error { return w.showPolicy(r, http.StatusOK, nil) }

func (w *site) policy(r *request) (models.Policy, error) {
	severity, err := r.number("severity", "SEV-", "severity")
	if err != nil {
		return models.Policy{}, err
	}
	return w.store.Policy(r.Request().Context(), models.Severity(severity))
}

func (w *site) showPolicy(r *request, status int, f *form) error {
	p, err := w.policy(r)
	if err != nil {
		return err
	}
	days := make([]string, len(p.NudgeBefore))
	for n, d := range p.NudgeBefore {
		days[n] = fmt.Sprint(d)
	}
	return r.render(status, "policy", &page{Title: "Policy for " + p.Severity.String(), Form: f, Data: policyView{p, strings.Join(days, ", ")}})
}

func (w *site) savePolicy(r *request) error {
	p, err := w.policy(r)
	if err != nil {
		return err
	}
	in := r.input()
	p.ReviewRequired, p.MeetingUnit = in.on("review_required"), models.Unit(in.text("meeting_unit"))
	p.MeetingWithin, p.ItemDays, p.RepeatDays, p.EscalateDays = in.integer("meeting_within"), in.integer("item_days"), in.integer("repeat_days"), in.integer("escalate_days")
	p.NudgeBefore = []int{}
	for _, word := range strings.FieldsFunc(in.text("nudge_before"), func(c rune) bool { return c == ',' || c == ' ' }) {
		n, err := strconv.Atoi(word)
		if err != nil {
			in.check.Fail("nudge_before", "must be whole numbers such as 7, 2")
			break
		}
		p.NudgeBefore = append(p.NudgeBefore, n)
	}
	p.Version = in.version()
	if err = in.refused(); err == nil {
		_, err = w.store.SavePolicy(r.Request().Context(), r.by, r.now, p)
	}
	if err != nil {
		return r.again("policy", err, w.showPolicy)
	}
	return r.done("/policies", "The policy for %s is saved. Existing deadlines are not moved.", p.Severity)
}
