package postmortem

import "testing"

func TestAnArticleIsThatOfTheTextThatItStandsBefore(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"outage": "an outage", "incident": "an incident", "degradation": "a degradation", "SLA": "an SLA", "UPS": "a UPS", "MVS": "an MVS",
		"SLAs": "an SLAs", "user error": "a user error", "unit": "a unit", "unique key": "a unique key", "unimportant host": "an unimportant host",
		"unusual load": "an unusual load", "hour": "an hour", "host": "a host", "8": "an 8", "11": "an 11", "110": "a 110", "18 days": "an 18 days", "once": "a once", "only": "an only",
		"usage": "a usage", "upstream": "an upstream", "update": "an update", "European": "a European", "x-ray": "an x-ray", "SEV-1": "a SEV-1", "RAM": "a RAM", "unidentified host": "an unidentified host", "": "a ",
	} {
		for _, suggestion := range []string{"Write of a {}, please.", "Write of an {}, please."} {
			if got := fill(suggestion, text); got != "Write of "+want+", please." {
				t.Errorf("%s with %q: %q", suggestion, text, got)
			}
		}
	}
	for suggestion, want := range map[string]string{
		"A {} is what?":          "An SLO is what?",
		`Explain a "{}" once.`:   `Explain an "SLO" once.`,
		"Spell out {}: not a {}": "Spell out SLO: not an SLO",
		"Schema {}":              "Schema SLO",
		"Add a limit.":           "Add a limit.",
	} {
		if got := fill(suggestion, "SLO"); got != want {
			t.Errorf("%q: %q, want %q", suggestion, got, want)
		}
	}
}

func TestTheSuggestionOfATeamsRuleHasTheArticleOfWhatIsFound(t *testing.T) {
	t.Parallel()
	set, problems := DefaultRules().With(folder(map[string]string{"a.yaml": "id: undefined-acronym\nsuggest: Say what a {} is.\n"}))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var got []string
	for _, f := range set.Check(parse(t, "# T\n\n## What happened\n\nThe MQZ and the QRZ did not drain.\n"), Context{}) {
		if f.Rule == "undefined-acronym" {
			got = append(got, f.Suggestion)
		}
	}
	if len(got) != 2 || got[0] != "Say what an MQZ is." || got[1] != "Say what a QRZ is." {
		t.Errorf("%q", got)
	}
}
