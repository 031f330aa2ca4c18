package postmortem

import (
	"strings"
	"testing"
)

func TestMisspeltWordsAreFoundWithWhatWasMeant(t *testing.T) {
	t.Parallel()
	list := inMessage(t, "external-spelling", "Inconvience and degredation of the the API. See inconvience@example.com, `degredation`, InconvienceCorp.")
	if got := strings.Join(markedIn(list), ","); got != "Inconvience,degredation,the" {
		t.Fatalf("%s", got)
	}
	if want := `Did you mean "Inconvenience"?`; list[0].Suggestion != want {
		t.Errorf("%s", list[0].Suggestion)
	}
	// A word of the long list, put together so that no linter mends it here.
	if list := inMessage(t, "external-spelling", "It occ"+"ured twice."); len(list) != 1 {
		t.Errorf("%q", markedIn(list))
	}
	for word, meant := range corrections() {
		if word == meant || meant == "" || word != strings.ToLower(word) {
			t.Errorf("%q means %q", word, meant)
		}
	}
}

func TestNamesAndEitherEnglishAreNotMisspelt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"We apologise for the behaviour of our organisation's catalogue, and apologize for the behavior of our organization's catalog.": "",
		"We cancelled the licence and the canceled license; the jeweller learnt it, the jeweler learned it.":                            "",
		"Our product Calender, Adress GmbH and the Teh Tarik café were offline.":                                                        "",
		"The autoscaler, webhooks and datastores were unoperational; retries and timeouts rose.":                                        "",
		"Larchly, Hazelio, XAFECTED and iCalender were affected.":                                                                       "",
		"We know that that is not enough, and the Bora Bora page was gone.":                                                             "",
		"Dear Cusomers, we are sorry.":                    "Cusomers",
		"Unfortunatly, logins failed; Unfortunatly again": "Unfortunatly,Unfortunatly",
		"Larch was unavailble in in Oslo.":                "unavailble,in",
	} {
		if got := strings.Join(markedIn(inMessage(t, "external-spelling", text)), ","); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
