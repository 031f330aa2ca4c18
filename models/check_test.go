package models

import (
	"slices"
	"testing"

	"debrief/postmortem"
)

func TestAMessageIsCheckedAsTheSectionThatItIs(t *testing.T) {
	t.Parallel()
	body := "Oops! The **till** was slow.\n\nOur colleague Ana Souza looks into it."
	var got []string
	for _, f := range CheckMessage(postmortem.DefaultRules(), body, postmortem.Context{People: []string{"Ana Souza"}}) {
		got = append(got, f.Rule+" "+body[f.StartByte:f.EndByte])
		if f.Line < 1 || f.Line > 3 {
			t.Errorf("%s is in line %d", f.Rule, f.Line)
		}
	}
	for _, want := range []string{"external-tone Oops", "external-internal-detail Ana Souza"} {
		if !slices.Contains(got, want) {
			t.Errorf("%q is not among %q", want, got)
		}
	}
	if slices.ContainsFunc(got, func(s string) bool { return s[:8] == "missing-" || s[:4] == "too-" }) {
		t.Errorf("a message is no postmortem: %q", got)
	}
}
