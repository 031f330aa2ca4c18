package jiratest

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Comment is a remark under an issue.
type Comment struct {
	ID      string
	Author  string // display name
	Body    string // wiki markup
	Created time.Time
}

func (s *Server) getComments(r *http.Request) (int, any) {
	i := s.find(r.PathValue("id"))
	if i == nil {
		return absent()
	}
	list := []any{}
	for _, c := range i.Comments {
		list = append(list, s.commentJSON(r, i, c))
	}
	return http.StatusOK, map[string]any{"comments": list, "startAt": 0, "maxResults": len(list), "total": len(list)}
}

func (s *Server) postComment(r *http.Request) (int, any) {
	i := s.find(r.PathValue("id"))
	if i == nil {
		return absent()
	}
	var in struct {
		Body string `json:"body"`
	}
	if !decode(r, &in) {
		return notJSON()
	}
	if strings.TrimSpace(in.Body) == "" {
		return http.StatusBadRequest, fieldProblem(map[string]string{"comment": "Comment body can not be empty!"})
	}
	if units(in.Body) > maxDescription {
		return http.StatusBadRequest, fieldProblem(map[string]string{"comment": "The entered text is too long. It exceeds the allowed limit of 32,767 characters."})
	}
	c := Comment{ID: s.extraID(), Author: s.opts.Users[0].DisplayName, Body: in.Body, Created: s.opts.Now()}
	i.Comments = append(i.Comments, c)
	i.Updated = c.Created
	return http.StatusCreated, s.commentJSON(r, i, c)
}

func (s *Server) commentJSON(r *http.Request, i *record, c Comment) map[string]any {
	at := c.Created.In(s.opts.Zone).Format(timeLayout)
	return map[string]any{
		"id": c.ID, "self": s.self(r, "issue/"+i.ID+"/comment/"+c.ID), "body": c.Body,
		"author": s.userJSON(s.opts.Users[0]), "created": at, "updated": at,
	}
}

// extraID numbers comments and remote links.
func (s *Server) extraID() string {
	s.nextExtra++
	return strconv.FormatInt(s.nextExtra, 10)
}
