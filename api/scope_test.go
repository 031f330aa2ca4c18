package api

import (
	"net/http"
	"net/url"
	"testing"
)

func TestATitleIsCheckedBeforeItIsProposed(t *testing.T) {
	t.Parallel()
	c := onSQLite(t)
	refused(t, c.do(http.MethodGet, "/scope", ""), http.StatusUnprocessableEntity, "invalid")
	refused(t, c.do(http.MethodGet, "/scope?title=%20", ""), http.StatusUnprocessableEntity, "invalid")
	for title, want := range map[string]scopeCheck{
		"Add an alert on replication lag above 30 s": {Actionable: true, Specific: true, Bounded: true},
		"Improve the monitoring":                     {Actionable: true, Specific: true},
	} {
		got := ok[scopeCheck](t, c.do(http.MethodGet, "/scope?title="+url.QueryEscape(title), ""))
		if got.Actionable != want.Actionable || got.Specific != want.Specific || got.Bounded != want.Bounded {
			t.Errorf("%s: %+v", title, got)
		}
		if passes := got.Bounded; passes != (len(got.Findings) == 0) {
			t.Errorf("%s: it says %+v", title, got.Findings)
		}
	}
}
