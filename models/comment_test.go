package models

import (
	"strings"
	"testing"
)

func TestACommentIsResolvedOnceAndMayBeReopened(t *testing.T) {
	t.Parallel()
	first := instant(t, "2026-03-09T10:00:00Z")
	cm := Comment{Quote: notUTF8, Body: " "}
	refused(t, cm.Validate(Review{}, ""), Invalid, "quote", "body")
	cm = Comment{Body: " Which disk? "}
	accepted(t, cm.Validate(Review{}, ""))
	accepted(t, cm.Resolve(first, asMember))
	accepted(t, cm.Resolve(first.AddDate(0, 0, 1), asFacilitator))
	if cm.Body != "Which disk?" || !cm.ResolvedAt.Equal(first) || *cm.ResolvedByID != asMember.PersonID {
		t.Errorf("resolved as %+v", cm)
	}
	accepted(t, cm.Reopen())
	if cm.ResolvedAt != nil || cm.ResolvedByID != nil {
		t.Errorf("reopened as %+v", cm)
	}
}

func TestAReplyIsAboutWhatItsCommentIsAbout(t *testing.T) {
	t.Parallel()
	written, to := Review{DocumentNumber: 1}, int64(7)
	cm := Comment{ID: 9, ReplyToID: &to, Body: " We look it up. "}
	accepted(t, cm.Validate(written, "The queue was full."))
	if cm.Body != "We look it up." || cm.Thread() != to || (&Comment{ID: 7}).Thread() != to {
		t.Errorf("%+v is in thread %d", cm, cm.Thread())
	}
	cm = Comment{ReplyToID: &to, Quote: "queue", Body: " "}
	refused(t, cm.Validate(written, "The queue was full."), Invalid, "body", "quote")
	cm = Comment{ReplyToID: &to, QuoteBefore: "The", Body: "Which?"}
	refused(t, cm.Validate(written, "The queue was full."), Invalid, "before")
	now := instant(t, "2026-03-09T10:00:00Z")
	refused(t, cm.Resolve(now, asMember), Conflict)
	refused(t, cm.Reopen(), Conflict)
	if cm.ResolvedAt != nil || cm.ResolvedByID != nil {
		t.Errorf("a reply is resolved as %+v", cm)
	}
}

func TestAnExcerptIsOneLineCutAtAWord(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("über alles ", 12) // 132 characters
	for body, want := range map[string]string{
		"How\n\tslow\u2028was  it?":       "How slow was it?",
		"\x1b[1mred":                      "[1mred",
		strings.Repeat("ü", MaxExcerpt):   strings.Repeat("ü", MaxExcerpt),
		strings.Repeat("ü", MaxExcerpt+1): strings.Repeat("ü", MaxExcerpt) + "…",
		long:                              strings.TrimSpace(strings.Repeat("über alles ", 11)) + "…",
		strings.Repeat("a", 70) + ", " + strings.Repeat("b", 90): strings.Repeat("a", 70) + "…",
		strings.Repeat("a", 119) + " b":                          strings.Repeat("a", 119) + "…",
	} {
		if got := (&Comment{Body: body}).Excerpt(); got != want {
			t.Errorf("of %q it quotes %q", body, got)
		}
	}
}

func TestACommentIsAboutWordsOfTheDocument(t *testing.T) {
	t.Parallel()
	const body = "# The queue was full\n\nMira's *first* look at the [run book](https://example.com/run) said “restart it”, and `max-size` was 10 &lt; 20.\n\n" +
		"| Day | Time |\n|---|---|\n| Dec 15 | 22:40 |\n\n- [x] Tell support\n- [ ] Add an alert\n\n```\nERROR  disk full\n```\n\nThen ![a chart](https://example.com/c.png)it was over.\n\nConnect to <host> *now* please.\n"
	written := Review{DocumentNumber: 1}
	for _, quote := range []string{
		"The queue was full", "first look at the run book said", "*first* look at the [run book](https://example.com/run)", "said \"restart it\",", "Mira’s first",
		" look\n   at ", "Dec 15\t22:40", "☑ Tell support ☐ Add an alert", "max-size was 10 < 20", "`max-size`", "10 &lt; 20", "ERROR disk", "Then it was over.", "Then Image: a chart it was over.", "a chart", "Connect to <host> now please", "Time |\n|---|", "\u200b",
	} {
		cm := Comment{Quote: quote, Body: "Why?"}
		if err := cm.Validate(written, body); quote == "\u200b" {
			refused(t, err, Invalid, "quote")
		} else if err != nil {
			t.Errorf("%q: %v", quote, err)
		}
	}
	for _, quote := range []string{"Derek was furious", "the Queue was full", "over. The queue", "first last", "<queue>"} {
		cm := Comment{Quote: quote, Body: "Why?"}
		refused(t, cm.Validate(written, body), Invalid, "quote")
	}
	cm := Comment{Quote: "Derek was furious", Body: " "}
	refused(t, cm.Validate(written, body), Invalid, "quote", "body")
	cm = Comment{Quote: " \n", Body: "All of it?"}
	accepted(t, cm.Validate(written, body))
	cm = Comment{Quote: "Who?", Body: "Who is that?"}
	refused(t, cm.Validate(Review{}, ""), Invalid, "quote")
	accepted(t, cm.Validate(Review{DocumentURL: "https://docs.example.com/1"}, ""))
}

