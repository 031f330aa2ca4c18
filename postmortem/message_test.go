package postmortem

import "testing"

func TestTheMessageOfADocumentIsWhatStandsBelowItsHeading(t *testing.T) {
	t.Parallel()
	const mail = "On Monday the tills were slow for an hour. We are sorry.\n\nWe have doubled the pool."
	for name, c := range map[string]struct{ text, message string }{
		"a section":               {"## External message\n\n" + mail, mail},
		"with parts":              {"## External message\n\n### Summary\n\n" + mail + "\n\n### What happened\n\nA pool was too small.", "### Summary\n\n" + mail + "\n\n### What happened\n\nA pool was too small."},
		"below another heading":   {"## Messaging\n\n### External message\n\n" + mail + "\n\n### Internal message\n\nThe tills were slow, which all of us saw.", mail},
		"a letter":                {"## Letter to customers\n\n" + mail, mail},
		"in a fence":              {"## External message\n\n```\n" + mail + "\n```", mail},
		"in a quote":              {"## External message\n\n> " + "On Monday the tills were slow for an hour. We are sorry.\n>\n> We have doubled the pool.", mail},
		"with a comment":          {"## External message\n\n<!-- Three parts. -->\n\n" + mail + "\n\n<!-- Who approved it? -->", mail},
		"a comment in the middle": {"## External message\n\nOn Monday the tills were slow for an hour. We are sorry.\n\n<!-- and then -->\n\nWe have doubled the pool.", mail},
		"none":                    {"## External message\n\nNone, as customers did not notice it.", ""},
		"elsewhere":               {"## External message\n\nSee the status page of Monday.", ""},
		"an empty one":            {"## External message\n\n<!-- Three parts. -->", ""},
		"an empty outline":        {"## External message\n\n### Summary\n\n### What happened?\n\n### What are we doing about this?", ""},
		"no heading":              {"## Impact\n\n" + mail, ""},
		"internal only":           {"## Internal message\n\n" + mail, ""},
	} {
		doc := parse(t, "# Slow tills\n\n"+c.text+"\n\n## Action items\n\n- Add a limit to the pool\n")
		if got := doc.Message(KindExternal); got != c.message {
			t.Errorf("%s: %q, not %q", name, got, c.message)
		}
	}
	doc := parse(t, "# Slow tills\r\n\r\n## Internal message\r\n\r\nThe tills were slow, which all of us saw.\r\n\r\n## External message\r\n\r\nNone.\r\n")
	if got := doc.Message(KindInternal); got != "The tills were slow, which all of us saw." {
		t.Errorf("inside the house: %q", got)
	}
}
