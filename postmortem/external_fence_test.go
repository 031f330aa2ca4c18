package postmortem

import (
	"strings"
	"testing"
)

func TestTheMessageToCustomersIsReadInAFenceOrAQuoteThatIsAllOfIt(t *testing.T) {
	t.Parallel()
	const message = "Whoops! The tills were slow, and\nany inconvenience this may have caused was small.\n\nIt was our mistake."
	quoted := "> " + strings.ReplaceAll(message, "\n", "\n> ")
	for text, read := range map[string]bool{
		"## External message\n\n```\n" + message + "\n```":                               true,
		"## External message\n\n```text\n" + message + "\n```":                           true,
		"## External message\n\n~~~ Markdown\n" + message + "\n~~~":                      true,
		"## External message\n\n<!-- as sent -->\n\n```\n\n" + message + "\n```\n\n---":  true,
		"## Communication\n\n### Mail to customers\n\n```\n" + message + "\n```":         true,
		"## External message\n\n" + quoted:                                               true,
		"## External message\n\n```json\n" + message + "\n```":                           false,
		"## External message\n\nWe are sorry. The log was:\n\n```\n" + message + "\n```": false,
		"## Internal message\n\n```\n" + message + "\n```":                               false,
		"## Impact\n\n```\n" + message + "\n```":                                         false,
		"## Impact\n\n" + quoted:                                                         false,
	} {
		doc := parse(t, "# Slow tills\n\n"+text+"\n\n## Action items\n\n- Add a limit to the pool\n")
		var tones []string
		for _, f := range DefaultRules().Check(doc, Context{}) {
			if got := string(doc.Source[f.Span.Start:f.Span.End]); got != f.Text {
				t.Errorf("%q: %s says %q of %q", text, f.Rule, f.Text, got)
			}
			if f.Rule == "external-tone" {
				tones = append(tones, strings.Join(strings.Fields(f.Text), " "))
			}
		}
		if got := strings.Contains(strings.Join(tones, "; "), "any inconvenience this may have"); got != read {
			t.Errorf("%q: the message is read: %v (%q)", text, got, tones)
		}
	}
	tones := 0
	for _, f := range DefaultRules().CheckMessage("```\nWhoops! The tills were slow.\n```\n", Context{}) {
		if f.Rule == "external-tone" && strings.HasPrefix(f.Text, "Whoops") {
			tones++
		}
	}
	if tones != 1 {
		t.Errorf("a message that is a fence altogether has %d findings", tones)
	}
}