func TestWordsAreFoundWhereTheyStand(t *testing.T) {
	t.Parallel()
	const body = "---\ntitle: Slow search\n---\n\nThe others said &quot;*it* was slow&quot;.\n\nSearch was slow for the\nother “team”, and so the search.\n"
	q := NewQuotable(body)
	for quote, want := range map[string]string{"the": "the", "it was slow'": "it* was slow&quot;", "slow for the other 'team'": "slow for the\nother “team”",
		"other": "other", "Slow search": "Slow search", "earch was": "earch was", "was slow\".Search": "was slow&quot;.\n\nSearch"} {
		place, found := q.Find(quote, "")
		if got := body[place.Start:place.End]; !found || got != want {
			t.Errorf("%q is found as %q", quote, got)
		}
	}
	if place, _ := q.Find("other", ""); body[place.Start-1] != '\n' {
		t.Error("a part of a word goes before a whole one")
	}
	if place, found := q.Find(" \n", ""); found {
		t.Errorf("nothing is at %v", place)
	}
}

func TestOfWordsThatStandTwiceThoseAreMeantThatStandBehindTheSameText(t *testing.T) {
	t.Parallel()
	const body = "---\ntitle: A lock\n---\n\nlock files: the job took a lock (1lock).\n\nThen migrations for *locks* ran, and “the” [lock](https://example.com/lock) was lost.\n\n" +
		"| Step | Who |\n|---|---|\n| Deploy | the team |\n| Roll back | the team |\n\n- Ana: a lock\n  - Bo: a lock\n- [ ] Cho: a lock\n\n" +
		"Chart one ![of it](https://example.com/c.png) it was over. Chart two it was over. Connect to <host> a lock.\n\nÜber ü: größer. Mehr: größer.\n"
	for _, test := range []struct{ quote, before, line string }{
		{"lock", "", "\nlock files"}, // without it: the first, in whole words
		{"lock", "the job took a", "a lock (1"},
		{"lock", "Then migrations for", "*locks* ran"}, // a part of a word, though whole ones stand elsewhere
		{"lock", "took a lock (1", "(1lock)"},
		{"lock", "for locks ran, and \"the\"", "[lock](h"}, // as readers see it
		{"lock", "and\n  'the' ", "[lock](h"},
		{"lock", "files. After a while migrations for", "*locks* ran"}, // moved
		{"lock", "Later the migration of", "\nlock files"},             // edited up to its end: none is alike
		{"lock", "Later the migration for", "*locks* ran"},             // edited, and its end is not
		{"lock", "x", "\nlock files"},
		{"the team", "Step Who Deploy", "| the team |\n| R"},
		{"the team", "the team Roll back", "k | the team |"},
		{"team", "Roll back\tthe", "k | the team |"},
		{"a lock", "a lock Bo:", "Bo: a lock"},
		{"a lock", "Bo: a lock ☐ Cho:", "Cho: a lock"},
		{"a lock", "Ana:", "Ana: a lock"},
		{"it was over", "Chart one Image: of it", ") it was over"},
		{"it was over", "Chart one", ") it was over"}, // the picture is no text
		{"it was over", "over. Chart two", "two it was over"},
		{"a lock", "Connect to <host>", "<host> a lock"},
		{"größer", "Über ü:", "ü: größer"},
		{"größer", "größer. Mehr:", "Mehr: größer"},
		{"it was over. Chart", "one", ") it was over. Chart"},
	} {
		place, found := NewQuotable(body).Find(test.quote, test.before)
		at := strings.Index(body, test.line)
		if !found || at < 0 || place.Start < at || place.End > at+len(test.line) {
			t.Errorf("%q behind %q is found at %q, not in %q", test.quote, test.before, body[max(0, place.Start-12):min(len(body), place.End+5)], test.line)
		}
	}
	if place, found := NewQuotable(body).Find("unlock", "the job took a"); found {
		t.Errorf("words that stand nowhere are at %v", place)
	}
}

func TestACommentKeepsALittleOfWhatStandsBeforeItsWords(t *testing.T) {
	t.Parallel()
	written := Review{DocumentNumber: 1}
	const body = "A lock, then another lock."
	cm := Comment{Quote: "lock", QuoteBefore: " A lock,\n\tthen   another ", Body: "Which?"}
	accepted(t, cm.Validate(written, body))
	if cm.QuoteBefore != "A lock, then another" {
		t.Errorf("it keeps %q", cm.QuoteBefore)
	}
	cm.QuoteBefore = strings.Repeat("ü", MaxBefore)
	accepted(t, cm.Validate(written, body))
	for _, before := range []string{strings.Repeat("ü", MaxBefore+1), notUTF8, "a\x00b"} {
		cm.QuoteBefore = before
		refused(t, cm.Validate(written, body), Invalid, "before")
	}
	cm = Comment{QuoteBefore: "another", Body: "Which?"}
	refused(t, cm.Validate(written, body), Invalid, "before")
}
