package postmortem

import (
	"slices"
	"strings"
	"testing"
)

func TestTheToneIsFoundWithWhatToWrite(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Just a few users saw errors.":                         "how many",
		"A customer error stopped the queue.":                  "customers",
		"This was outside of our control.":                     "depended on",
		"AWS failed us again.":                                 "depended on",
		"Our bad, the hamsters got tired.":                     "jokes",
		"All is well again!":                                   "full stop",
		"Sorry if you were affected.":                          "any",
		"The kubelet restarted the pod after an OOM kill.":     "words of customers",
		"Our provider had a power cut, and we had no second.":  "",
		"Customers could not log in, and should log in again.": "",
		"A small number of customers, 412, saw errors.":        "",
		"Only customers in Europe were affected.":              "",
		"We apologise to everyone who was affected.":           "",
		"Requests were sent in a minority of cases.":           "",
	} {
		list := inMessage(t, "external-tone", text)
		if want == "" && len(list) > 0 || want != "" && (len(list) == 0 || !strings.Contains(list[0].Suggestion, want)) {
			t.Errorf("%q: %q, want %q", text, markedIn(list), want)
		}
	}
}

// wordingOf gives what the rules of wording say of a message.
func wordingOf(text string) []string {
	list := []string{}
	for _, f := range DefaultRules().CheckMessage(text, Context{}) {
		if f.Rule != "external-no-apology" && f.Rule != "external-no-remedy" {
			list = append(list, f.Rule+": "+f.Text)
		}
	}
	return list
}

func TestWhatHurtsNobodyIsNoWrongTone(t *testing.T) {
	t.Parallel()
	for text := range strings.Lines(`We are sorry for the delay this caused our users.
Between 10:00 and 10:40 UTC users failed to log in.
You should not see any further errors.
As a result of customer reports we found a second fault.
A battery caught fire in one of our data centres.
A transformer blew up at 10:04 and the site lost power.
You should have received your invoice by now.
Customers should not have lost their work, and we are sorry that they did.
Because of customer feedback we have changed the wording of this page.
Because of the many users in the queue, signing in took up to an hour.
Thanks to a customer's report we found the cause within minutes.
The disruption was not a minor issue for those who had a train to catch.
We know that even a brief disruption can cost you a sale.
However small the problem looks from here, you lost an evening.
Calls to Stripe failed between 10:00 and 10:20 UTC.
A power cut at our hosting provider caused the disruption.
One of our data centres failed over to the other, as it should.
VIP customers and everyone else were affected alike.
The network protocol by which providers find each other (BGP) had stale routes.
The canary, a small part of our traffic that gets a change first, showed no errors.
Users in Yahoo! Mail saw empty messages.
Murphy & Sons, a supplier of ours, delivered new cables.
We do not blame our provider for it.
Client errors rose to 40 % during that hour.
This was not a user error: our form accepted the wrong format.
Customers did not read stale data at any time.
You should always be able to reach your files.
If you were affected, we have sent you an email with an apology and a refund.
Just a few minutes after the change, alarms rang.
Due to user settings that our update did not keep, some screens were in English.
The problem was caused by our own update.
Some customers' orders were sent twice.
We failed to act on the first reports of our users.
Our partner banks have confirmed that no payment is missing.`) {
		if list := wordingOf(text); len(list) > 0 {
			t.Errorf("%q: %q", text, list)
		}
	}
}

func TestAWrongToneIsOneFindingAPhrase(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"It was only a small hiccup.":                              {"only a small hiccup"},
		"It was just a brief blip.":                                {"just a brief blip"},
		"There was a minor glitch this morning.":                   {"minor glitch"},
		"The impact was negligible.":                               {"negligible"},
		"Only a handful of people noticed.":                        {"Only a handful"},
		"Only a few noticed; it was a hiccup.":                     {"Only a few", "hiccup"},
		"The site was briefly unavailable.":                        nil, // a note, not of the tone
		"The incident was caused by a customer who sent too much.": {"caused by a customer who"},
		"Due to one of our users running a report, it was slow.":   {"Due to one of our users running"},
		"This happened because of a customer's faulty script.":     {"because of a customer's"},
		"Customers failed to renew their keys in time.":            {"Customers failed to renew"},
		"You should have read our announcement.":                   {"You should have"},
		"Clients should not send so many requests.":                {"Clients should not"},
		"Some tenants abused the free plan.":                       {"tenants abused"},
		"The blame lies with our hosting provider.":                {"blame lies with our hosting provider"},
		"Our data centre failed to tell us about the work.":        {"data centre failed to tell"},
		"Azure caused this incident.":                              {"Azure caused this"},
		"Our servers were on fire.":                                {"servers were on fire"},
		"Murphy's law struck again.":                               {"Murphy's law"},
		"Your own script was to blame.":                            {"Your own script was to blame"},
		"This will never happen again.":                            {"This will never happen again"},
		"We cannot be held liable.":                                {"cannot be held liable"},
		"It was a user error.":                                     {"user error"},
	} {
		if got := markedIn(inMessage(t, "external-tone", text)); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		if list := wordingOf(text); len(list) != max(len(want), 1) {
			t.Errorf("%q: %q", text, list)
		}
	}
}
