package jiratest

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
)

const (
	defaultPage = 50
	largestPage = 5000
)

// query is a search, from a body or from a URL.
type query struct {
	JQL           string   `json:"jql"`
	Fields        []string `json:"fields"`
	MaxResults    int      `json:"maxResults"`
	NextPageToken string   `json:"nextPageToken"`
}

func (s *Server) postSearch(r *http.Request) (int, any) {
	var q query
	if !decode(r, &q) {
		return notJSON()
	}
	return s.search(r, q)
}

func (s *Server) getSearch(r *http.Request) (int, any) {
	v := r.URL.Query()
	q := query{JQL: v.Get("jql"), NextPageToken: v.Get("nextPageToken")}
	q.MaxResults, _ = strconv.Atoi(v.Get("maxResults"))
	for _, f := range v["fields"] {
		q.Fields = append(q.Fields, strings.Split(f, ",")...)
	}
	return s.search(r, q)
}

func (s *Server) search(r *http.Request, q query) (int, any) {
	found, err := s.match(q.JQL)
	if err != nil {
		return http.StatusBadRequest, complain("%s", err)
	}
	start, ok := pageStart(q)
	if !ok {
		return http.StatusBadRequest, complain("The provided next page token is invalid or expired.")
	}
	size := q.MaxResults
	if size <= 0 {
		size = defaultPage
	}
	start = min(start, len(found))
	end := min(len(found), start+min(size, largestPage))
	issues := []any{}
	for _, i := range found[start:end] {
		one := s.json(r, i, q.Fields)
		if len(q.Fields) == 0 { // ids only, unless asked
			one = map[string]any{"id": i.ID}
		}
		issues = append(issues, one)
	}
	answer := map[string]any{"issues": issues, "isLast": end == len(found)}
	if end < len(found) {
		answer["nextPageToken"] = pageToken(q.JQL, end)
	}
	return http.StatusOK, answer
}

// match returns the issues that search can see and that the JQL asks for, in its order.
func (s *Server) match(text string) ([]*record, error) {
	q, err := s.parseJQL(text)
	if err != nil {
		return nil, err
	}
	now := s.opts.Now()
	found := []*record{}
	for _, i := range s.issues {
		if !i.indexed.After(now) && q.matches(i) {
			found = append(found, i)
		}
	}
	q.sort(found)
	return found, nil
}

// pageToken binds a place to its query: Jira refuses a token with another query.
func pageToken(jql string, start int) string {
	sum := sha256.Sum256([]byte(jql))
	return base64.RawURLEncoding.EncodeToString(sum[:8]) + "." + strconv.Itoa(start)
}

func pageStart(q query) (int, bool) {
	if q.NextPageToken == "" {
		return 0, true
	}
	_, place, _ := strings.Cut(q.NextPageToken, ".")
	start, err := strconv.Atoi(place)
	if err != nil || start < 0 {
		return 0, false
	}
	return start, pageToken(q.JQL, start) == q.NextPageToken
}
