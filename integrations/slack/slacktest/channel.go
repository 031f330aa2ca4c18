package slacktest

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Channel is a channel of the workspace.
type Channel struct {
	ID, Name string
	Private  bool
	Member   bool // the app was invited
	Archived bool
}

// Open adds a channel, or changes the one of that name.
func (s *Server) Open(c Channel) Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open(c)
}

func (s *Server) open(c Channel) Channel {
	if at := slices.IndexFunc(s.channels, func(known Channel) bool { return known.Name == c.Name }); at >= 0 {
		c.ID = s.channels[at].ID
		s.channels[at] = c
		return c
	}
	if c.ID == "" {
		c.ID = fmt.Sprintf("C%08d", len(s.channels)+1)
	}
	s.channels = append(s.channels, c)
	return c
}

// channel returns the channel of an id or a #name that the app can see, and no error code; or the code with which Slack refuses.
func (s *Server) channel(name string) (Channel, string) {
	plain, named := strings.CutPrefix(name, "#")
	at := slices.IndexFunc(s.channels, func(c Channel) bool { return c.ID == name || named && c.Name == plain })
	switch {
	case at < 0 && s.opts.Everybody && named:
		return s.open(Channel{Name: plain}), ""
	case at < 0, s.channels[at].Private && !s.channels[at].Member:
		return Channel{}, "channel_not_found"
	}
	return s.channels[at], ""
}

// takes returns where the app may post, or the code with which Slack refuses.
func (s *Server) takes(name string) (Channel, string) {
	c, code := s.channel(name)
	switch {
	case code != "":
		return c, code
	case c.Archived:
		return c, "is_archived"
	case !c.Member && !s.has("chat:write.public"):
		return c, "not_in_channel"
	}
	return c, ""
}

// reads refuses, with a code or as a scope is missing, where the app may not read what was posted. Names are no ids.
func (s *Server) reads(id string) reply {
	if _, ok := s.with(id); ok {
		return s.needs("im:history")
	}
	c, code := s.channel(id)
	switch {
	case code != "", c.ID != id:
		return refusal("channel_not_found")
	case c.Private:
		return s.needs("groups:history")
	case !s.has("channels:history"):
		return s.needs("channels:history")
	case !c.Member:
		return refusal("not_in_channel")
	}
	return nil
}

func (s *Server) needs(scope string) reply {
	if s.has(scope) {
		return nil
	}
	return reply{"ok": false, "error": "missing_scope", "needed": scope, "provided": strings.Join(s.opts.Scopes, ",")}
}

func (s *Server) listChannels(in url.Values) reply {
	limit, err := strconv.Atoi(in.Get("limit"))
	if err != nil || limit < 1 || limit > 999 {
		return refusal("invalid_limit")
	}
	skip := 0
	if cursor := in.Get("cursor"); cursor != "" {
		if skip, err = strconv.Atoi(cursor); err != nil {
			return refusal("invalid_cursor")
		}
	}
	types := strings.Split(in.Get("types"), ",")
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []reply
	for _, c := range s.channels {
		kind := "public_channel"
		if c.Private {
			kind = "private_channel"
		}
		if slices.Contains(types, kind) && (!c.Private || c.Member) && (!c.Archived || in.Get("exclude_archived") != "true") {
			found = append(found, reply{"id": c.ID, "name": c.Name, "is_private": c.Private, "is_member": c.Member, "is_archived": c.Archived})
		}
	}
	found = found[min(skip, len(found)):]
	out := reply{"ok": true, "channels": found[:min(limit, len(found))]}
	if len(found) > limit {
		out["response_metadata"] = reply{"next_cursor": strconv.Itoa(skip + limit)}
	}
	return out
}
