package alertmanager

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"debrief/integrations/hook"
	"debrief/models"
)

// payload is what is read of a delivery of version 4.
type payload struct {
	Version           string  `json:"version"`
	Status            string  `json:"status"`
	GroupKey          string  `json:"groupKey"`
	GroupLabels       pairs   `json:"groupLabels"`
	CommonLabels      pairs   `json:"commonLabels"`
	CommonAnnotations pairs   `json:"commonAnnotations"`
	ExternalURL       string  `json:"externalURL"`
	Alerts            []alert `json:"alerts"`
	TruncatedAlerts   int64   `json:"truncatedAlerts"`
}

type alert struct {
	Labels      pairs  `json:"labels"`
	Annotations pairs  `json:"annotations"`
	StartsAt    string `json:"startsAt"`
	EndsAt      string `json:"endsAt"`

	starts, ends time.Time // ends is zero where it is not said
}

// alertName is the label that every alert has.
const alertName = "alertname"

// pairs are labels or annotations.
type pairs map[string]string

// first returns the value of the first of these names that has one.
func (p pairs) first(names ...string) string {
	for _, n := range names {
		if v := strings.TrimSpace(p[n]); v != "" {
			return v
		}
	}
	return ""
}

// without returns the pairs that are not among the other ones, which say it already, and not the alert's name.
func (p pairs) without(other pairs) pairs {
	left := pairs{}
	for k, v := range p {
		if _, common := other[k]; !common && k != alertName {
			left[k] = v
		}
	}
	return left
}

// String returns name=value, name=value in the order of the names.
func (p pairs) String() string {
	var list []string
	for _, k := range slices.Sorted(maps.Keys(p)) {
		list = append(list, k+"="+p[k])
	}
	return strings.Join(list, ", ")
}

// check reads the times, and notes what a report cannot do without.
func (p *payload) check(c *models.Check) {
	if p.GroupKey == "" {
		c.Fail("groupKey", "is missing")
	}
	if len(p.Alerts) == 0 {
		c.Fail("alerts", "is empty")
	}
	for i := range p.Alerts {
		a := &p.Alerts[i]
		field := fmt.Sprintf("alerts[%d]", i)
		a.starts = hook.Instant(c, field+".startsAt", a.StartsAt)
		if !isNoTime(a.EndsAt) {
			a.ends = hook.Instant(c, field+".endsAt", a.EndsAt)
			hook.InOrder(c, "startsAt", a.starts, field+".endsAt", a.ends)
		}
		if c.Err() != nil {
			return // one alert is enough to see what is wrong with all of them
		}
	}
}

// isNoTime reports whether a time is left out, or is Go's zero time, which Alertmanager sends for an alert without an end.
func isNoTime(text string) bool {
	t, err := time.Parse(time.RFC3339, text)
	return text == "" || err == nil && t.IsZero()
}

// starts returns when the first alert of the group began.
func (p *payload) starts() time.Time {
	return slices.MinFunc(p.Alerts, func(a, b alert) int { return a.starts.Compare(b.starts) }).starts
}

// ends returns when the last alert of the group ended: when the message came, where none says so.
func (p *payload) ends(arrived time.Time) time.Time {
	last := slices.MaxFunc(p.Alerts, func(a, b alert) int { return a.ends.Compare(b.ends) }).ends
	if last.IsZero() {
		return arrived.UTC()
	}
	return last
}

// name returns the alert's name, where all have the same one.
func (p *payload) name() string {
	return cmp.Or(p.CommonLabels[alertName], p.GroupLabels[alertName])
}
