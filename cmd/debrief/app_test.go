package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"debrief/jobs"
	"debrief/models"
)

func TestAnotherMethodIsToldWhichThereAreAlsoWherePagesAreServed(t *testing.T) {
	t.Parallel()
	s, err := openStore(t.Context(), settings{database: filepath.Join(t.TempDir(), "debrief.db")}, clock())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	a := &app{store: s, now: clock, log: logger(settings{}, t.Output())}
	routes := a.routes(jobs.Outside{}, trials{}, nil)
	for request, allow := range map[string]string{
		"DELETE /api/v1/incidents/1":   "GET, PATCH",
		"PUT /api/v1/incidents":        "GET, POST",
		"DELETE /api/v1/me":            "GET",
		"HEAD /api/v1/me":              "GET",
		"OPTIONS /api/v1/me":           "GET",
		"POST /api/v1/checklist":       "GET",
		"GET /api/v1/reviews/1/check":  "POST",
		"POST /api/openapi.yaml":       "GET",
		"GET /api/v1/nothing":          "",
		"DELETE /api/v1/incidents/1/2": "",
		"GET /api/v1/incidents/":       "",
		"DELETE /reviews":              "",
	} {
		method, path, _ := strings.Cut(request, " ")
		w := httptest.NewRecorder()
		routes.ServeHTTP(w, httptest.NewRequest(method, path, nil))
		want, kind := http.StatusMethodNotAllowed, "/problems/method-not-allowed"
		if allow == "" {
			want, kind = http.StatusNotFound, "/problems/not-found"
		}
		if strings.HasPrefix(path, "/api/") && !strings.Contains(w.Body.String(), kind) || w.Code != want || w.Header().Get("Allow") != allow {
			t.Errorf("%s: %d, Allow: %q, %s", request, w.Code, w.Header().Get("Allow"), w.Body)
		}
	}
}

func TestARuleForAQuestionThatTheChecklistLacksIsLoggedWithItsPlace(t *testing.T) {
	t.Parallel()
	const rule = "id: our-%\nmatch: [gremlin]\nwhy: Nobody has seen one.\nquestion: %\n"
	rules, problems, err := loadRules(folder(t, map[string]string{
		"blameless.yaml": strings.ReplaceAll(rule, "%", "blameless"), "costs.yaml": strings.ReplaceAll(rule, "%", "costs")}))
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	s, err := openStore(t.Context(), settings{database: filepath.Join(t.TempDir(), "debrief.db"), rules: rules}, clock())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	warned := func() string {
		var out bytes.Buffer
		a := &app{store: s, log: logger(settings{}, &out)}
		if err := a.warnOfUnasked(t.Context()); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	if out := warned(); !strings.Contains(out, "file=costs.yaml line=4") || strings.Contains(out, "blameless") {
		t.Errorf("by Debrief's checklist: %q", out)
	}
	own := models.Template{Questions: []models.Question{{Key: "costs", Text: "What did it cost?"}, {Key: "blameless", Text: "Is it blameless?"}}}
	if _, err := s.AddTemplate(t.Context(), models.System, clock(), -1, own); err != nil {
		t.Fatal(err)
	}
	if out := warned(); out != "" {
		t.Errorf("by the team's checklist: %q", out)
	}
}
