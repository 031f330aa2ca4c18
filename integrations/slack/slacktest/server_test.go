package slacktest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"debrief/integrations/slack/slacktest"
)

// call posts a form as Slack takes it, and returns the code of the refusal, "" for none.
func call(t *testing.T, base, method, token string, form url.Values) (map[string]any, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/api/"+method, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var out map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		t.Fatal(err)
	}
	code, _ := out["error"].(string)
	if (code == "") != (out["ok"] == true) {
		t.Errorf("%s answers %v", method, out)
	}
	return out, code
}

func TestWhatSlackWouldRefuseIsRefused(t *testing.T) {
	t.Parallel()
	s := slacktest.New(slacktest.Options{Users: []slacktest.User{{ID: "U1", Email: "ada@example.com"}, {ID: "U2", Email: "gone@example.com", Deleted: true}}, Scopes: []string{"chat:write", "im:write"}})
	web := httptest.NewServer(s.Handler())
	t.Cleanup(web.Close)
	post := func(pairs ...string) url.Values {
		form := url.Values{"channel": {"DU1"}, "text": {"Hello"}}
		for n := 0; n < len(pairs); n += 2 {
			form.Set(pairs[n], pairs[n+1])
		}
		return form
	}
	const token = slacktest.DefaultToken
	for name, c := range map[string]struct {
		method, token string
		form          url.Values
		code          string
	}{
		"no token":             {"chat.postMessage", "", post(), "not_authed"},
		"a wrong token":        {"chat.postMessage", "xoxb-other", post(), "invalid_auth"},
		"a token in the form":  {"chat.postMessage", "", post("token", token), ""},
		"another method":       {"chat.shout", token, post(), "unknown_method"},
		"a missing scope":      {"conversations.history", token, post(), "missing_scope"},
		"an unknown channel":   {"chat.postMessage", token, post("channel", "C9"), "channel_not_found"},
		"nothing to say":       {"chat.postMessage", token, post("text", ""), "no_text"},
		"too long a text":      {"chat.postMessage", token, post("text", strings.Repeat("x", 4001)), "msg_too_long"},
		"blocks that are none": {"chat.postMessage", token, post("blocks", "{"), "invalid_blocks_format"},
		"an unknown block":     {"chat.postMessage", token, post("blocks", `[{"type":"poem"}]`), "invalid_blocks"},
		"an empty heading":     {"chat.postMessage", token, post("blocks", `[{"type":"header","text":{"type":"plain_text","text":""}}]`), "invalid_blocks"},
		"an empty run":         {"chat.postMessage", token, post("blocks", `[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":""}]}]}]`), "invalid_blocks"},
		"a mention":            {"chat.postMessage", token, post("blocks", `[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"broadcast","range":"channel"}]}]}]`), "invalid_blocks"},
		"metadata of no kind":  {"chat.postMessage", token, post("metadata", `{"id":"1"}`), "invalid_metadata_format"},
		"somebody unknown":     {"conversations.open", token, url.Values{"users": {"U9"}}, "user_not_found"},
		"somebody deactivated": {"conversations.open", token, url.Values{"users": {"U2"}}, "user_disabled"},
	} {
		if _, got := call(t, web.URL, c.method, c.token, c.form); got != c.code {
			t.Errorf("%s is answered with %q, want %q", name, got, c.code)
		}
	}
	if list := s.Messages(); len(list) != 1 || list[0].To != "ada@example.com" || list[0].Form["token"] != "" {
		t.Errorf("posted is %+v", list)
	}
	if n := s.Requests()["chat.postMessage"]; n != 12 {
		t.Errorf("chat.postMessage was called %d times", n)
	}
}

func TestThePageShowsWhatWasPostedAsWords(t *testing.T) {
	t.Parallel()
	s := slacktest.New(slacktest.Options{Everybody: true})
	web := httptest.NewServer(s.Handler())
	t.Cleanup(web.Close)
	out, _ := call(t, web.URL, "users.lookupByEmail", slacktest.DefaultToken, url.Values{"email": {"ada@example.com"}})
	id, _ := out["user"].(map[string]any)["id"].(string)
	call(t, web.URL, "chat.postMessage", slacktest.DefaultToken, url.Values{"channel": {"D" + id}, "text": {"x"},
		"blocks": {`[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"<script>alert(1)</script>"}]}]}]`}})
	resp, err := http.Get(web.URL + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || !strings.Contains(string(text), "ada@example.com") || strings.Contains(string(text), "<script") || !strings.Contains(string(text), "&lt;script&gt;") {
		t.Errorf("the page is %s, %v", text, err)
	}
}
