package jira

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	maxRetryAfter = 24 * time.Hour
	maxQuoted     = 300 // characters of Jira's own words in one message
)

// errorCollection is how Jira words a refusal.
type errorCollection struct {
	ErrorMessages []string          `json:"errorMessages"`
	Errors        map[string]string `json:"errors"`
}

// answered makes an Error of an answer that is not a success. The status decides: a 429 often has no JSON.
func (c *Client) answered(in call, resp *http.Response, body []byte) *Error {
	e := &Error{Op: in.op, Status: resp.StatusCode}
	words := c.words(body)
	switch code := resp.StatusCode; {
	case code == http.StatusUnauthorized, loginFailed(resp):
		e.Kind = Unauthorized
		e.Message = fmt.Sprintf("Jira refused the API token of %s: make a new one at id.atlassian.com and set DEBRIEF_JIRA_TOKEN", c.cfg.User)
	case code == http.StatusForbidden:
		e.Kind = Forbidden
		e.Message = fmt.Sprintf("Jira does not allow it%s: give the account %s the permission to browse, create, edit and transition issues of the project", words.quoted(), c.cfg.User)
	case code == http.StatusNotFound && isHTML(resp):
		// Jira answers JSON: a web page is a wrong address or a suspended site, and says nothing of the issue.
		e.Kind = Unavailable
		e.Message = fmt.Sprintf("there is no Jira at %s: check DEBRIEF_JIRA_URL, and that the site is active", c.base)
	case code == http.StatusNotFound:
		e.Kind = NotFound
		e.Message = fmt.Sprintf("Jira does not have it, or does not show it to %s%s: see whether it was deleted, or let the account browse the project", c.cfg.User, words.quoted())
	case code == http.StatusTooManyRequests:
		e.Kind, e.RetryAfter = RateLimited, retryAfter(resp.Header, c.cfg.Now())
		e.Message = "Jira asks for fewer calls: " + when(e.RetryAfter)
	case code >= 500, code == http.StatusRequestTimeout:
		e.Kind, e.RetryAfter, e.maybe = Unavailable, retryAfter(resp.Header, c.cfg.Now()), in.writes
		e.Message = fmt.Sprintf("Jira is out of order (%d)%s: see status.atlassian.com; %s", code, words.quoted(), when(e.RetryAfter))
	case code == http.StatusConflict:
		e.Kind = Unavailable
		e.Message = "somebody changed the issue at the same moment: try again"
	case code >= 300 && code < 400:
		e.Kind = Unavailable
		e.Message = fmt.Sprintf("Jira's address redirects to %s: set DEBRIEF_JIRA_URL to the site's own address", location(resp))
	default:
		e.Kind, e.Fields = Invalid, words.Errors
		e.Message = fmt.Sprintf("Jira refused the request (%d)%s: correct what it names, or the field mapping in Debrief's settings", code, words.quoted())
	}
	return e
}

// unreachable makes an Error of a request without an answer.
func (c *Client) unreachable(in call, cause error, r *reach) *Error {
	why := cause
	var u *url.Error
	if errors.As(cause, &u) {
		why = u.Err // the address is in the message already
	}
	e := &Error{Kind: Unavailable, Op: in.op, cause: cause, maybe: in.writes && r.maybeSent(cause)}
	switch {
	case errors.Is(cause, context.Canceled):
		e.Message = "it was stopped before Jira answered: try again"
	default:
		e.Message = fmt.Sprintf("no answer from Jira at %s: check DEBRIEF_JIRA_URL and the network (%s)", c.base, c.redact(why.Error()))
	}
	return e
}

// unintelligible makes an Error of a success that is not the JSON expected: something stands before Jira.
func (c *Client) unintelligible(in call, status int, cause error) *Error {
	return &Error{Kind: Unavailable, Op: in.op, Status: status, cause: cause, maybe: in.writes,
		Message: fmt.Sprintf("the answer from %s is not Jira's: check DEBRIEF_JIRA_URL, and any proxy or login page before it", c.base)}
}

// refused makes an Error of what need not be sent to know that it is wrong.
func (c *Client) refused(op, field, what string) *Error {
	return &Error{Kind: Invalid, Op: op, Message: "this cannot be asked of Jira: correct what is named", Fields: map[string]string{field: what}}
}

// words reads Jira's own words, bounded and without the token; a body that is not JSON has none.
func (c *Client) words(body []byte) errorCollection {
	var w errorCollection
	if json.Unmarshal(body, &w) != nil {
		return errorCollection{}
	}
	for i, m := range w.ErrorMessages {
		w.ErrorMessages[i] = clip(c.redact(m), maxQuoted)
	}
	for name, m := range w.Errors {
		w.Errors[name] = clip(c.redact(m), maxQuoted)
	}
	return w
}

func (w errorCollection) quoted() string {
	if len(w.ErrorMessages) == 0 {
		return ""
	}
	return fmt.Sprintf(" (%q)", clip(strings.Join(w.ErrorMessages, " "), maxQuoted))
}

func (c *Client) redact(text string) string {
	return strings.ReplaceAll(text, c.cfg.Token, "[token]")
}

// loginFailed tells a wrong token from a nobody: to a wrong token Jira answers some calls as to an anonymous
// visitor, with 404 or an empty search, and says so in a header only.
func loginFailed(resp *http.Response) bool {
	reason := resp.Header.Get("X-Seraph-LoginReason")
	return strings.Contains(reason, "AUTHENTICATED_FAILED") || strings.Contains(reason, "AUTHENTICATION_DENIED")
}

func isHTML(resp *http.Response) bool {
	return strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html")
}

func location(resp *http.Response) string {
	u, err := resp.Location()
	if err != nil {
		return "nowhere"
	}
	return u.Scheme + "://" + u.Host // its query may hold a secret
}

// retryAfter reads seconds or a date, and returns 0 for neither and for the past.
func retryAfter(h http.Header, now time.Time) time.Duration {
	text := h.Get("Retry-After")
	var wait time.Duration
	if s, err := strconv.ParseInt(text, 10, 64); err == nil {
		wait = time.Duration(min(s, int64(maxRetryAfter/time.Second))) * time.Second
	} else if at, err := http.ParseTime(text); err == nil {
		wait = at.Sub(now)
	}
	return max(0, min(wait, maxRetryAfter))
}

func when(wait time.Duration) string {
	if wait == 0 {
		return "try again later"
	}
	return "try again in " + wait.Round(time.Second).String()
}
