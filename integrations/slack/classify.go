package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	slackgo "github.com/slack-go/slack"
)

// maxRetryAfter bounds how long Slack is believed to want to be left alone.
const maxRetryAfter = time.Hour

// kinds of what Slack answers with 200 and "ok": false. What is not here is Invalid.
var kinds = map[string]Kind{
	"not_authed": Unauthorized, "invalid_auth": Unauthorized, "account_inactive": Unauthorized, "token_revoked": Unauthorized,
	"token_expired": Unauthorized, "not_allowed_token_type": Unauthorized, "no_token": Unauthorized,

	"missing_scope": Forbidden, "access_denied": Forbidden, "no_permission": Forbidden, "ekm_access_denied": Forbidden,
	"team_access_not_granted": Forbidden, "org_login_required": Forbidden, "restricted_action": Forbidden,
	"restricted_action_read_only_channel": Forbidden, "restricted_action_thread_only_channel": Forbidden, "restricted_action_non_threadable_channel": Forbidden,
	"messages_tab_disabled": Forbidden,

	"users_not_found": UnknownPerson, "user_not_found": UnknownPerson, "user_disabled": UnknownPerson, "user_not_visible": UnknownPerson,
	"cannot_dm_bot": UnknownPerson,

	"channel_not_found": UnknownChannel, "not_in_channel": UnknownChannel, "is_archived": UnknownChannel,

	"ratelimited": RateLimited, "rate_limited": RateLimited,

	"internal_error": Unavailable, "fatal_error": Unavailable, "service_unavailable": Unavailable, "request_timeout": Unavailable,
	"team_added_to_org": Unavailable, "accesslimited": Unavailable,
}

// failed makes an Error of what slack-go returned. posts says that the call was to post something.
func (c *Client) failed(op string, err error, posts bool) *Error {
	e := &Error{Op: op}
	var refused slackgo.SlackErrorResponse
	var limited *slackgo.RateLimitedError
	var status slackgo.StatusCodeError
	switch {
	case errors.As(err, &refused):
		e.Kind = kinds[refused.Err]
		c.word(e, refused)
		e.Unconfirmed = posts && e.Kind == Unavailable // “some aspect of the operation” may have been carried out
	case errors.As(err, &limited):
		e.Kind, e.RetryAfter = RateLimited, max(0, min(limited.RetryAfter, maxRetryAfter))
		e.Message = tooMany(e.RetryAfter)
	case errors.As(err, &status):
		c.answered(e, status.Code, posts)
	default:
		c.unanswered(e, err, posts)
	}
	return e
}

// word tells what a refusal means and what to do.
func (c *Client) word(e *Error, refused slackgo.SlackErrorResponse) {
	code := c.quoted(refused.Err)
	switch {
	case e.Kind == Unauthorized:
		e.Message = fmt.Sprintf("Slack refused the token (%s): install the app in the workspace again, and set DEBRIEF_SLACK_TOKEN to its bot token, which begins with xoxb-", code)
	case refused.Err == "missing_scope":
		e.Message = fmt.Sprintf("the app lacks the scope %s: add it under “OAuth & Permissions” on the app's page, and install the app again", clip(c.redact(refused.Needed), 200))
	case refused.Err == "messages_tab_disabled":
		e.Message = "the app may not write to people: switch its Messages Tab on under “App Home” on the app's page"
	case strings.HasPrefix(refused.Err, "restricted_action_"):
		e.Message = fmt.Sprintf("only some may post in the channel (%s): let the app post there, or name another channel on the team's page", code)
	case e.Kind == Forbidden:
		e.Message = fmt.Sprintf("Slack does not allow it (%s): ask the workspace's administrator to allow the app to write there", code)
	case refused.Err == "user_disabled":
		e.Message = "the account with this address is deactivated in Slack"
	case e.Kind == UnknownPerson:
		e.Message = fmt.Sprintf("Slack does not know this address (%s): use the same one in Debrief and in Slack", code)
	case refused.Err == "not_in_channel":
		e.Message = "the app is not in the channel: invite it there, with /invite and the app's name"
	case refused.Err == "is_archived":
		e.Message = "the channel is archived: take it out of the archive, or name another one on the team's page"
	case e.Kind == UnknownChannel:
		e.Message = fmt.Sprintf("Slack does not have the channel, or does not show it to the app (%s): correct its name on the team's page or, where it is private, invite the app to it", code)
	case e.Kind == RateLimited:
		e.Message = tooMany(0)
	case e.Kind == Unavailable:
		e.Message = fmt.Sprintf("Slack is out of order (%s): see slack-status.com; it is tried again", code)
	default:
		e.Kind = Invalid
		e.Message = fmt.Sprintf("Slack refused the request (%s): this is a fault of Debrief; please report it", code)
	}
}

// answered tells of a status that is not 200.
func (c *Client) answered(e *Error, status int, posts bool) {
	switch {
	case status == http.StatusTooManyRequests:
		e.Kind, e.Message = RateLimited, tooMany(0)
	case status >= 500, status == http.StatusRequestTimeout:
		e.Kind, e.Unconfirmed = Unavailable, posts
		e.Message = fmt.Sprintf("Slack is out of order (%d): see slack-status.com; it is tried again", status)
	case status == http.StatusUnauthorized:
		e.Kind = Unauthorized
		e.Message = "Slack refused the token: install the app in the workspace again, and set DEBRIEF_SLACK_TOKEN to its bot token, which begins with xoxb-"
	default:
		e.Kind = Unavailable
		e.Message = fmt.Sprintf("%s answered %d, which Slack's API does not: check DEBRIEF_SLACK_URL, and any proxy before it", c.cfg.URL, status)
	}
}

// unanswered tells of no answer, and of one that is not Slack's.
func (c *Client) unanswered(e *Error, err error, posts bool) {
	e.Kind, e.cause = Unavailable, err
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	if errors.As(err, &syntax) || errors.As(err, &kind) || errors.Is(err, io.EOF) && !errors.As(err, new(*url.Error)) || errors.Is(err, errNothing) {
		e.Unconfirmed = posts
		e.Message = fmt.Sprintf("the answer from %s is not Slack's: check DEBRIEF_SLACK_URL, and any proxy or login page before it", c.cfg.URL)
		return
	}
	// Only what is known not to have left the house is ruled out.
	var dial *net.OpError
	var dns *net.DNSError
	e.Unconfirmed = posts && !errors.As(err, &dns) && !(errors.As(err, &dial) && dial.Op == "dial")
	if errors.Is(err, context.Canceled) {
		e.Message = "it was stopped before Slack answered: it is tried again"
		return
	}
	why := err
	var network *url.Error
	if errors.As(err, &network) {
		why = network.Err // the address is in the message already
	}
	e.Message = fmt.Sprintf("no answer from Slack at %s: check DEBRIEF_SLACK_URL and the network (%s)", c.cfg.URL, clip(c.redact(why.Error()), 300))
}

// errNothing is of a success that lacks what was asked for.
var errNothing = errors.New("the answer lacks what was asked for")

func tooMany(wait time.Duration) string {
	if wait == 0 {
		return "Slack asks for fewer calls: it is tried again later"
	}
	return "Slack asks for fewer calls: it is tried again in " + wait.String()
}

// unintelligible makes an Error of a success that says nothing: something stands before Slack.
func (c *Client) unintelligible(op string, posts bool) *Error {
	e := &Error{Op: op}
	c.unanswered(e, errNothing, posts)
	return e
}
