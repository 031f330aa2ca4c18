package postmortem

import (
	"strings"
	"testing"
)

// Sentences of messages to customers that say what was or will be done about it.
var remediesToldToCustomers = []string{
	"Exports larger than 2 GB now run on a pool of their own.",
	"The limit on open connections has been doubled.",
	"Webhooks are now retried for 48 hours instead of six.",
	"Payments now go through two providers at the same time.",
	"Every certificate is now renewed a month before it expires.",
	"Log-ins no longer depend on the reporting database.",
	"The faulty release has been withdrawn.",
	"A second provider now carries half of the text messages.",
	"New configuration is now rolled out one region at a time.",
	"Invoices are now compared with the orders before they are sent.",
	"Deleted drafts can now be brought back for 14 days.",
	"Our status page is now hosted apart from our own network.",
	"An alert now tells our support team when the queue is longer than a minute.",
	"Two more engineers now watch the migration at night.",
	"Search will be served from three data centres by the end of June.",
	"From next week on, updates of the app will be tested with the oldest supported version.",
	"A limit on the size of attachments was introduced on Tuesday.",
	"Backups are being tested every week.",
	"Calendar feeds have moved to new servers.",
	"The job that deleted the files has been switched off.",
	"We have added a limit to the number of reports that one account can start.",
	"We are moving our mail to a provider with servers in two regions.",
	"We will test the switch between our data centres every month.",
	"We rolled the change back and have since changed how such changes are reviewed.",
	"We are going to replace the load balancer that failed.",
	"Our team is adding a check that stops a deployment when log-ins fail.",
	"Our engineers have rewritten the part that counts seats.",
	"To prevent a repeat, the clean-up now asks for a second confirmation.",
	"To stop this from happening again, we now keep deleted projects for 30 days.",
	"We now page somebody as soon as a single payment is refused by mistake.",
	"We've increased the memory of the servers that render your pages.",
	"We're splitting the shared cache so that one customer cannot fill it.",
	"We have reset all tokens that could have been seen, and notified their owners.",
	"Every change of the price list now has to be approved by two people.",
	"We have revoked the exposed keys.",
	"The timeout between the two services was raised from two to ten seconds.",
	"Imports of damaged files now fail with a message instead of waiting for ever.",
	"We have asked our supplier to tell us of such work a week before.",
	"Additional monitoring has been put in place for the mobile gateway.",
	"In the coming weeks the old scheduler will be replaced.",
}

// Sentences that sound like an answer and promise nothing that anybody could look at.
var emptyPromisesToCustomers = []string{
	"We have learned a lot from this incident.",
	"We have learnt our lesson.",
	"We will do everything in our power to avoid this in future.",
	"We will make sure that it does not happen again.",
	"This will never happen again.",
	"We take the reliability of our service very seriously.",
	"Your trust is our highest priority.",
	"We are committed to the highest standards of availability.",
	"We are working hard to earn back your trust.",
	"We will do better.",
	"We will continue to improve.",
	"We are always looking for ways to improve our service.",
	"We have taken all the necessary steps.",
	"Appropriate measures have been taken.",
	"Steps are being taken to prevent a recurrence.",
	"We are taking this incident very seriously.",
	"We understand how important our service is to you.",
	"We know how much you rely on us.",
	"We will keep you informed.",
	"We will be in touch.",
	"We thank you for your patience.",
	"We have let you down.",
	"We deeply regret what happened.",
	"We strive to give you the best experience.",
	"We are doing our best.",
	"We will work tirelessly to regain your confidence.",
	"We have heard you loud and clear.",
	"We are confident that this was a one-off.",
	"Rest assured that we are on it.",
	"Our team is working around the clock.",
	"Reliability has always been at the heart of what we do.",
	"We hold ourselves to a high standard.",
	"We value your business.",
	"We will go the extra mile for you.",
	"We promise that this will not be repeated.",
	"We are fully committed to preventing this from happening again.",
	"We will ensure that nothing like this occurs again.",
	"We have drawn the right conclusions.",
	"We owe you better than this.",
	"We aim to be worthy of your trust every day.",
}

func TestARemedyIsToldFromAnEmptyPromise(t *testing.T) {
	t.Parallel()
	lacks := func(sentence string) bool {
		for _, f := range DefaultRules().CheckMessage("Log-ins failed for 40 minutes on Monday. We are sorry for the time this cost you. "+sentence, Context{}) {
			if f.Rule == "external-no-remedy" {
				return true
			}
		}
		return false
	}
	for _, s := range remediesToldToCustomers {
		if lacks(s) {
			t.Errorf("no remedy is found in %q", s)
		}
	}
	for _, s := range emptyPromisesToCustomers {
		if !lacks(s) {
			t.Errorf("a remedy is found in %q", s)
		}
	}
}

func TestAPromiseTakesNothingFromTheRemedyBesideIt(t *testing.T) {
	t.Parallel()
	for sentence, want := range map[string]bool{
		"We are adding a limit so that this never happens again.":                  true,
		"We will make sure that this never happens again by adding a second line.": true,
		"A second line will prevent this from happening again.":                    true,
		"We take this seriously, and have hired two people for it.":                true,
		"We have learned our lesson, and now test every backup.":                   true,
		"We learned that the pump has no spare and have ordered one.":              true,
		"We have taken the following measures: a limit, and a second line.":        true,
		"We will improve the alerts on our queue.":                                 true,
		"Maintenance windows now follow the time of the customer.":                 true,
		"Attachments are now limited to 8 MB.":                                     true,
		"The ceiling has been raised.":                                             true,
		"By 18 December our pipeline will refuse such changes.":                    true,
		"An alert will tell us within a minute.":                                   true,
		"A second alert will warn the engineer on call.":                           true,
		"Support will tell you more.":                                              false,
		"The service will refuse log-ins until noon.":                              false,
		"To prevent this, we are working hard.":                                    false,
		"To avoid this in the future, we ask for your patience.":                   false,
		"We will be more careful in future.":                                       false,
		"A full report will follow.":                                               false,
		"We will do our best to prevent this from happening again.":                false,
	} {
		if got := remedies(strings.ToLower(sentence)); got != want {
			t.Errorf("%q: a remedy %v, want %v", sentence, got, want)
		}
	}
}
