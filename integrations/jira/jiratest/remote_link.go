package jiratest

import (
	"net/http"
	"slices"
	"strconv"
)

// RemoteLink is a link from an issue's page to somewhere else.
type RemoteLink struct {
	ID       string
	GlobalID string
	URL      string
	Title    string
}

func (s *Server) getRemoteLinks(r *http.Request) (int, any) {
	i := s.find(r.PathValue("id"))
	if i == nil {
		return absent()
	}
	list := []any{}
	for _, l := range i.Links {
		list = append(list, map[string]any{
			"id": number(l.ID), "self": s.self(r, "issue/"+i.ID+"/remotelink/"+l.ID), "globalId": l.GlobalID,
			"object": map[string]any{"url": l.URL, "title": l.Title},
		})
	}
	return http.StatusOK, list
}

// postRemoteLink replaces a link with the same globalId, as Jira does.
func (s *Server) postRemoteLink(r *http.Request) (int, any) {
	i := s.find(r.PathValue("id"))
	if i == nil {
		return absent()
	}
	var in struct {
		GlobalID string `json:"globalId"`
		Object   struct {
			URL   string `json:"url"`
			Title string `json:"title"`
		} `json:"object"`
	}
	if !decode(r, &in) {
		return notJSON()
	}
	errs := map[string]string{}
	if in.Object.URL == "" {
		errs["url"] = "'url' is required."
	}
	if in.Object.Title == "" {
		errs["title"] = "'title' is required."
	}
	if len(errs) > 0 {
		return http.StatusBadRequest, fieldProblem(errs)
	}
	link := RemoteLink{GlobalID: in.GlobalID, URL: in.Object.URL, Title: in.Object.Title}
	status := http.StatusOK
	at := slices.IndexFunc(i.Links, func(l RemoteLink) bool { return l.GlobalID != "" && l.GlobalID == link.GlobalID })
	if at >= 0 {
		link.ID = i.Links[at].ID
		i.Links[at] = link
	} else {
		status = http.StatusCreated
		link.ID = s.extraID()
		i.Links = append(i.Links, link)
	}
	return status, map[string]any{"id": number(link.ID), "self": s.self(r, "issue/"+i.ID+"/remotelink/"+link.ID)}
}

// number writes an id of our own as the number that Jira sends for links.
func number(id string) int64 {
	n, _ := strconv.ParseInt(id, 10, 64)
	return n
}
