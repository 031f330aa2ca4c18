package postmortem

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// rulesIn are the rules that find something in a text as the message to customers: in the one that stands alone, and in a document's.
func rulesIn(t *testing.T, text string) (alone, within []string) {
	t.Helper()
	of := func(list []Finding) (rules []string) {
		for _, f := range list {
			if f.Section == KindExternal && !strings.HasPrefix(f.Rule, "external-no-") {
				rules = append(rules, f.Rule)
			}
		}
		return rules
	}
	alone = of(DefaultRules().CheckMessage(text, Context{}))
	within = of(DefaultRules().Check(parse(t, "# Slow tills\n\n## External message\n\n"+text+"\n"), Context{}))
	return alone, within
}

func TestAnHonestApologyToCustomersIsNeverFlagged(t *testing.T) {
	t.Parallel()
	for text := range strings.Lines(`We made a mistake, and we are sorry.
This was our error.
We are sorry that we got this wrong.
A mistake on our side cost you an evening.
The mistake was ours, and so is the repair.
We should have told you sooner.
We failed to notice it for two hours, and we apologise.
We forgot to renew a certificate, and our tills stopped.
This was a serious mistake, and we own it.
We made a mistake when we changed the price list, and our engineers have added a check.
We let you down on the busiest day of the year, and we regret it.
This was an oversight on our part.
We could have prevented this, and should have.
We accidentally charged some cards twice.
Some cards were accidentally charged twice.
Due to a mistake of ours, some cards were charged twice.
We take responsibility for this error.
This should never have happened.
You should never have had to wait at a till for that long, and we are sorry.
We didn’t check the new price list and didn’t tell you in time.
Our tills were accidentally stopped.
Our answers came too late, and our answer to your calls was careless.
A mistake in our price list was overlooked, and we apologise.
A shelf of our archive was accidentally closed by us.
`) {
		if alone, within := rulesIn(t, strings.TrimSpace(text)); len(alone)+len(within) > 0 {
			t.Errorf("%q is flagged: %v, in a document %v", text, alone, within)
		}
	}
}

func TestAMessageToCustomersHidesBehindNobody(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"An engineer restarted healthy tills, which made it worse.":                          "blame",
		"One of our engineers accidentally deleted the price list.":                          "blame",
		"We made a mistake: a technician deleted the wrong price list.":                      "blame",
		"We are sorry that an operator forgot to renew the certificate.":                     "blame",
		"On Friday our database team made a mistake, and the ledger was down.":               "human-error",
		"The incident was caused by human error.":                                            "human-error",
		"We are sorry, this was a human error of our support staff.":                         "human-error",
		"Our staff mistakenly deleted the price list.":                                       "accident",
		"The team failed to notice the alarm and should have known.":                         "judgemental",
		"Our courier made a careless mistake.":                                               "judgemental",
		"Our bakers should have known better.":                                               "judgemental",
		"Our freelancer accidentally deleted the index.":                                     "accident",
		"Our service desk failed to tell you.":                                               "judgemental",
		"It was a stupid mistake of our freelancer.":                                         "judgemental",
		"The mistake was ours: our junior was careless.":                                     "judgemental",
		"Our night shift should have noticed the alarm.":                                     "counterfactual",
		"Our tables were accidentally deleted by our caterer.":                               "accident",
		"Our contractor was careless.":                                                       "judgemental",
		"Had the alarm worked, this would have been noticed within minutes.":                 "counterfactual",
		"The tills should have switched to the second line.":                                 "counterfactual",
		"We regret that the team could have prevented this, and an employee made a mistake.": "blame",
	} {
		alone, within := rulesIn(t, text)
		if !slices.Contains(alone, want) || !slices.Contains(within, want) {
			t.Errorf("%q: %v, in a document %v, want %s", text, alone, within, want)
		}
	}
}

func TestAdviceOnAMessageIsForThoseWhoWriteToCustomers(t *testing.T) {
	t.Parallel()
	const text = "An engineer restarted healthy tills, which made it worse."
	advice := func(list []Finding) string {
		for _, f := range list {
			if f.Rule == "blame" {
				return f.Suggestion
			}
		}
		return ""
	}
	rule := DefaultRules().Rule("blame")
	if got := advice(DefaultRules().CheckMessage(text, Context{})); got != rule.External.Suggest || !strings.Contains(got, `"we"`) {
		t.Errorf("to customers: %q", got)
	}
	if got := advice(DefaultRules().Check(parse(t, "# Slow tills\n\n## What happened\n\n"+text+"\n"), Context{})); got != rule.Suggest {
		t.Errorf("in the report: %q", got)
	}
}

func TestATeamsRuleMayHaveAdviceForTheMessageToCustomers(t *testing.T) {
	t.Parallel()
	const rule = "id: our-tills\nmatch: ['\\btills?\\b']\nwhy: It is a word of ours.\nsuggest: Write register.\n"
	set, problems := DefaultRules().With(fstest.MapFS{"tills.yaml": {Data: []byte(rule + "external: {suggest: Write checkout.}\n")}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var told []string
	for _, f := range set.CheckMessage("The tills were slow, we are sorry. We have added a line.", Context{}) {
		told = append(told, f.Suggestion)
	}
	if strings.Join(told, "|") != "Write checkout." {
		t.Errorf("%q", told)
	}
	for field, want := range map[string]string{
		"external: {about: persons}\n":                      "external: needs suggest",
		"external: {suggest: Write checkout., about: us}\n": "external: about is others or persons",
		"external: Write checkout.\n":                       "this must be fields with their values",
		"external: {advice: Write checkout.}\n":             "advice: a rule has no such field",
	} {
		_, problems := DefaultRules().With(fstest.MapFS{"tills.yaml": {Data: []byte(rule + field)}})
		if len(problems) != 1 || !strings.Contains(problems[0].Message, want) || problems[0].Line != 5 {
			t.Errorf("%q: %v, want %q on line 5", field, problems, want)
		}
	}
	silenced, problems := DefaultRules().With(fstest.MapFS{"blame.yaml": {Data: []byte("id: blame\nexternal: {suggest: Say we.}\n")}})
	if len(problems) > 0 || silenced.Rule("blame").External.Suggest != "Say we." || DefaultRules().Rule("blame").External.Suggest == "Say we." {
		t.Errorf("%v, %+v", problems, silenced.Rule("blame").External)
	}
}

func TestEveryNameOfThoseWhoDidItIsFoundInAMessage(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Nadia Okafor and Tobias fixed it.":                "Nadia Okafor|Tobias",
		"Nadia, Tobias Berg and Ines restarted the tills.": "Nadia|Tobias Berg|Ines",
		"Nadia and the team were on it within a minute.":   "Nadia",
		"Tills in Charlotte and Austin were slow.":         "",
		"Monday and Tuesday were slow.":                    "",
		"Visa and the team of our bank have fixed it.":     "",
	} {
		if got := strings.Join(markedIn(inMessage(t, "external-internal-detail", text)), "|"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
