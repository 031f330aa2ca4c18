package slacktest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// reply is what a call answers.
type reply map[string]any

func refusal(code string) reply { return reply{"ok": false, "error": code} }

func answer(w http.ResponseWriter, out reply) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(out) // fails only where the caller has gone
}

// calls are the methods that there are, with the scopes that they ask for.
var calls = map[string]struct {
	scopes []string
	do     func(*Server, url.Values) reply
}{
	"auth.test":             {nil, (*Server).authTest},
	"users.lookupByEmail":   {[]string{"users:read", "users:read.email"}, (*Server).lookupByEmail},
	"conversations.open":    {[]string{"im:write"}, (*Server).openConversation},
	"conversations.list":    {[]string{"channels:read", "groups:read"}, (*Server).listChannels},
	"conversations.history": {nil, (*Server).history}, // the scope depends on the kind of channel
	"chat.postMessage":      {[]string{"chat:write"}, (*Server).postMessage},
}

func (s *Server) has(scope string) bool { return slices.Contains(s.opts.Scopes, scope) }

func (s *Server) authTest(url.Values) reply {
	return reply{"ok": true, "url": "https://example.slack.com/", "team": "Example", "user": "debrief", "team_id": "T0001", "user_id": "UDEBRIEF", "bot_id": "B0001"}
}

func (s *Server) lookupByEmail(in url.Values) reply {
	email := strings.ToLower(in.Get("email"))
	if email == "" {
		return refusal("invalid_arguments")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	at := slices.IndexFunc(s.users, func(u User) bool { return u.Email == email })
	switch {
	case at < 0 && s.opts.Everybody:
		s.join(User{Email: email})
		at = len(s.users) - 1
	case at < 0:
		return refusal("users_not_found")
	}
	u := s.users[at]
	return reply{"ok": true, "user": reply{"id": u.ID, "team_id": "T0001", "deleted": u.Deleted, "profile": reply{"email": u.Email}}}
}

// channel is where the direct messages with somebody are.
func (u User) channel() string { return "D" + u.ID }

func (s *Server) openConversation(in url.Values) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := slices.IndexFunc(s.users, func(u User) bool { return u.ID == in.Get("users") })
	switch {
	case at < 0:
		return refusal("user_not_found")
	case s.users[at].Deleted:
		return refusal("user_disabled")
	}
	return reply{"ok": true, "channel": reply{"id": s.users[at].channel()}}
}

// with returns who a channel of direct messages is with.
func (s *Server) with(channel string) (User, bool) {
	at := slices.IndexFunc(s.users, func(u User) bool { return u.channel() == channel })
	if at < 0 {
		return User{}, false
	}
	return s.users[at], true
}

func (s *Server) history(in url.Values) reply {
	limit, err := strconv.Atoi(in.Get("limit"))
	if in.Get("limit") == "" {
		limit, err = 100, nil
	}
	if err != nil || limit < 1 || limit > 999 {
		return refusal("invalid_limit")
	}
	skip := 0
	if cursor := in.Get("cursor"); cursor != "" {
		if skip, err = strconv.Atoi(cursor); err != nil {
			return refusal("invalid_cursor")
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if refused := s.reads(in.Get("channel")); refused != nil {
		return refused
	}
	var found []reply
	for _, m := range slices.Backward(s.messages) { // the newest first
		if m.Channel != in.Get("channel") || seconds(m.TS) < seconds(in.Get("oldest")) {
			continue
		}
		row := reply{"type": "message", "ts": m.TS, "text": m.Text, "bot_id": "B0001"}
		if in.Get("include_all_metadata") == "1" || in.Get("include_all_metadata") == "true" {
			row["metadata"] = m.metadata
		}
		found = append(found, row)
	}
	found = found[min(skip, len(found)):]
	out := reply{"ok": true, "has_more": len(found) > limit, "messages": found[:min(limit, len(found))]}
	if len(found) > limit {
		out["response_metadata"] = reply{"next_cursor": strconv.Itoa(skip + limit)}
	}
	return out
}

func (s *Server) postMessage(in url.Values) reply {
	m := posted{Message: Message{Channel: in.Get("channel"), Text: in.Get("text"), PostedAt: s.opts.Now(), Form: map[string]string{}}}
	for key := range in {
		if key != "token" {
			m.Form[key] = in.Get(key)
		}
	}
	var code string
	if m.Blocks, code = readBlocks(in.Get("blocks")); code != "" {
		return refusal(code)
	}
	if m.Text == "" && len(m.Blocks) == 0 {
		return refusal("no_text")
	}
	if len([]rune(m.Text)) > 4000 {
		return refusal("msg_too_long")
	}
	if m.metadata, code = readMetadata(in.Get("metadata")); code != "" {
		return refusal(code)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	to, ok := s.with(m.Channel)
	if ok && to.Deleted {
		return refusal("user_disabled")
	}
	if m.To = to.Email; !ok {
		c, code := s.takes(m.Channel)
		if code != "" {
			return refusal(code)
		}
		m.Channel, m.To = c.ID, "#"+c.Name
	}
	m.TS = s.ts(m.PostedAt)
	s.messages = append(s.messages, m)
	return reply{"ok": true, "channel": m.Channel, "ts": m.TS}
}

func readMetadata(text string) (json.RawMessage, string) {
	if text == "" {
		return nil, ""
	}
	var m struct {
		Event   string         `json:"event_type"`
		Payload map[string]any `json:"event_payload"`
	}
	if json.Unmarshal([]byte(text), &m) != nil || m.Event == "" || m.Payload == nil {
		return nil, "invalid_metadata_format"
	}
	return json.RawMessage(text), ""
}
