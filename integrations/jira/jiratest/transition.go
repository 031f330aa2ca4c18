package jiratest

import (
	"net/http"
	"slices"
)

// offered are the transitions of a project's workflow: one to each status, from anywhere.
func offered(p Project) map[string]Status {
	moves := map[string]Status{}
	for n, st := range Statuses() {
		if p.Statuses == nil || slices.Contains(p.Statuses, st.Name) {
			moves[string(rune('1'+n))+"1"] = st // 11, 21, 31, 41, as Jira numbers them
		}
	}
	return moves
}

func (s *Server) getTransitions(r *http.Request) (int, any) {
	i := s.find(r.PathValue("id"))
	if i == nil {
		return absent()
	}
	p, _ := s.project(i.Project)
	moves, list := offered(p), []any{}
	for _, id := range []string{"11", "21", "31", "41"} {
		if st, ok := moves[id]; ok {
			list = append(list, map[string]any{"id": id, "name": st.Name, "to": st.json(), "isAvailable": true, "isGlobal": true, "hasScreen": false})
		}
	}
	return http.StatusOK, map[string]any{"expand": "transitions", "transitions": list}
}

func (s *Server) postTransition(r *http.Request) (int, any) {
	i := s.find(r.PathValue("id"))
	if i == nil {
		return absent()
	}
	var in struct {
		Transition struct {
			ID string `json:"id"`
		} `json:"transition"`
	}
	if !decode(r, &in) {
		return notJSON()
	}
	p, _ := s.project(i.Project)
	st, ok := offered(p)[in.Transition.ID]
	if !ok {
		return http.StatusBadRequest, complain("Transition id '%s' is not valid for this issue.", in.Transition.ID)
	}
	i.moveTo(st)
	i.Updated = s.opts.Now()
	return http.StatusNoContent, nil
}
