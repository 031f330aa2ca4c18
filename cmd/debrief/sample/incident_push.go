package sample

import "debrief/models"

func pushTokens() story {
	return story{
		ago: 7, clock: "07:45", detect: 110, resolve: 205, severity: 2,
		title:   "Push notifications stopped on phones with an expired sender key",
		summary: "The key with which mobile-push signs its requests expired; push stopped for one of two phone platforms.",
		team:    "notifications", services: []string{"mobile-push"},
		crew:  []duty{{"marcus", models.Commander}, {"imani", models.ResponderPart}, {"sofia", models.ResponderPart}, {"lars", models.CustomerLiaison}},
		owner: "imani", facilitator: "ana", meet: 5, ending: toReviewed,
		text: text{
			overview: "The key that signs our push notifications for one of the two phone platforms expired. For 205 minutes no push reached those phones: 148,000 notifications did not arrive as push. E-mail and SMS went out as usual.",
			happened: "Push notifications are messages that a phone shows from an app. mobile-push hands them to the platform's gateway, signed with a key that is valid for one year. At 07:45 UTC the key expired and the gateway answered each request with “expired token”. mobile-push reads that answer as “this phone has removed the app”, and takes the phone off its list. For 95 minutes it took 61,000 phones off the list that had done nothing of the kind.",
			factors: []string{
				"**Technical:** two answers of the gateway, about our key and about a phone's token, share a name that differs in one field. The library in use drops this field.",
				"**Technical:** phones are removed at once and for good; there is no limit on how many are removed in an hour.",
				"**Monitoring:** expiry of certificates is watched since last winter's mesh incident. This key is no certificate and was not on the list.",
				"**Organisational:** mobile-push is small and quiet, and the person who made the key changed teams. Its handover page has no section on keys.",
			},
			resolution: "A new key was made and installed at 10:35 UTC. The removed phones were restored from the table's history by 11:10 UTC, all but 1,900, which come back when their owners open the app.",
			impact: [][2]string{{"Time in SEV-2", "95 mins after detection, 205 in all"}, {"Push notifications not delivered", "100% of one platform (148,000 of 148,000)"},
				{"Share of all notifications", "2.6%"}, {"Phones taken off the list", "61,000, of which 59,100 were restored"}, {"Merchants affected", "417 with an app of their own"}, {"Support requests raised", "22"}},
			timeline: []moment{
				{-525600, "Key made, valid for a year", "log:push-keys"},
				{0, "Key expires; the first “expired token”", "log:push-answers"},
				{1, "Phones begin to be taken off the list", "graph:push-removals"},
				{110, "A merchant asks why its app is silent; page to Notifications", "ticket:push-silent"},
				{118, "SEV-2 declared", "chat:inc-push"},
				{126, "Removal of phones switched off", "deploy:push-340"},
				{139, "Status page says that push is not delivered on one platform", "status:push"},
				{170, "New key installed; push works", "graph:push-delivered"},
				{205, "Phones restored; SEV-2 ends", "graph:push-removals"},
			},
			well:      []string{"The table's history, kept for audits, gave the phones back.", "E-mail covered 83% of the recipients concerned."},
			less:      []string{"Nobody noticed 110 minutes of silence; the dashboard shows errors, and these were no errors to it.", "It is the second expiry within a year. The list of what expires has to cover more than certificates."},
			added:     "On the trend: the mesh certificate of last winter and this key are one class, things that end on a day that is known long before. The proposals go by class and not by case.",
			internal:  "A few days ago push notifications did not reach one phone platform for three and a half hours, since a signing key had expired. Most recipients had e-mail. The postmortem proposes one register for all that expires.",
			summary:   "For three hours and 25 minutes, push notifications were not delivered to phones of one platform. E-mail and SMS were not affected.",
			customers: "A key that signs our push notifications had reached its end. While it was replaced, some phones were also taken off our list by mistake of the system; nearly all of them are back, the rest return when the app is opened.",
			doing:     "All keys that we hold are being entered into one register that warns months ahead, and the service no longer takes phones off its list in large numbers. Silence is hard to notice, which makes it worse; we are sorry for it.",
		},
		remarks: []remark{{by: "marcus", quote: "It is the second expiry within a year.", body: "Is this part of a trend? Then the items could go by class."},
			{by: "bo", quote: "by mistake of the system", body: "Sounds odd to customers. “Some phones were also taken off our list” is enough.", open: true}},
		answers: []answer{{by: "marcus", question: "service-health", verdict: models.Pass}, {by: "sofia", question: "external-message", verdict: models.Pass, note: "Clear. One word to polish."},
			{by: "bo", question: "readable", verdict: models.Pass}},
		items: []item{
			{title: "Tell “our key” from “their phone” in the answers of the push gateway", done: "Recorded answers of both kinds are tests.", kind: models.Prevent, priority: models.P1, owner: "imani"},
			{title: "Limit removals of phones to 500 an hour and page above that", done: "Replaying the incident removes 500 phones and pages.", kind: models.Mitigate, priority: models.P2, owner: "sofia", dueToday: 8},
			{title: "Enter all keys and tokens of the four teams into one register of expiries", more: "Certificates are in the mesh's alert already.", done: "Each team has confirmed its list.",
				kind: models.Detect, priority: models.P1, owner: "ana", fate: fate{proposed: true}},
			{title: "Alert when a channel's deliveries fall to a tenth of the same hour last week", done: "", kind: models.Detect, priority: models.P2, fate: fate{proposed: true}},
		},
	}
}
