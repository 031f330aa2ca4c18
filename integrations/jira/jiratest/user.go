package jiratest

import "net/http"

// User is an Atlassian account that issues can be assigned to.
type User struct {
	AccountID   string
	DisplayName string
	Email       string
}

func defaultUsers() []User {
	return []User{
		{AccountID: "5b10a2844c20165700ede21g", DisplayName: "Debrief", Email: DefaultUser},
		{AccountID: "712020:ana", DisplayName: "Ana Souza", Email: "ana@example.com"},
		{AccountID: "712020:bo", DisplayName: "Bo Lindqvist", Email: "bo@example.com"},
		{AccountID: "712020:chidi", DisplayName: "Chidi Okafor", Email: "chidi@example.com"},
	}
}

func (s *Server) user(accountID string) (User, bool) {
	for _, u := range s.opts.Users {
		if u.AccountID == accountID {
			return u, true
		}
	}
	return User{}, false
}

func (s *Server) userJSON(u User) map[string]any {
	return map[string]any{
		"accountId": u.AccountID, "accountType": "atlassian", "displayName": u.DisplayName,
		"emailAddress": u.Email, "active": true, "timeZone": s.opts.Zone.String(),
	}
}

func (s *Server) getMyself(*http.Request) (int, any) {
	return http.StatusOK, s.userJSON(s.opts.Users[0])
}
