package sample

import "debrief/models"

func featureFlag() story {
	return story{
		ago: 86, clock: "12:20", detect: 38, resolve: 52, severity: 2,
		title:   "Recipients' phone numbers visible to other merchants by a flag's default",
		summary: "A flag that hides phone numbers was off where its value could not be read. Restricted: personal data.",
		team:    "merchants", services: []string{"merchant-portal"},
		crew:  []duty{{"bo", models.Commander}, {"sofia", models.ResponderPart}, {"lars", models.CustomerLiaison}},
		owner: "bo", facilitator: "tomas", meet: 4, closes: 3, readers: []string{"ana", "sofia", "greta"},
		text: text{
			overview: "For 52 minutes the portal's shared-depot view showed full phone numbers of recipients to merchants who had not sent the parcel. 11 merchants opened the view; 214 numbers were shown.",
			happened: "Depots that several merchants share have a common view in the portal. A feature flag, a switch that is read at run time, decides whether phone numbers in it are masked. The library answers with a default when the flag service cannot be reached, and the default of a flag is “off” unless it is given. Masking was modelled as the feature, so “off” meant numbers in full. At 12:20 UTC the flag service was moved to new hosts and two portal processes lost it for 52 minutes.",
			factors: []string{
				"**Technical:** the safe state of this flag is “on”, and the library's default is “off” for all flags. Both are reasonable by themselves.",
				"**Design:** masking happens in the page's template, the last place before the browser. The data reaches the portal unmasked.",
				"**Process:** the privacy review looks at what a flag does when it is on or off, and its form does not ask what happens without an answer.",
				"**Detection:** lost flag reads are counted, and nobody is told. A merchant reported the numbers.",
			},
			resolution: "The view was switched off for all, and the two processes were restarted with the address of the new hosts. The view came back two hours later with masking as the default. Numbers are no longer sent to the portal for shared depots.",
			impact: [][2]string{{"Time in SEV-2", "14 mins after detection, 52 in all"}, {"Phone numbers shown to another merchant", "214, to 11 merchants"}, {"Numbers exported", "0, by the export log"},
				{"Recipients affected", "209"}, {"Report to the supervisory authority", "filed within 26 hours"}, {"Support requests raised", "1"}},
			timeline: []moment{
				{-1440, "Move of the flag service announced", "chat:changes"},
				{0, "Two of eight portal processes lose the flag service; masking is off there", "log:flag-reads"},
				{38, "A merchant reports full numbers; page to Merchant Experience", "ticket:depot-numbers"},
				{41, "SEV-2 declared, channel closed to responders", "chat:inc-restricted"},
				{47, "Shared-depot view switched off for all", "deploy:portal-1388"},
				{52, "Last page with full numbers has left the cache; exposure ends", "log:portal-views"},
				{170, "View is back, masked by default", "deploy:portal-1390"},
				{1560, "Report filed with the supervisory authority", "ticket:privacy-reports"},
			},
			well:      []string{"From the report to the end of the exposure it took 14 minutes.", "The access log tells exactly who saw what, so that all 209 people were written to."},
			less:      []string{"We did not notice by ourselves.", "The channel was public for its first three minutes."},
			added:     "On the question of logs: the template writes no numbers to logs, and the browser cache of the 11 merchants was asked to be cleared in the letter to them.",
			internal:  "A privacy incident in the portal's shared-depot view was closed within an hour. Its review is restricted; ask the review's owner if your work needs it. For everybody: a flag's default is its safe state from now on.",
			summary:   "For 52 minutes, a view of shared depots showed recipients' phone numbers to other merchants of the same depot. 209 recipients are affected, and all have been informed.",
			customers: "A switch that hides phone numbers did not answer after maintenance, and the view was shown without it. We switched the view off 9 minutes after it was reported.",
			doing:     "Numbers no longer reach this view at all. All switches that protect personal data now protect by default. You trusted us with your customers' data; we are sorry that this trust was hurt.",
		},
		remarks: []remark{{by: "greta", quote: "The data reaches the portal unmasked.", body: "Do any numbers end up in logs or browser caches?"}},
		answers: []answer{{by: "greta", question: "honest", verdict: models.Pass, note: "Nothing is left out."}, {by: "ana", question: "separation", verdict: models.Pass}},
		items: []item{
			{title: "Remove phone numbers from the portal's shared-depot endpoint", done: "A contract test refuses a response with a number.", kind: models.Prevent, priority: models.P0, owner: "bo", fate: inJira(12)},
			{title: "Set the default of all 17 flags that protect personal data to their safe state", done: "A test starts the portal without the flag service and finds all 17 on.", kind: models.Prevent,
				priority: models.P1, owner: "sofia", fate: onTime(6)},
			{title: "Ask for the behaviour without an answer in the privacy review's form", done: "The form has the question, and the next three reviews answer it.", kind: models.Process, priority: models.P2,
				owner: "chidi", dueToday: 3, fate: fate{snoozed: "The third of the three reviews is next week; nothing to do before it."}},
			{title: "Alert when a process reads no flag for a minute", done: "Cutting one staging process off raises it.", kind: models.Detect, priority: models.P2, owner: "ana", dueToday: 2,
				fate: fate{started: 20, movedTo: 16}},
		},
		health: map[string]string{"merchant-portal": "A web application without state of its own. Its pool is watched; it keeps fewer personal data since the late summer."},
	}
}
